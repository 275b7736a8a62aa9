import type { Fetch } from './authenticator.ts';

/**
 * What servers and load balancers set so that a client comes back to the same machine: `X-BackEndCookie`,
 * `exchangecookie`, the persistence of F5, NetScaler, Kemp. In memory only, for one mailbox on one side.
 */
export type CookieJar = {
  /** The `Cookie` header of a request; undefined where there is nothing to send. */
  headerFor(url: URL): string | undefined;
  /** Takes what an answer sets; a 401 counts as any other. */
  take(url: URL, headers: Headers): void;
};

type Cookie = { origin: string; path: string; name: string; value: string; expiresAt: number | undefined };

const MAX_COOKIES = 32;
const MAX_COOKIE_BYTES = 4096;
/** IIS takes headers of 16 KB by default, all lines together. */
const MAX_TOTAL_BYTES = 8192;

/** An empty jar; `now` in ms. */
export function createCookieJar(now: () => number): CookieJar {
  /** The latest last. */
  let cookies: Cookie[] = [];
  return {
    headerFor: (url) => {
      const at = now();
      cookies = cookies.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > at);
      const sent = cookies.filter(({ origin, path }) => origin === url.origin && isWithin(url.pathname, path));
      // The closest path first (RFC 6265, 5.4).
      sent.sort((one, other) => other.path.length - one.path.length);
      return sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join('; ');
    },
    take: (url, headers) => {
      for (const line of headers.getSetCookie()) {
        const cookie = readCookie(line, url, now());
        if (cookie === undefined) continue;
        cookies = cookies.filter((each) => !isSame(each, cookie));
        if (cookie.expiresAt === undefined || cookie.expiresAt > now()) cookies.push(cookie);
        while (cookies.length > MAX_COOKIES || bytesOf(cookies) > MAX_TOTAL_BYTES) cookies.shift();
      }
    },
  };
}

/** A fetch that keeps and sends the cookies of a jar. */
export function cookieFetch(fetch: Fetch, jar: CookieJar): Fetch {
  return async (address, init) => {
    const url = new URL(address);
    const headers = new Headers(init.headers);
    const cookie = jar.headerFor(url);
    if (cookie !== undefined) headers.set('cookie', cookie);
    const response = await fetch(address, { ...init, headers });
    jar.take(url, response.headers);
    return response;
  };
}

/**
 * Parses a `Set-Cookie` line (RFC 6265, 5.2); undefined if it does not apply to this address. A cookie is returned only
 * to the host, port and scheme that set it, whatever its domain: affinity cookies need no more.
 */
function readCookie(line: string, url: URL, now: number): Cookie | undefined {
  if (line.length > MAX_COOKIE_BYTES) return undefined;
  const [pair = '', ...attributes] = line.split(';');
  const [name, value] = split(pair);
  if (value === undefined || name === '' || !isPlain(`${name}${value}`)) return undefined;
  const cookie: Cookie = { origin: url.origin, path: defaultPath(url), name, value, expiresAt: undefined };
  let maxAge: number | undefined;
  for (const attribute of attributes) {
    const [key, said = ''] = split(attribute);
    switch (key.toLowerCase()) {
      case 'path':
        cookie.path = said.startsWith('/') ? said : defaultPath(url);
        break;
      case 'secure':
        if (url.protocol !== 'https:') return undefined;
        break;
      case 'domain':
        if (!isOwnDomain(said, url.hostname)) return undefined;
        break;
      case 'expires':
        cookie.expiresAt = instantOf(said) ?? cookie.expiresAt;
        break;
      case 'max-age':
        if (said !== '' && Number.isFinite(Number(said))) maxAge = Number(said);
        break;
    }
  }
  // Max-Age counts, whichever of both comes first.
  if (maxAge !== undefined) cookie.expiresAt = maxAge <= 0 ? 0 : now + maxAge * 1000;
  return cookie;
}

/** The text before and after the first `=`; the latter is empty if there is none. */
function split(text: string): [name: string, value?: string] {
  const at = text.indexOf('=');
  return at < 0 ? [text.trim()] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/** Printable ASCII: only this survives in a header unchanged. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

function instantOf(text: string): number | undefined {
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? undefined : instant;
}

/** The folder of an address (RFC 6265, 5.1.4). */
function defaultPath({ pathname }: URL): string {
  const end = pathname.lastIndexOf('/');
  return end <= 0 ? '/' : pathname.slice(0, end);
}

/** Case does not count: to IIS it is the same path, and it sets the one of its configuration, not of the request. */
function isWithin(pathname: string, path: string): boolean {
  const here = pathname.toLowerCase();
  const there = path.toLowerCase();
  return here === there || here.startsWith(there.endsWith('/') ? there : `${there}/`);
}

function isOwnDomain(domain: string, hostname: string): boolean {
  const name = (domain.startsWith('.') ? domain.slice(1) : domain).toLowerCase();
  const host = hostname.toLowerCase();
  return name === '' || host === name || host.endsWith(`.${name}`);
}

function isSame(one: Cookie, other: Cookie): boolean {
  return one.name === other.name && one.origin === other.origin && one.path.toLowerCase() === other.path.toLowerCase();
}

function bytesOf(cookies: readonly Cookie[]): number {
  return cookies.reduce((sum, { name, value }) => sum + name.length + value.length + 3, 0);
}
