import type { Sandbox } from '../../sandbox/sandbox.ts';
import { allCells, nameOf, shareOf, type Cell } from './cells.ts';
import { runCell, startScenario } from './run-cell.ts';
import { wrongWith } from './verdict.ts';

/**
 * `npm run matrix`: runs every cell and prints how many there are, and what is wrong with which. With words behind it,
 * those cells alone whose names have them all; with `MATRIX_PARTS`, one of so many shares.
 */
const words = process.argv.slice(2);
const seed = Number(process.env['MATRIX_SEED'] ?? 7);
const parts = Number(process.env['MATRIX_PARTS'] ?? 1);
const all = allCells();
const cells = shareOf(all, seed, parts).filter((cell) => words.every((word) => nameOf(cell).includes(word)));
const say = (line: string) => void process.stdout.write(`${line}\n`);
say(`${cells.length} of ${all.length} cells, seed ${seed}`);

const A_TIME = 40;
const startedAt = performance.now();
let wrongCells = 0;
for (const [, own] of Map.groupBy(cells, ({ scenario }) => scenario)) wrongCells += await runAll(own);
const seconds = Math.round((performance.now() - startedAt) / 1000);
say(`${cells.length - wrongCells} of ${cells.length} cells as expected, in ${seconds} s`);
process.exit(wrongCells === 0 ? 0 : 1);

/** Some mailboxes a sandbox: its stores stay small. */
async function runAll(own: readonly Cell[]): Promise<number> {
  let count = 0;
  for (let at = 0; at < own.length; at += A_TIME) {
    const some = own.slice(at, at + A_TIME);
    const sandbox = await startScenario((some[0] as Cell).scenario, some.length);
    count += await runSome(sandbox, some);
    await sandbox.close();
  }
  return count;
}

async function runSome(sandbox: Sandbox, some: readonly Cell[]): Promise<number> {
  let count = 0;
  for (const [at, cell] of some.entries()) {
    const wrong = wrongWith(cell, await runCell(sandbox, at, cell));
    if (wrong.length === 0) continue;
    count += 1;
    say(`${nameOf(cell)}\n  ${wrong.join('\n  ')}`);
  }
  return count;
}
