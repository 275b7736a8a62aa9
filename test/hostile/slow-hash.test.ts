import { scryptSync } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { expect, test } from 'vitest';
import { slowHash } from '../../worker/runtime/platform/slow-hash.ts';

/** What a guess costs: tens of milliseconds and 32 MB. The API's own tests hash at less (worker/easy-hashes.ts). */
const COST = { N: 16_384, r: 16, p: 1, maxmem: 128 * 16_384 * 16 * 2 };

test('a stored password is hashed at the full cost', async () => {
  const [salt = '', key] = (await hashPassword('a long password')).split(':');
  expect(scryptSync('a long password', salt, 64, COST).toString('hex')).toBe(key);
});

test('so is what stands for a password among failed attempts', async () => {
  const key = await slowHash('a salt', 'a long password');
  expect(key).toBe(scryptSync('a long password', 'a salt', 32, COST).toString('base64url'));
});
