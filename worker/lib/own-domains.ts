/**
 * Whether an address is outside the mail domains that an endpoint lists. False where it lists none. Subdomains are domains
 * of their own: each that moves has to be listed.
 */
export function isOutsideDomains(domains: readonly string[], address: string): boolean {
  if (domains.length === 0) return false;
  const own = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return !domains.some((domain) => domain.toLowerCase() === own);
}
