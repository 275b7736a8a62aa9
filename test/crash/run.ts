import { parseArgs } from 'node:util';
import { crashRound } from './rounds.ts';

/** `npm run crash -- --rounds 20 --seed 1`: prints a line a round, and fails when a round does. */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } },
});
const first = Number(values.seed);
const rounds = Number(values.rounds);
let failed = 0;
for (let seed = first; seed < first + rounds; seed++) {
  const startedAt = Date.now();
  const round = await crashRound(seed).catch((error: unknown) => ({
    seed,
    kills: 0,
    items: 0,
    problems: [String(error)],
  }));
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const verdict = round.problems.length === 0 ? 'nothing lost, nothing twice' : 'FAILED';
  process.stdout.write(`seed ${seed}: ${round.kills} kills, ${round.items} items, ${seconds} s: ${verdict}\n`);
  for (const problem of round.problems.slice(0, 10)) process.stdout.write(`  ${problem}\n`);
  if (round.problems.length > 0) failed += 1;
}
process.stdout.write(`${rounds - failed} of ${rounds} rounds without a loss or a double\n`);
process.exit(failed === 0 ? 0 : 1);
