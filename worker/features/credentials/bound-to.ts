import type { BoundTo } from '../kernel/deps.ts';

/** Where a secret that is given now for the server of an endpoint may be sent. */
export function boundToServer({ url, consentHosts }: { url: string; consentHosts: readonly string[] }): BoundTo {
  return { origin: new URL(url).origin, hosts: consentHosts.map((host) => host.toLowerCase()) };
}

/** Whether a secret may be sent to an address. */
export function isBoundTo({ origin, hosts }: BoundTo, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.origin === origin) return true;
  // Hosts are consented to by name; what was given for https does not go over http.
  if (url.protocol !== 'https:' && url.protocol !== new URL(origin).protocol) return false;
  return hosts.includes(url.hostname);
}

/** The hosts still allowed now: withdrawn consent ends immediately, and new consent needs the password again. */
export function withConsentOf(boundTo: BoundTo, { consentHosts }: { consentHosts: readonly string[] }): BoundTo {
  const today = consentHosts.map((host) => host.toLowerCase());
  return { ...boundTo, hosts: boundTo.hosts.filter((host) => today.includes(host)) };
}
