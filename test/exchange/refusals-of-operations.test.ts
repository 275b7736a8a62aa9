import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SAMPLE_SIZE, sampleOf } from '../sample.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { isRefusal, nameOf, ROWS, runCell, startRow, wrongWith, type Cell } from './refusals/matrix.ts';
import { WAYS, type Way } from './refusals/ways.ts';

/**
 * Of the matrix every row and every way, each with some of the other; all cells with REFUSALS=all. A small sample has
 * every other row, each either for a time or for good.
 */
const isWhole = process.env['REFUSALS'] === 'all';
const EVERY = 14;
const lastings = (index: number): boolean[] =>
  isWhole || SAMPLE_SIZE === 'full' ? [true, false] : [(index + Math.floor(index / EVERY)) % 2 === 0];
const ways = Object.keys(WAYS) as Way[];

const rows = ROWS.map((row, index) => ({ ...row, index }));

describe.each(isWhole ? rows : sampleOf(rows, 4))('$side $operation ($scenario)', ({ index, ...row }) => {
  const cells = ways
    .filter((_, at) => isWhole || (at + index) % EVERY === 0)
    .flatMap((way): Cell[] => lastings(index).map((lasts) => ({ ...row, way, lasts })))
    .filter((cell) => isRefusal(cell, cell.way));
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startRow(row.scenario, cells.length);
  });
  afterAll(() => sandbox.close());

  test.each(cells.map((cell, at) => ({ name: nameOf(cell), cell, at })))(
    '$name',
    async ({ cell, at }) => {
      expect(wrongWith(cell, await runCell(sandbox, at, cell))).toEqual([]);
    },
    60_000,
  );
});
