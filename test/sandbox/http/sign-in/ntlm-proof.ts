import { createHmac, timingSafeEqual } from 'node:crypto';
import md4 from 'js-md4';
import { AV, type Authenticate, fileTime, FLAG, readPairs } from './ntlm-messages.ts';

// Clocks may be apart by so much (MS-NLMP 3.1.1.1.1, MaxLifetime), in tenths of microseconds.
const MAX_LIFETIME = 36n * 3_600n * 10_000_000n;
const MIC_AT = 72;
const MIC_BYTES = 16;

const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer => {
  const digest = createHmac('md5', key);
  for (const part of parts) digest.update(part);
  return digest.digest();
};

/** NTOWFv2: what client and server know of a password. */
export const responseKey = (password: string, user: string, domain: string): Buffer =>
  hmac(
    new Uint8Array(md4.arrayBuffer(Buffer.from(password, 'utf16le'))),
    Buffer.from(user.toUpperCase() + domain, 'utf16le'),
  );

/** OpenSSL has put it away. */
export function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, at) => at);
  const swap = (a: number, b: number): void => {
    const kept = state[a] as number;
    state[a] = state[b] as number;
    state[b] = kept;
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + (state[i] as number) + (key[i % key.length] as number)) & 255;
    swap(i, j);
  }
  const out = Buffer.from(data);
  for (let at = 0, i = 0, j = 0; at < out.length; at += 1) {
    i = (i + 1) & 255;
    j = (j + (state[i] as number)) & 255;
    swap(i, j);
    out[at] = (out[at] as number) ^ (state[((state[i] as number) + (state[j] as number)) & 255] as number);
  }
  return out;
}

export type Exchange = {
  negotiate: Buffer;
  challenge: Buffer;
  /** The eight bytes inside the challenge, and the names it tells. */
  nonce: Buffer;
  info: Buffer;
  nowMs: number;
};

/** Whether the names that the client signed are those it was told: another server's answer is not taken. */
function hasOurNames(told: Buffer, signed: Map<number, Buffer>): boolean {
  const ours = readPairs(told);
  if (!ours) return false;
  return [...ours].every(([id, value]) => signed.get(id)?.equals(value) ?? false);
}

/**
 * Whether the third message proves that its sender knows the password: NTLMv2 only; with the message's integrity code
 * where it says that it has one (MS-NLMP 3.3.2 and 3.2.5.1.2). Channel bindings are looked at apart.
 */
export function isProven(password: string, message: Authenticate, exchange: Exchange): boolean {
  const { ntResponse, user, domain, flags, sessionKey, bytes } = message;
  // 24 bytes are NTLMv1, which a server of today's defaults would not let in either.
  if (ntResponse.length < 48) return false;
  const proof = ntResponse.subarray(0, 16);
  const blob = ntResponse.subarray(16);
  const key = responseKey(password, user, domain);
  if (!timingSafeEqual(hmac(key, exchange.nonce, blob), proof)) return false;
  if (blob[0] !== 1 || blob[1] !== 1) return false;
  const age = fileTime(exchange.nowMs) - blob.readBigUInt64LE(8);
  if ((age < 0n ? -age : age) > MAX_LIFETIME) return false;
  const pairs = readPairs(blob.subarray(28));
  if (!pairs || !hasOurNames(exchange.info, pairs)) return false;
  if (!((pairs.get(AV.flags)?.readUInt32LE(0) ?? 0) & 2)) return true;
  const baseKey = hmac(key, proof);
  const sessionBase = flags & FLAG.keyExchange ? rc4(baseKey, sessionKey) : baseKey;
  const bare = Buffer.from(bytes);
  bare.fill(0, MIC_AT, MIC_AT + MIC_BYTES);
  const code = hmac(sessionBase, exchange.negotiate, exchange.challenge, bare);
  return timingSafeEqual(code, bytes.subarray(MIC_AT, MIC_AT + MIC_BYTES));
}

/** The channel binding in a third message whose proof holds; undefined when there is none. */
export const bindingIn = ({ ntResponse }: Authenticate): Buffer | undefined =>
  readPairs(ntResponse.subarray(16 + 28))?.get(AV.channelBindings);
