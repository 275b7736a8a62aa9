/**
 * What happens to an address: `from` and `to` are both addresses (`ann@old.example`) or both domains (`@old.example`).
 * Letter case is ignored; the most exact rule wins.
 */
export type RecipientRule = { from: string; to: string };

/** The new address of an old one; undefined where it stays as it is. */
export type AddressMap = (address: string) => string | undefined;

/** Undefined where there is nothing to map. Rules that have no form of an address or a domain are left out. */
export function createAddressMap(rules: readonly RecipientRule[] | undefined): AddressMap | undefined {
  const exact = new Map<string, string>();
  const domains = new Map<string, string>();
  for (const { from, to } of rules ?? []) {
    if (!isRecipientRule({ from, to })) continue;
    const [kind, key] = [from.startsWith('@') ? domains : exact, from.toLowerCase()];
    // The first of two rules for the same is the one that counts.
    if (!kind.has(key)) kind.set(key, to);
  }
  if (exact.size === 0 && domains.size === 0) return undefined;
  return (address) => {
    const lower = address.trim().toLowerCase();
    const found = exact.get(lower);
    if (found !== undefined) return found === address ? undefined : found;
    const at = lower.lastIndexOf('@');
    const domain = at < 1 ? undefined : domains.get(lower.slice(at));
    if (domain === undefined) return undefined;
    const mapped = address.trim().slice(0, at) + domain;
    return mapped === address ? undefined : mapped;
  };
}

/** True for a rule that says something: two addresses, or two domains. */
export function isRecipientRule({ from, to }: RecipientRule): boolean {
  return (DOMAIN.test(from) && DOMAIN.test(to)) || (ADDRESS.test(from) && ADDRESS.test(to));
}

const DOMAIN = /^@[^\s@<>,;:"()[\]\\]+$/;
const ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;
