import { expect, test } from 'vitest';
import { makePathsTable, readPathsTable } from './pairs/methods-table.ts';

test('the README tells what each path carries, as it is', async () => {
  const table = await makePathsTable();
  // Formatting aligns the columns; what they say counts.
  const plain = (text: string) => text.replaceAll(/-{3,}/g, '---').replaceAll(/[ \t]+/g, ' ');
  expect(plain(readPathsTable()), 'npm exec -c "node test/exchange/pairs/paths-table.ts" writes it').toBe(plain(table));
  expect(table.match(/\| whole \|/g)?.length).toBeGreaterThan(5);
}, 300_000);
