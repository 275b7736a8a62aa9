import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './readme-tables.ts';

/** Writes the tables of the sandbox's README again: `npm exec -c 'node test/sandbox/readme/write-readme.ts'`. */
const README = new URL('../README.md', import.meta.url);
writeFileSync(README, withTables(readFileSync(README, 'utf8')));
