import { describe, expect, it } from 'vitest';
import { crashRound } from './rounds.ts';

/** A sample in every test run; `npm run crash` does as many rounds as one likes. */
const ROUNDS = 2;
const SEED = Number(process.env.SEED ?? 1);

describe('the server killed with SIGKILL in mid-pass', () => {
  it.each(Array.from({ length: ROUNDS }, (_, index) => SEED + index))(
    'goes on by itself: nothing lost, nothing twice (seed %i)',
    { timeout: 180_000 },
    async (seed) => {
      const round = await crashRound(seed);
      expect(round.problems).toEqual([]);
      expect(round.items).toBeGreaterThan(500);
    },
  );
});
