import { describe, expect, it } from 'vitest';
import { bySample } from '../sample.ts';
import { crashRounds } from './rounds.ts';

/**
 * A sample in every test run; `npm run crash` does as many rounds as one likes. Together these have sources with and
 * without export, every method, NTLM, a large item, changes during a pass, and every sort of mishap. The one of a small
 * run has export, NTLM, a large item and changes during a pass.
 */
const seeds = process.env.SEED ? [Number(process.env.SEED)] : bySample({ small: [21], full: [6, 21, 24] });

describe('the server killed with SIGKILL during a pass, while its peers make faults', () => {
  it(
    `continues automatically: nothing lost, nothing duplicated, nothing sent (seeds ${seeds.join(', ')})`,
    { timeout: 540_000 },
    async () => {
      const { rounds, deaths } = await crashRounds(seeds, { kills: 4 });
      expect(rounds.map(({ seed, problems }) => [seed, problems])).toEqual(seeds.map((seed) => [seed, []]));
      for (const { seed, items, faults } of rounds) expect([seed, items >= 20, faults > 0]).toEqual([seed, true, true]);
      expect(deaths).toBeGreaterThanOrEqual(2);
    },
  );
});
