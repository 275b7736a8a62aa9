import { randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.ts';
import { readJsonFile, writeWholeFile } from './whole-file.ts';

/** Easy to read and type: no vowels, and neither 0 nor 1. */
const LETTERS = 'bcdfghjkmnpqrstvwxyz23456789';

/** Groups of random letters, of 4.8 bits each. */
function randomGroups(count: number): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return Array.from({ length: count }, group).join('-');
}

/** The token to enter on the set-up page; one for each state folder. */
export function readSetupToken(stateDir: string): string {
  return readOwn(stateDir, 'setup-token.json', () => randomGroups(4));
}

/** The password of the demo agent; one for each state folder, so that no page knows it. */
export function readDemoPassword(stateDir: string): string {
  return readOwn(stateDir, 'demo-password.json', () => randomGroups(4));
}

function readOwn(stateDir: string, name: string, make: () => string): string {
  const file = join(stateDir, name);
  const kept = readJsonFile(file);
  if (typeof kept === 'string' && kept !== '') return kept;
  const made = make();
  writeWholeFile(file, made);
  return made;
}

export type Secrets = { BETTER_AUTH_SECRET: string; VAULT_KEY: string };

/**
 * The secrets of this computer's Mailferry, created at its first start, readable by their owner only. Throws StartError
 * if the file is damaged: new secrets would not open what the old ones sealed.
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
      `${file} is damaged. It contains the key that encrypts stored passwords. Restore it from a backup, or delete it: then ` +
        'everyone must sign in again, and all passwords of endpoints and mailboxes must be entered again.',
    );
  return secrets;
}
