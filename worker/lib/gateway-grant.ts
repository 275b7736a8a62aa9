import { fromBase64, toBase64Url, utf8 } from './encoding.ts';

/** Which TLS the gateway may speak; certificates are checked in full with each. */
export const TLS_MODES = ['modern', 'old', 'any'] as const;
/**
 * `modern`: TLS 1.2 and newer. `old`: TLS 1.0 and 1.1 too, old ciphers, renegotiation without RFC 5746. `any`: modern
 * first, then old.
 */
export type TlsMode = (typeof TLS_MODES)[number];

/** One connection that the gateway may open. */
export type Dial = {
  /** A name or an address, an IPv6 one without brackets. */
  host: string;
  port: number;
  /** The grant is good until then; milliseconds since 1970. */
  until: number;
  /** With TLS. */
  isSecure: boolean;
  tls: TlsMode;
  /** SHA-256 of the one certificate to trust despite its faults; lower-case hex. */
  trusted?: string;
  /** Private addresses are allowed, and with them plain http. */
  allowPrivate?: boolean;
};

/** Grants are short; longer texts are rejected. */
const MOST_CHARACTERS = 4_096;
const HEX_SHA256 = /^[0-9a-f]{64}$/;

/** Signs the permission for one connection. Only who has the token can make it; the token itself never travels. */
export async function signGrant(token: string, dial: Dial): Promise<string> {
  const text = toBase64Url(utf8(JSON.stringify(dial)));
  const signature = await crypto.subtle.sign('HMAC', await keyOf(token, 'sign'), utf8(text));
  return `${text}.${toBase64Url(new Uint8Array(signature))}`;
}

/** What a grant permits; undefined where it is forged, damaged or over. `now` in milliseconds since 1970. */
export async function readGrant(token: string, grant: string, now: number): Promise<Dial | undefined> {
  if (token === '' || grant.length > MOST_CHARACTERS) return undefined;
  const [text = '', signature = '', ...more] = grant.split('.');
  if (more.length > 0) return undefined;
  try {
    const key = await keyOf(token, 'verify');
    if (!(await crypto.subtle.verify('HMAC', key, fromBase64(signature), utf8(text)))) return undefined;
    const dial: unknown = JSON.parse(new TextDecoder().decode(fromBase64(text)));
    return isDial(dial) && now < dial.until ? dial : undefined;
  } catch {
    // No base64, or no JSON.
    return undefined;
  }
}

function keyOf(token: string, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', utf8(token), { name: 'HMAC', hash: 'SHA-256' }, false, [usage]);
}

function isDial(value: unknown): value is Dial {
  if (typeof value !== 'object' || value === null) return false;
  const { host, port, until, isSecure, tls, trusted, allowPrivate } = value as Record<keyof Dial, unknown>;
  return (
    typeof host === 'string' &&
    host !== '' &&
    typeof port === 'number' &&
    Number.isInteger(port) &&
    port >= 1 &&
    port <= 65_535 &&
    typeof until === 'number' &&
    typeof isSecure === 'boolean' &&
    TLS_MODES.some((mode) => mode === tls) &&
    (trusted === undefined || (typeof trusted === 'string' && HEX_SHA256.test(trusted))) &&
    (allowPrivate === undefined || typeof allowPrivate === 'boolean')
  );
}
