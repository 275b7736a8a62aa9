import { parseArgs } from 'node:util';
import type { Round } from './rounds.ts';
import { crashRounds } from './rounds.ts';

/**
 * `npm run crash -- --rounds 200 --seed 1`: prints a line a round, and fails when a round does. Rounds run in groups of
 * `--beside` on one server, which share its deaths; a group replays by the seed of its first round.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    beside: { type: 'string', default: '6' },
    kills: { type: 'string', default: '4' },
  },
});
const first = Number(values.seed);
const rounds = Number(values.rounds);
const beside = Number(values.beside);
const log = (line: string) => void process.stdout.write(`${line}\n`);
let good = 0;
let killed = 0;
let faults = 0;
const startedAt = Date.now();
for (let seed = first; seed < first + rounds; seed += beside) {
  const seeds = Array.from({ length: Math.min(beside, first + rounds - seed) }, (_, index) => seed + index);
  const groupAt = Date.now();
  const ended: Round[] = await crashRounds(seeds, { kills: Number(values.kills), log }).catch((error: unknown) => {
    log(`seeds ${seed}..${seeds.at(-1)}: ${String(error)}`);
    return [];
  });
  for (const round of ended) {
    const isGood = round.problems.length === 0;
    const { kills, passes, items } = round;
    log(
      `seed ${round.seed}: ${passes} passes, ${kills} kills, ${round.faults} faults, ${round.restarts} restarts, ` +
        `${items} items (${round.kind}): ${isGood ? 'nothing lost, nothing twice' : 'FAILED'}`,
    );
    for (const problem of round.problems.slice(0, 10)) log(`  ${problem}`);
    if (isGood) good += 1;
    else log(`  replay: npm run crash -- --seed ${seed} --rounds ${seeds.length} --beside ${beside}`);
    killed += kills;
    faults += round.faults;
  }
  log(`  ${seeds.length} rounds in ${((Date.now() - groupAt) / 1000).toFixed(0)} s`);
}
const minutes = ((Date.now() - startedAt) / 60_000).toFixed(1);
log(`${good} of ${rounds} rounds without a loss or a double; ${killed} deaths, ${faults} faults, ${minutes} minutes`);
process.exit(good === rounds ? 0 : 1);
