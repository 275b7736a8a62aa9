import type { PeopleMap } from '../model/setting.ts';

/**
 * Addresses of people that settings name. `known` has those whose mailboxes move too, by their source address in lower
 * case. Others of the source's domain keep the part before the @ where this mailbox did; people of other domains keep
 * their addresses.
 */
export function createPeopleMap(
  own: { source: string; destination: string },
  known: ReadonlyMap<string, string>,
): PeopleMap {
  const [sourceName, sourceDomain] = partsOf(own.source);
  const [destinationName, destinationDomain] = partsOf(own.destination);
  return (address) => {
    const lower = address.toLowerCase();
    const found = known.get(lower);
    if (found !== undefined) return found;
    if (lower === own.source.toLowerCase()) return own.destination;
    const [name, domain] = partsOf(address);
    if (domain !== sourceDomain || domain === destinationDomain) return address;
    // Where names changed with the domain, the same name over there may be another person.
    return sourceName === destinationName ? `${name}@${destinationDomain}` : undefined;
  };
}

function partsOf(address: string): [name: string, domain: string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at).toLowerCase(), address.slice(at + 1).toLowerCase()];
}
