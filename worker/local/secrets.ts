import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Secrets = { BETTER_AUTH_SECRET: string; VAULT_KEY: string };

/** The secrets of this computer's Mailferry; made at its first start, readable by their owner only. */
export function readSecrets(stateDir: string): Secrets {
  const file = join(stateDir, 'secrets.json');
  if (!existsSync(file)) {
    const secrets: Secrets = {
      BETTER_AUTH_SECRET: randomBytes(32).toString('base64'),
      VAULT_KEY: randomBytes(32).toString('base64'),
    };
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
}
