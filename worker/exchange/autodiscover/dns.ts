/** As many hosts as are tried of those that DNS names. */
const MAX_HOSTS = 3;
const SRV = 33;

/** A query for the SRV records of a domain's autodiscover service, at a resolver that answers in JSON over https. */
export function srvQuery(resolverUrl: string, domain: string): string {
  const url = new URL(resolverUrl);
  url.searchParams.set('name', `_autodiscover._tcp.${domain}`);
  url.searchParams.set('type', 'SRV');
  return url.href;
}

/**
 * Hosts and ports of an answer, by priority, then weight (RFC 2782; heavier first, without chance).
 * https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/
 */
export function readSrv(text: string): { host: string; port: number }[] {
  let answer: unknown;
  try {
    ({ Answer: answer } = JSON.parse(text) as { Answer?: unknown });
  } catch {
    return [];
  }
  const records = (Array.isArray(answer) ? answer : []) as { type?: unknown; data?: unknown }[];
  return records
    .filter(({ type, data }) => type === SRV && typeof data === 'string')
    .map(({ data }) => (data as string).trim().split(/\s+/))
    .filter((parts) => parts.length === 4 && parts.slice(0, 3).every((part) => /^\d{1,5}$/.test(part)))
    .map(([priority, weight, port, target = '']) => ({
      priority: Number(priority),
      weight: Number(weight),
      port: Number(port),
      host: target.replace(/\.$/, '').toLowerCase(),
    }))
    .filter(({ host, port }) => /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(host) && port > 0 && port < 65_536)
    .sort((a, b) => a.priority - b.priority || b.weight - a.weight)
    .slice(0, MAX_HOSTS)
    .map(({ host, port }) => ({ host, port }));
}
