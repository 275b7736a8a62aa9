import { parseArgs } from 'node:util';
import { prepareRun } from '../e2e/prepared.ts';
import type { Round } from './round.ts';
import { crashRounds } from './rounds.ts';

/**
 * `npm run crash -- --rounds 200 --seed 1`: prints a line a round, and fails when a round does. `--beside` of them run
 * at one time, on a server that dies about `--kills` times while they do; after `--group` rounds comes a new server.
 * `--gateway` kills the gateway instead, through which the server then reaches the sandbox over https. `--verbose` tells of
 * every pass and every death.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    beside: { type: 'string', default: '8' },
    kills: { type: 'string', default: '4' },
    group: { type: 'string', default: '40' },
    gateway: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const first = Number(values.seed);
const rounds = Number(values.rounds);
const beside = Number(values.beside);
const kills = Number(values.kills);
const victim = values.gateway ? 'gateway' : 'server';
const log = (line: string) => void process.stdout.write(`${line}\n`);
const startedAt = Date.now();
const minutes = () => ((Date.now() - startedAt) / 60_000).toFixed(1);
const ended = new Map<number, Round>();

function onRound(round: Round): void {
  ended.set(round.seed, round);
  const { seed, passes, faults, restarts, items, requests, seconds, kind, problems } = round;
  const verdict = problems.length === 0 ? 'nothing lost, nothing twice' : 'FAILED';
  log(
    `seed ${seed}: ${passes} passes, ${round.kills} kills, ${faults} faults, ${restarts} restarts, ${items} items, ` +
      `${requests} requests, ${seconds} s (${kind}): ${verdict}`,
  );
  for (const problem of problems.slice(0, 10)) log(`  ${problem}`);
  if (problems.length > 0) log(`  ${replayOf(seed)}`);
}

function replayOf(seed: number): string {
  return `replay: npm run crash -- --seed ${seed} --rounds 1 --kills ${kills}${values.gateway ? ' --gateway' : ''}`;
}

const endRun = prepareRun();
let deaths = 0;
for (let seed = first; seed < first + rounds; seed += Number(values.group)) {
  const length = Math.min(Number(values.group), first + rounds - seed);
  const seeds = Array.from({ length }, (_, index) => seed + index);
  try {
    deaths += (
      await crashRounds(seeds, {
        victim,
        beside: Math.min(beside, length),
        kills,
        onRound,
        ...(values.verbose && { log }),
      })
    ).deaths;
  } catch (error) {
    // The server itself is lost, and the rounds that ran on it; the next group has another.
    log(`seeds ${seed}..${seeds.at(-1)}: ${String(error)}${error instanceof Error ? ` ${String(error.cause)}` : ''}`);
  }
  log(`  ${ended.size} rounds in ${minutes()} minutes`);
}
endRun();
const failed = Array.from({ length: rounds }, (_, index) => first + index).filter(
  (seed) => ended.get(seed)?.problems.length !== 0,
);
for (const seed of failed) log(`failed: seed ${seed}; ${replayOf(seed)}`);
const faults = [...ended.values()].reduce((sum, round) => sum + round.faults, 0);
const fewest = Math.min(...[...ended.values()].map((round) => round.kills));
log(
  `${rounds - failed.length} of ${rounds} rounds without a loss or a double; ${deaths} deaths of the ${victim} ` +
    `(at least ${fewest} in a round), ${faults} faults, ${minutes()} minutes`,
);
process.exit(failed.length === 0 ? 0 : 1);
