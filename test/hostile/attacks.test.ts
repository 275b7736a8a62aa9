import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attacksTable } from './attacks-table.ts';
import { ATTACKS } from './attacks.ts';
import { takeAway } from './without.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

test.each(ATTACKS)('the defence against “$attack” is where the list says, and its test is there', (each) => {
  expect(takeAway(read(each.without.file), each.without)).not.toBe(read(each.without.file));
  // The names of what is measured are made of two parts.
  const text = read(each.file) + (each.file.includes('growth') ? read('test/hostile/scanners.ts') : '');
  for (const part of each.test.split(': ')) expect(text).toContain(part);
});

test('the README lists every attack', () => {
  expect(read('test/hostile/README.md')).toContain(attacksTable());
});
