import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findPhrases } from './find-phrases.ts';

/** `npm run words`: the phrases of phrases.ts in what people read. Prints each with its place, and fails on any. */
const ROOT = new URL('../..', import.meta.url).pathname;
/** The list itself, and texts that a real Exchange server writes. */
const EXEMPT: ReadonlySet<string> = new Set([
  'test/words/phrases.ts',
  'test/words/words.test.ts',
  'test/sandbox/operations/errors.ts',
]);

function textsBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .filter((name) => /\.(?:tsx?|md)$/.test(name) && !EXEMPT.has(name));
}

const files = ['README.md', ...['worker', 'app', 'test'].flatMap(textsBelow)];
const found = files.flatMap((file) =>
  findPhrases(readFileSync(join(ROOT, file), 'utf8')).map(
    ({ line, phrase, instead }) => `${file}:${line}  “${phrase}”: write “${instead}”\n`,
  ),
);
process.stdout.write(found.join('') || `No old phrase in ${files.length} files.\n`);
process.exitCode = found.length === 0 ? 0 : 1;
