import type { BoundTo, SealBinding } from '../../features/kernel/deps.ts';
import { fromBase64, toBase64Url, utf8 } from '../../lib/encoding.ts';

/** With what was sealed under it; `v1` seals said nothing of servers. */
const FORMAT = 'v2';
/** A `v1` seal to which a migration has added the server that it belonged to then, not yet proven by the seal. */
const NOTED = 'v1b';

/** A sealed value in its parts, and the text that its encryption proves besides. */
export type SealedParts = {
  keyId: string;
  /** Wrapped data key and sealed text, each with its nonce in front, base64url. */
  wrapped: string;
  text: string;
  boundTo: BoundTo;
  /** Undefined where it is proven. */
  provenText: string | undefined;
};

/** What values that are sealed under a key begin with. */
export function prefixOf(keyId: string): string {
  return `${FORMAT}.${keyId}.`;
}

/** `v2.<key id>.<where it may be sent>.<wrapped data key>.<sealed text>` */
export function joinSealed(keyId: string, boundText: string, wrapped: string, text: string): string {
  return `${prefixOf(keyId)}${boundText}.${wrapped}.${text}`;
}

export function boundTextOf({ origin, hosts }: BoundTo): string {
  return toBase64Url(utf8(JSON.stringify({ origin, hosts })));
}

/** Undefined for what no vault has sealed. */
export function splitSealed(sealed: string): SealedParts | undefined {
  const [format, ...parts] = sealed.split('.');
  if (parts.length !== 4 || parts.includes('')) return undefined;
  const [first = '', second = '', wrapped = '', text = ''] = parts;
  if (format === FORMAT) {
    const boundTo = readBound(second);
    return boundTo && { keyId: first, wrapped, text, boundTo, provenText: second };
  }
  if (format !== NOTED) return undefined;
  const boundTo = readNote(first);
  return boundTo && { keyId: second, wrapped, text, boundTo, provenText: undefined };
}

/** What an encryption of the vault is bound to. `part` keeps the data key and the text apart. */
export function additionalData(
  { table, rowId, field }: SealBinding,
  part: 'key' | 'text',
  boundText: string | undefined,
): Uint8Array<ArrayBuffer> {
  const facts = [part, table, rowId, field];
  return utf8(JSON.stringify(boundText === undefined ? ['v1', ...facts] : [FORMAT, ...facts, boundText]));
}

function readBound(text: string): BoundTo | undefined {
  try {
    return boundIn(JSON.parse(new TextDecoder().decode(fromBase64(text))));
  } catch {
    return undefined;
  }
}

/** As SQLite's hex() writes JSON: the address of the endpoint and its further hosts. */
function readNote(hex: string): BoundTo | undefined {
  try {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const { url, ...others } = JSON.parse(new TextDecoder().decode(bytes)) as { url: string };
    return boundIn({ ...others, origin: new URL(url).origin });
  } catch {
    return undefined;
  }
}

function boundIn(value: unknown): BoundTo | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { origin, hosts } = value as Record<keyof BoundTo, unknown>;
  if (typeof origin !== 'string' || !URL.canParse(origin) || !Array.isArray(hosts)) return undefined;
  return { origin, hosts: hosts.filter((host) => typeof host === 'string') };
}
