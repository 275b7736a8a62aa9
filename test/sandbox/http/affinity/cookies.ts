import { randomBytes } from 'node:crypto';

/** A cookie as it is set; `line` is the header's value. */
export type SetCookie = { name: string; value: string; line: string };

/** Load balancers that keep a client on its server by a cookie of their own. */
export const BALANCERS = ['f5', 'netscaler', 'kemp'] as const;
export type Balancer = (typeof BALANCERS)[number];

export const BACK_END = 'X-BackEndCookie';
export const SESSION = 'exchangecookie';
const NAMES: Readonly<Record<Balancer, string>> = {
  f5: 'BIGipServerpool_ews_443',
  netscaler: 'NSC_wt_fyd_fxt',
  kemp: 'kempews',
};

export const nameOf = (balancer: Balancer): string => NAMES[balancer];

const DAY_MS = 86_400_000;

/** As IIS writes it: `Sun, 08-Oct-2023 09:14:09 GMT`. */
const expiry = (ms: number): string => new Date(ms).toUTCString().replace(/(\d\d) (\w{3}) (\d{4})/, '$1-$2-$3');

/**
 * As seen in the wild: who is served, and his back end with its bits turned over, in Base64 with its own equals signs.
 * `Set-Cookie: X-BackEndCookie=S-1-5-21-…-500=u56L…gYHNz83M=; expires=…; path=/EWS; secure; HttpOnly`.
 */
export function backEndCookie(account: number, nowMs: number): SetCookie {
  const until = new Date(nowMs + DAY_MS / 2).toISOString().slice(0, 19);
  const words = Buffer.from(`Database~${randomBytes(16).toString('hex')}~~${until}`);
  const turned = Buffer.from(words.map((byte) => byte ^ 255));
  const value = `S-1-5-21-46962994-2066588249-799565096-${1000 + account}=${turned.toString('base64')}`;
  const line = `${BACK_END}=${value}; expires=${expiry(nowMs + DAY_MS * 30)}; path=/EWS; secure; HttpOnly`;
  return { name: BACK_END, value, line };
}

/** `Set-Cookie: exchangecookie=ddb8c383aef34c7694132aa679744feb; expires=…; path=/; HttpOnly`. */
export function sessionCookie(nowMs: number): SetCookie {
  const value = randomBytes(16).toString('hex');
  const line = `${SESSION}=${value}; expires=${expiry(nowMs + DAY_MS * 365)}; path=/; HttpOnly`;
  return { name: SESSION, value, line };
}

/** The persistence cookie of a load balancer; each is another server of the pool, so that it tells who got it. */
export function balancerCookie(balancer: Balancer, server: number): SetCookie {
  const name = NAMES[balancer];
  const hex = randomBytes(12).toString('hex');
  const written = {
    // F5: address and port of the server, their bytes turned around.
    f5: {
      value: `${Buffer.from([10, 1, (server >> 8) & 255, server & 255]).readUInt32LE(0)}.47873.0000`,
      rest: ' path=/; Httponly; Secure',
    },
    netscaler: { value: `ffffffff${hex}45525d5f4f58455e445a4a423660`, rest: 'path=/;secure;httponly' },
    kemp: { value: `"${hex.slice(0, 16)}"`, rest: ' path=/' },
  }[balancer];
  return { name, value: written.value, line: `${name}=${written.value};${written.rest}` };
}

/** Cookies of a request by name; a value may have equals signs of its own. */
export function readCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const each of (header ?? '').split(';')) {
    const at = each.indexOf('=');
    if (at > 0) cookies.set(each.slice(0, at).trim(), each.slice(at + 1).trim());
  }
  return cookies;
}
