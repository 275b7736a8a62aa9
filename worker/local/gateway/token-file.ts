import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { StartError } from '../start-error.ts';

const LEAST_CHARACTERS = 32;

/** A new token: 32 random bytes, base64url. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The token in a file. Creates a missing file, readable by its owner only. Throws StartError for an unusable one. */
export function readTokenFile(file: string): { token: string; isNew: boolean } {
  const token = newToken();
  try {
    writeFileSync(file, token, { mode: 0o600, flag: 'wx' });
    return { token, isNew: true };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new StartError(`The token file ${file} cannot be created: ${message}`);
  }
  const known = readFileSync(file, 'utf8').trim();
  if (known.length < LEAST_CHARACTERS)
    throw new StartError(
      `The token in ${file} is shorter than ${LEAST_CHARACTERS} characters, so someone could guess it.\n` +
        'Delete the file. The next start creates one with a new token.',
    );
  return { token: known, isNew: false };
}
