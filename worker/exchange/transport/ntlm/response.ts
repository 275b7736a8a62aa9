import { concat } from '../../xml/bytes.ts';
import type { Account } from './account.ts';
import { hmacMd5, md4, utf16 } from './digests.ts';

/** The key that stands for a password (NTOWFv2, MS-NLMP 3.3.2); the domain's case counts, the user's does not. */
export function responseKey({ user, domain }: Account, password: string): Uint8Array {
  return hmacMd5(md4(utf16(password)), utf16(user.toUpperCase() + domain));
}

/** Windows' time of an instant in ms: 100 ns since 1601, 8 bytes. */
export function fileTime(ms: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, (BigInt(Math.trunc(ms)) + 11_644_473_600_000n) * 10_000n, true);
  return bytes;
}

export type ResponseInput = {
  key: Uint8Array;
  /** 8 bytes each. */
  serverChallenge: Uint8Array;
  clientChallenge: Uint8Array;
  /** `fileTime`. */
  time: Uint8Array;
  /** Pairs with their end. */
  targetInfo: Uint8Array;
};

/** The NTLMv2 answer to a challenge, and the key of the session that follows from it (MS-NLMP 3.3.2). */
export function ntResponse(input: ResponseInput): { response: Uint8Array; sessionKey: Uint8Array } {
  const { key, serverChallenge, clientChallenge, time, targetInfo } = input;
  const zeros = new Uint8Array(6);
  const temp = concat([
    new Uint8Array([1, 1]),
    zeros,
    time,
    clientChallenge,
    zeros.subarray(0, 4),
    targetInfo,
    zeros.subarray(0, 4),
  ]);
  const proof = hmacMd5(key, serverChallenge, temp);
  return { response: concat([proof, temp]), sessionKey: hmacMd5(key, proof) };
}

/** The LMv2 answer, for servers that give no timestamp (MS-NLMP 3.3.2). */
export function lmResponse({ key, serverChallenge, clientChallenge }: ResponseInput): Uint8Array {
  return concat([hmacMd5(key, serverChallenge, clientChallenge), clientChallenge]);
}
