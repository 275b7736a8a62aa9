import { describe, expect, it } from 'vitest';
import { bySample } from '../sample.ts';
import { crashRounds } from './rounds.ts';

/** A sample in every test run; `npm run crash -- --gateway` does as many rounds as one likes. */
const SEED = Number(process.env.SEED ?? 1);
const seeds = bySample({ small: [SEED], full: [SEED, SEED + 1] });

describe('the gateway killed with SIGKILL during a pass, with both servers behind it', () => {
  it(
    `continues automatically: nothing lost, nothing duplicated, nothing sent (seeds ${seeds.join(', ')})`,
    { timeout: 240_000 },
    async () => {
      const { rounds, deaths } = await crashRounds(seeds, { victim: 'gateway', kills: 4 });
      expect(rounds.map(({ seed, problems }) => [seed, problems])).toEqual(seeds.map((seed) => [seed, []]));
      expect(deaths).toBeGreaterThanOrEqual(2);
    },
  );
});
