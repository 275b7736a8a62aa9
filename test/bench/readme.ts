import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const README = fileURLToPath(new URL('README.md', import.meta.url));
const [BEGIN, END] = ['<!-- bench -->', '<!-- end of bench -->'];

/** Puts the tables into the README, between the marks. Throws when they are not there. */
export function writeReadme(text: string): void {
  const readme = readFileSync(README, 'utf8');
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new Error('The README has no place for the tables.');
  writeFileSync(README, `${readme.slice(0, from + BEGIN.length)}\n\n${text.trim()}\n\n${readme.slice(to)}`);
}
