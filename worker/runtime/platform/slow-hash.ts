import { scrypt } from 'node:crypto';
import { toBase64Url } from '../../lib/encoding.ts';

const BYTES = 32;
/** As hard as the hashes that better-auth makes of passwords. */
const COST = { N: 16_384, r: 16, p: 1 };
const MEMORY_BYTES = 128 * COST.N * COST.r * 2;

/** scrypt of a secret, base64url: the same for the same salt, and slow to compute. */
export function slowHash(salt: string, secret: string): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize('NFKC'), salt, BYTES, { ...COST, maxmem: MEMORY_BYTES }, (error, key) => {
      if (error) reject(error);
      else resolve(toBase64Url(key));
    });
  });
}
