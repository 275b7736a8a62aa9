import { describe, expect, it } from 'vitest';
import { crashRounds } from './rounds.ts';

/** A sample in every test run; `npm run crash` does as many rounds as one likes. */
const ROUNDS = 5;
const SEED = Number(process.env.SEED ?? 1);
const seeds = Array.from({ length: ROUNDS }, (_, index) => SEED + index);

describe('the server killed with SIGKILL during a pass, while its peers make faults', () => {
  it(
    `continues automatically: nothing lost, nothing duplicated, nothing sent (seeds ${SEED}..${seeds.at(-1)})`,
    { timeout: 540_000 },
    async () => {
      const { rounds, deaths } = await crashRounds(seeds, { kills: 4 });
      expect(rounds.map(({ seed, problems }) => [seed, problems])).toEqual(seeds.map((seed) => [seed, []]));
      for (const { seed, items, faults } of rounds) expect([seed, items >= 20, faults > 0]).toEqual([seed, true, true]);
      expect(deaths).toBeGreaterThanOrEqual(2);
    },
  );
});
