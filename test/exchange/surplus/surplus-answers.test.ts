import { expect, test } from 'vitest';
import { socketFetch } from '../../../worker/exchange/transport/socket-fetch.ts';
import { netSockets } from '../../fakes/net-socket.ts';
import { createRandom } from '../../fakes/prng.ts';
import type { ProfileName } from '../../sandbox/profiles/profile.ts';
import { createMover, EMAILS, fill, placesIn, startTwo, strayFiles } from './two-mailboxes.ts';

const SEEDS = Number(process.env['SURPLUS_SEEDS'] ?? 2);
const FIRST = Number(process.env['SURPLUS_SEED'] ?? 1);

const DELAYS_MS = [0, 1, 5, 20];
const PAIRS: [ProfileName, ProfileName][] = [
  ['Grommunio', 'Exchange2019'],
  ['Exchange2016', 'Grommunio'],
];
const RUNS = Array.from({ length: SEEDS }, (_, at) => FIRST + at).flatMap((seed) =>
  PAIRS.map(([from, to]) => [seed, from, to] as const),
);

test.each(RUNS)(
  'seed %i, %s to %s: an answer that nobody asked for moves no item, whatever operation it follows upon',
  async (seed, from, to) => {
    const random = createRandom(seed);
    const sandbox = await startTwo(from, to);
    const odd = from === 'Grommunio' ? sandbox.source : sandbox.destination;
    const { faults } = odd.side;
    odd.side.surplusDelayMs = DELAYS_MS[(seed - 1) % DELAYS_MS.length]!;
    odd.setNetwork({ roundTripMs: Math.floor(random() * 4) });
    // Two connections for two mailboxes: what is left on one meets the other's request.
    const pool = () => socketFetch({ open: netSockets().open, now: Date.now, maxConnections: 2 });
    const through = { source: pool(), destination: pool() };
    const movers = EMAILS.map((email) => createMover(sandbox, email, through));
    for (let round = 0; round < 2; round += 1) {
      if (round > 0) for (const email of EMAILS) fill(sandbox.source.store, email, round);
      faults.clear();
      faults.add({
        chance: 0.12,
        seed: seed * 10 + round,
        times: 25,
        effect: { kind: 'soap-fault', code: 'ErrorInternalServerError' },
      });
      const ends = await Promise.all(movers.map(({ run }) => run()));
      expect(ends.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    }
    faults.clear();
    // An item may have failed by chance as often as it was tried.
    for (const mover of movers) await mover.run('retry-errors');
    for (const mover of movers) await mover.run();
    // One that takes its time may find its connection closed.
    if (odd.side.surplusDelayMs === 0) expect(odd.stats().surplusAnswers).toBeGreaterThan(0);
    for (const mover of movers) expect(await mover.listed()).toEqual([]);
    expect(placesIn(sandbox.destination.store)).toEqual(placesIn(sandbox.source.store));
    expect(strayFiles(sandbox.destination.store)).toEqual([]);
    for (const mover of movers) mover.close();
    through.source.close();
    through.destination.close();
    await sandbox.close();
  },
  Math.max(60_000, 10_000 * SEEDS),
);
