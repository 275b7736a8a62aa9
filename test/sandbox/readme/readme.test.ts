import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OPERATIONS } from '../operations/registry.ts';
import { PROVENANCE } from '../operations/sources.ts';
import { withTables } from './readme-tables.ts';

test('every operation says what it is held against', () => {
  const names = [...OPERATIONS.values()].map(({ name }) => name);
  expect(Object.keys(PROVENANCE).toSorted()).toEqual(names.toSorted());
});

test("the README's tables are those of the registry and the profiles (else: write-readme.ts)", () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain('<!-- operations -->');
  expect(readme).toContain('<!-- versions -->');
  expect(withTables(readme)).toBe(readme);
});
