import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.ts';
import { readJsonFile, writeWholeFile } from './whole-file.ts';

export type Secrets = { BETTER_AUTH_SECRET: string; VAULT_KEY: string };

/**
 * The secrets of this computer's Mailferry; made at its first start, readable by their owner only. Throws StartError
 * where the file is there and damaged: new ones would not open what the old ones sealed.
 */
export function readSecrets(stateDir: string): Secrets {
  const file = join(stateDir, 'secrets.json');
  if (!existsSync(file))
    writeWholeFile(file, {
      BETTER_AUTH_SECRET: randomBytes(32).toString('base64'),
      VAULT_KEY: randomBytes(32).toString('base64'),
    } satisfies Secrets);
  const secrets = readJsonFile(file) as Secrets | undefined;
  if (!secrets?.VAULT_KEY)
    throw new StartError(
      `${file} is damaged. It has the key that passwords are sealed with: put it back from a backup. Or delete it; then ` +
        'everyone signs in again, and the passwords of endpoints and mailboxes have to be entered again.',
    );
  return secrets;
}
