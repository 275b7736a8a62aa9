import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bySample, sampleOf } from '../../sample.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { allCells, classOf, dealOf, nameOf, roughClassOf, shareOf, type Cell, type Scenario } from './cells.ts';
import { runCell, startScenario } from './run-cell.ts';
import { wrongWith } from './verdict.ts';

/** Some of the cells, chosen by MATRIX_SEED: one of each class, or one of MATRIX_PARTS. `npm run matrix` runs all. */
const CLASS_OF = bySample({ small: roughClassOf, full: classOf });
const SEED = Number(process.env['MATRIX_SEED'] ?? 7);
const PARTS = process.env['MATRIX_PARTS'];

/** Tests of the chosen cells with these scenarios, one for each operation and scope. */
export function describeShare(...scenarios: Scenario[]): void {
  const all = allCells();
  const chosen = PARTS === undefined ? dealOf(all, SEED, CLASS_OF) : shareOf(all, SEED, Number(PARTS));
  const cells = chosen.filter((cell) => scenarios.includes(cell.scenario));
  const groups = Map.groupBy(cells, ({ scenario, side, operation, scope }) =>
    [scenario, side, operation, scope].join(' '),
  );
  // Every operation and scope, of a small sample with a quarter of its cells.
  const named = [...groups].map(([name, all]) => ({ name, own: sampleOf(all, 4) }));
  const count = named.reduce((sum, { own }) => sum + own.length, 0);
  process.stdout.write(`matrix: ${count} of ${all.length} cells (${scenarios.join(', ')}), seed ${SEED}\n`);

  describe.each(named)('$name', ({ own }) => {
    let sandbox: Sandbox;
    beforeAll(async () => {
      sandbox = await startScenario((own[0] as Cell).scenario, own.length);
    });
    afterAll(() => sandbox.close());

    test(`${own.length} cells`, async () => {
      const wrong: Record<string, string[]> = {};
      for (const [at, cell] of own.entries()) {
        const found = wrongWith(cell, await runCell(sandbox, at, cell));
        if (found.length > 0) wrong[nameOf(cell)] = found;
      }
      expect(wrong).toEqual({});
    }, 600_000);
  });
}
