import { generateKeyPair } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Whose keys there are. Servers of a length share one: certificates differ by what they say, as renewed ones do. */
export type KeyName = 'root' | 'intermediate' | 'stranger' | 'server-2048' | 'server-1024';

/** PKCS #8, PEM. Each is made when it is first asked for. */
export type Keys = (name: KeyName) => Promise<string>;

const generate = promisify(generateKeyPair);

async function newKey(name: KeyName): Promise<string> {
  const { privateKey } = await generate('rsa', { modulusLength: name === 'server-1024' ? 1024 : 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

const remembered = (make: (name: KeyName) => Promise<string>): Keys => {
  const known = new Map<KeyName, Promise<string>>();
  return (name) => {
    const key = known.get(name) ?? make(name);
    known.set(name, key);
    return key;
  };
};

/** RSA keys take a while: those without a folder serve the whole process. */
const ofThisProcess = remembered(newKey);

/** The keys in a folder, or those of this process. */
export function openKeys(folder: string | undefined): Keys {
  if (folder === undefined) return ofThisProcess;
  return remembered(async (name) => {
    const file = join(folder, `${name}.key.pem`);
    if (existsSync(file)) return readFileSync(file, 'utf8');
    const key = await newKey(name);
    writeWhole(file, key);
    return key;
  });
}

/** A file that is there whole or not at all, for its owner alone. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
