/** Where a user-given web address may lead. Everything here is by text alone; no name is looked up. */
export type AddressPolicy = {
  /** Plain http, loopback and private networks too: for the sandbox, and for servers in one's own house. */
  allowPrivate: boolean;
  /** Additional ports that https may use. */
  ports?: readonly number[];
};

/** Names that never belong to a public server (RFC 6761, RFC 6762, RFC 8375, and what routers hand out). */
const PRIVATE_SUFFIXES = [
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
  'onion',
];

function ipv4Parts(host: string): number[] | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return undefined;
  return host.split('.').map(Number);
}

/** True for IPv4 addresses outside the public unicast space (IANA special-purpose registry). */
function isPrivateIpv4(parts: readonly number[]): boolean {
  const [a = 0, b = 0, c = 0] = parts;
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true;
  if (a === 100 && b >= 64 && b < 128) return true;
  if (a === 169 && b === 254) return true;
  if (a === 172 && b >= 16 && b < 32) return true;
  if (a === 192 && b === 168) return true;
  if (a === 192 && b === 0 && (c === 0 || c === 2)) return true;
  if (a === 192 && b === 88 && c === 99) return true;
  if (a === 198 && (b === 18 || b === 19)) return true;
  if (a === 198 && b === 51 && c === 100) return true;
  return a === 203 && b === 0 && c === 113;
}

/** The eight groups of an IPv6 literal as the URL parser writes it (compressed hexadecimal, no dotted tail). */
function ipv6Groups(literal: string): number[] {
  const [head = '', tail] = literal.split('::');
  const groupsOf = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const left = groupsOf(head);
  if (tail === undefined) return left;
  const right = groupsOf(tail);
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}

/** True unless the address is global unicast (2000::/3) and wraps no private IPv4 address. */
function isPrivateIpv6(literal: string): boolean {
  const groups = ipv6Groups(literal);
  const [first = 0, second = 0] = groups;
  const ipv4At = (index: number): number[] => {
    const high = groups[index] ?? 0;
    const low = groups[index + 1] ?? 0;
    return [high >> 8, high & 255, low >> 8, low & 255];
  };
  // 64:ff9b::/96 carries an IPv4 address to the other side of a NAT64.
  if (first === 0x64 && second === 0xff9b) return isPrivateIpv4(ipv4At(6));
  if (first < 0x2000 || first > 0x3fff) return true;
  // 2002::/16 is 6to4, 2001::/32 Teredo, 2001:db8::/32 documentation.
  if (first === 0x2002) return isPrivateIpv4(ipv4At(1));
  return first === 0x2001 && (second === 0 || second === 0xdb8);
}

/**
 * True when a host can only be a private or local one: literals of special ranges, names without a dot, and names
 * under private top-level names. `host` is as `URL.hostname` gives it, which already folds `0x7f.1`, `2130706433`
 * and the like to dotted decimals.
 */
export function isPrivateHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name.startsWith('[')) return isPrivateIpv6(name.slice(1, -1));
  const parts = ipv4Parts(name);
  if (parts) return isPrivateIpv4(parts);
  if (!name.includes('.')) return true;
  return PRIVATE_SUFFIXES.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
}

/** Whether an IP address, as resolvers write it, is outside the public Internet, or none. */
export function isPrivateAddress(address: string): boolean {
  const literal = address.includes(':') ? `[${address}]` : address;
  // One with a zone, `fe80::1%eth0`, does not parse; it is link-local.
  if (!URL.canParse(`http://${literal}`)) return true;
  const { hostname } = new URL(`http://${literal}`);
  return !isAddress(hostname) || isPrivateHost(hostname);
}

/** Whether a host, as URL.hostname gives it, is an IP address. */
export function isAddress(host: string): boolean {
  return host.startsWith('[') || ipv4Parts(host) !== undefined;
}

/** True for this computer's own addresses and name. `host` as URL.hostname gives it. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Why a policy forbids an address, or undefined where it allows it. */
export function refusalOf(
  url: URL,
  policy: AddressPolicy,
): 'not-https' | 'private-host' | 'not-http' | 'port' | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'not-http';
  if (policy.allowPrivate) return undefined;
  if (url.protocol !== 'https:') return 'not-https';
  if (isPrivateHost(url.hostname)) return 'private-host';
  // Other services of a host are out of bounds: a web server on another port must be named in the settings.
  return url.port === '' || policy.ports?.includes(Number(url.port)) ? undefined : 'port';
}

const EXCHANGE_ONLINE =
  /(^|\.)(office365\.com|office\.com|office365\.us|outlook\.com|outlook\.office\.de|partner\.outlook\.cn|apps\.mil)$/i;

/** True for the hosts of Exchange Online and Outlook.com, in all of Microsoft's clouds. */
export function isExchangeOnlineHost(host: string): boolean {
  return EXCHANGE_ONLINE.test(host.replace(/\.$/, ''));
}

/** A host as sockets take it: an IPv6 address without its brackets. */
export function bareHost(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

/** The port of an http or https address, also where it is the usual one. */
export function portOf({ protocol, port }: URL): number {
  return Number(port || (protocol === 'https:' ? 443 : 80));
}
