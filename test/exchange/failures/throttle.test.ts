import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleOf } from '../../sample.ts';
import { startLimiter } from '../../../worker/engine/pacing/limiter.ts';
import { type Desk, renew } from '../../../worker/engine/pacing/share.ts';
import { basicAuthenticator } from '../../../worker/exchange/transport/sign-in/plain-authenticators.ts';
import { createGate, ownAllowance } from '../../../worker/exchange/client/gate.ts';
import { sharedAllowance } from '../../../worker/exchange/client/shared-allowance.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { ThrottleOptions } from '../../sandbox/throttle/throttle.ts';
import { jumpingClock } from '../../fakes/pass-world.ts';
import { SEED, createMove, startPair } from './pair.ts';

const SHAPES = ['fault', 'rotate'] as const;
/** One after the other: enough calls that the first refusals, when several are on their way, are not all there is. */
const EACH = 16;
const SIDES = ['source', 'destination'] as const;
/** Ten requests at once; the burst is used up, and little may be owed. Each request costs 40 ms, and a second brings back
 * 250, the default of 2013. */
const DRAINED: ThrottleOptions = {
  concurrency: 10,
  syncConcurrency: 5,
  burstMs: 0,
  rechargeMsPerHour: 900_000,
  cutoffMs: 5_000,
  costMs: 40,
  costFactor: 0,
  longestDelayMs: 2,
};

let sandbox: Sandbox;
beforeAll(async () => {
  process.stdout.write(`throttle seed ${SEED}\n`);
  sandbox = await startPair(SHAPES.length * EACH + 10, { items: 20 });
});
afterAll(() => sandbox.close());

function throttle(now: () => number, options: ThrottleOptions): void {
  for (const side of SIDES) {
    sandbox[side].resetStats();
    sandbox[side].side.now = now;
    sandbox[side].side.throttle.set(options);
    sandbox[side].side.faults.clear();
  }
}

/** Of both servers together, so far. */
function refusals(): { requests: number; refused: number } {
  const counts = SIDES.map((side) => sandbox[side].stats());
  return {
    requests: counts.reduce((sum, { totalRequests }) => sum + totalRequests, 0),
    refused: counts.reduce((sum, { throttled: t }) => sum + t.budget + t.concurrency + t.syncConcurrency, 0),
  };
}

function printRefusals(name: string): void {
  for (const side of SIDES) {
    const { totalRequests, throttled } = sandbox[side].stats();
    process.stdout.write(`${name}, ${side}: ${totalRequests} requests, refused: ${JSON.stringify(throttled)}\n`);
  }
}

test.each(sampleOf(SHAPES, 4))(
  'under ten requests at once and a drained budget (%s) passes fail no item, and few requests are refused',
  async (shape) => {
    const clock = jumpingClock();
    const first = SHAPES.indexOf(shape) * EACH;
    throttle(clock.now, { ...DRAINED, shape });
    const gates = new Map(
      SIDES.map((side) => [
        side,
        createGate({ side, allowance: ownAllowance(), now: clock.now, sleep: clock.sleep, random: () => 0.5 }),
      ]),
    );
    const moves = Array.from({ length: EACH }, (_, at) => createMove(sandbox, first + at, clock));
    const shares: number[] = [];
    for (const move of moves) {
      const before = refusals();
      await move.pass('full', {}, (side) => ({
        gate: gates.get(side)!,
        authenticator: basicAuthenticator(fetch, sandbox[side].admin),
      }));
      expect(move.results.at(-1)).toMatchObject({ outcome: 'done', summary: { failed: { count: 0 } } });
      const after = refusals();
      shares.push((after.refused - before.refused) / (after.requests - before.requests));
    }
    printRefusals(`a drained budget, ${shape}`);
    expect(refusals().refused).toBeGreaterThan(0);
    // The middle of the passes: on a busy computer the jumping clock can bring the limits of one of them out of step.
    const middle = shares.toSorted((a, b) => a - b)[EACH / 2]!;
    expect(middle, `refused by pass: ${shares.map((share) => share.toFixed(3)).join(' ')}`).toBeLessThan(0.02);
    throttle(Date.now, {});
    for (const move of moves) {
      const { source, destination } = await move.lines();
      expect(destination).toEqual(source);
    }
  },
  120_000,
);

test('ten mailboxes that one account opens share what it may ask, fairly', async () => {
  throttle(Date.now, { concurrency: 10, syncConcurrency: 5 });
  // What is answered at once is never ten at once.
  for (const side of SIDES) sandbox[side].side.faults.add({ effect: { kind: 'delay', ms: 40 } });
  const desks = new Map(SIDES.map((side): [string, Desk] => [side, { limiter: startLimiter(), holders: new Map() }]));
  const closing: (() => void)[] = [];
  const doneAt = await Promise.all(
    Array.from({ length: 10 }, async (_, at) => {
      const move = createMove(sandbox, SHAPES.length * EACH + at);
      await move.pass('full', {}, (side) => {
        const allowance = sharedAllowance({
          renew: async (renewal) => renew(desks.get(side)!, move.email, renewal, Date.now()),
          now: Date.now,
          after: (ms, call) => {
            const timer = setTimeout(call, ms);
            return () => clearTimeout(timer);
          },
        });
        closing.push(allowance.close);
        const { username, password } = sandbox[side].admin;
        return {
          authenticator: basicAuthenticator(fetch, { username, password }),
          gate: createGate({ side, allowance, now: Date.now, sleep: jumpingClock().sleep, random: () => 0.5 }),
        };
      });
      expect(move.results.at(-1)).toMatchObject({ outcome: 'done', summary: { failed: { count: 0 } } });
      return Date.now();
    }),
  );
  for (const close of closing) close();
  printRefusals('ten mailboxes');
  const { requests, refused } = refusals();
  expect(refused / requests).toBeLessThan(0.02);
  // No one has to wait until the others are through.
  const spread = Math.max(...doneAt) - Math.min(...doneAt);
  process.stdout.write(`ten mailboxes: the first and the last end ${Math.round(spread)} ms apart\n`);
  throttle(Date.now, {});
}, 120_000);
