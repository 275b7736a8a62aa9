import type { Plugin } from 'vitest/config';

/** What is hashed is the same as with the real cost; `hostile/slow-hash` has that. */
const EASY = 'N: 1024';
const COST = /\bN: (?:16384|16_384)\b/;
/** Of better-auth's passwords, and of what Mailferry compares with them. */
const HASHERS = /@better-auth\/utils\/dist\/password[\w.]*\.mjs$|worker\/runtime\/platform\/slow-hash\.ts$/;

/** Makes the hashes of passwords cheap, whose real cost takes much of the time of the API's tests. */
export function easyHashes(): Plugin {
  return {
    name: 'easy-hashes',
    transform(code, id) {
      if (!HASHERS.test(id.split('?')[0]!)) return undefined;
      if (!COST.test(code)) throw new Error(`${id} does not name its cost as test/worker/easy-hashes.ts expects.`);
      return code.replace(COST, EASY);
    },
  };
}
