import { describe, expect, it } from 'vitest';
import { createBudget } from '../../worker/engine/pacing/budget.ts';
import type { Fault } from '../../worker/engine/model/fault.ts';
import type { Limiter } from '../../worker/engine/pacing/limiter.ts';
import { startLimiter, observe } from '../../worker/engine/pacing/limiter.ts';
import type { Desk } from '../../worker/engine/pacing/share.ts';
import { SHARE_MS, renew } from '../../worker/engine/pacing/share.ts';
import { addItem, createMemoryMailbox, memoryDestination } from '../fakes/memory-mailbox.ts';
import { createRandom } from '../fakes/prng.ts';
import { createWorld, runPass } from '../fakes/slice-world.ts';

const busy = (retryAfterMs?: number): Fault => ({
  kind: 'busy',
  scope: 'batch',
  code: 'ErrorServerBusy',
  message: '',
  ...(retryAfterMs && { retryAfterMs }),
});
const observed = (limiter: Limiter, fault: Fault, now: number) =>
  observe(limiter, { type: 'fault', lane: 'all', fault, since: now, now, jitter: 0 });
const answers = (limiter: Limiter, count: number) => observe(limiter, { type: 'answers', count, isFull: true });

describe('what an account may ask at once', () => {
  it('grows while the server takes it, and stays below what a refusal names', () => {
    let limiter = answers(startLimiter(), 40);
    expect(limiter.caps.all).toBe(13);
    const refused: Fault = { ...busy(), kind: 'too-many-connections', limit: { lane: 'all', value: 10 } };
    limiter = answers(observed(limiter, refused, 0), 100_000);
    expect(limiter.caps.all).toBe(9);
  });

  it('has a separate limit for calls that list changes', () => {
    const refused: Fault = { ...busy(), kind: 'too-many-connections', limit: { lane: 'sync', value: 3 } };
    expect(observed(startLimiter(), refused, 0).caps).toEqual({ all: 8, sync: 2 });
  });

  it('is zero for as long as the server says, and simultaneous refusals count once', () => {
    const once = observed(answers(startLimiter(), 1000), busy(60_000), 1000);
    expect(once.notBeforeAt).toBeGreaterThanOrEqual(61_000);
    expect(observed(once, busy(60_000), 1200)).toEqual(once);
    const late = { type: 'fault', lane: 'all', fault: busy(60_000), since: 900, now: 70_000, jitter: 0 } as const;
    expect(observe(once, late)).toEqual(once);
  });

  it('rests no longer than the server asks, at a refusal that stands alone', () => {
    const once = observed(answers(startLimiter(), 1000), busy(1000), 5000);
    expect([once.notBeforeAt, once.caps.all]).toEqual([6000, 1]);
    // The first answer proves that the server is there; what was halved is reached within a few.
    expect(answers(once, 60).caps.all).toBe(50);
    const later = observed(answers(once, 2000), busy(1000), 50_000);
    expect(later.notBeforeAt).toBe(51_000);
  });

  it('rests longer if a refusal comes back soon, and shorter if it does not', () => {
    const first = observed(answers(startLimiter(), 1000), busy(1000), 0);
    const second = observed(answers(first, 10), busy(1000), first.notBeforeAt);
    expect(second.restMs).toBeGreaterThan(first.restMs);
    const third = observed(answers(second, 4000), busy(1000), second.notBeforeAt);
    expect(third.restMs).toBeLessThan(second.restMs);
  });

  it.each([['with its time', true] as const, ['without a time', false] as const])(
    'is refused few calls by a spent budget that says so %s',
    (_, isNamed) => {
      const { refused } = askBudget(3000, isNamed);
      expect(refused / 3000).toBeLessThan(0.02);
    },
  );

  it('loses little time to a server that refuses a call now and then for no reason', () => {
    const random = createRandom(7);
    let limiter = startLimiter();
    let now = 0;
    let waitedMs = 0;
    let refused = 0;
    for (let call = 0; call < 20_000; call++) {
      now += 100;
      if (random() > 0.01) {
        limiter = answers(limiter, 1);
        continue;
      }
      limiter = observed(limiter, busy(call % 2 ? 1000 : undefined), now);
      waitedMs += limiter.notBeforeAt - now;
      now = limiter.notBeforeAt;
      refused += 1;
    }
    expect(waitedMs / refused).toBeLessThan(20_000);
  });
});

/** A budget of 25 ms a second, of which a call costs 40, asked one call after the other. */
function askBudget(calls: number, isNamed: boolean): { refused: number } {
  let limiter = startLimiter();
  let balance = 0;
  let now = 0;
  let refused = 0;
  for (let call = 0; call < calls; call++) {
    const from = Math.max(now + 50, limiter.notBeforeAt);
    balance = Math.min(0, balance + (from - now) * 0.025);
    now = from;
    if (balance < -8000) {
      refused += 1;
      limiter = observed(limiter, busy(isNamed ? Math.ceil((-8000 - balance) / 0.025) + 1 : undefined), now);
    } else {
      balance -= 40;
      limiter = answers(limiter, 1);
    }
  }
  return { refused };
}

describe('slices that share an account', () => {
  const wants = (count: number) => ({ inUse: { all: 0, sync: 0 }, wanted: { all: count, sync: 0 }, observations: [] });
  const desk = (all: number): Desk => ({
    limiter: { ...startLimiter(), caps: { all, sync: 4 } },
    holders: new Map(),
  });

  it('get equal parts, share what one leaves, and never exceed the total', () => {
    const shared = desk(10);
    const ask = (now: number) =>
      ['a', 'b', 'c'].map((id) => renew(shared, id, wants(id === 'c' ? 1 : 9), now).caps.all);
    ask(0);
    ask(100);
    const parts = ask(200);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(10);
    expect(parts[2]).toBe(1);
    expect(Math.abs(parts[0]! - parts[1]!)).toBeLessThanOrEqual(1);
  });

  it('take turns where there are more of them than calls', () => {
    const shared = desk(2);
    const had = new Map<string, number>();
    for (let now = 0; now < 60_000; now += 200) {
      let sum = 0;
      for (const id of ['a', 'b', 'c', 'd', 'e']) {
        const { all } = renew(shared, id, wants(4), now).caps;
        had.set(id, (had.get(id) ?? 0) + all);
        sum += all;
      }
      expect(sum).toBeLessThanOrEqual(2);
    }
    const parts = [...had.values()];
    expect(Math.min(...parts)).toBeGreaterThan(0.6 * Math.max(...parts));
  });

  it('lose their part when they stop reporting', () => {
    const shared = desk(4);
    expect(renew(shared, 'a', wants(4), 0).caps.all).toBe(4);
    expect(renew(shared, 'b', wants(4), 100).caps.all).toBe(0);
    expect(renew(shared, 'b', wants(4), SHARE_MS + 1).caps.all).toBe(4);
  });
});

describe('an item beyond the request limit of the destination', () => {
  it('is listed without an attempt, and the rest is copied; a retry attempts it', async () => {
    const source = createMemoryMailbox('source', ['Inbox']);
    const destination = createMemoryMailbox('destination', ['Inbox']);
    const world = createWorld(source, destination);
    addItem(source, 'source-Inbox', { subject: 'large', sizeBytes: 30_000_000 }, 'large');
    addItem(source, 'source-Inbox', { subject: 'small' }, 'small');
    const limited = {
      ...memoryDestination(destination),
      abilities: async () => ({ version: 'old', methods: ['transfer' as const], maxRequestBytes: 35_000_000 }),
    };
    expect(await runPass(world, { destination: limited })).toMatchObject({
      outcome: 'done',
      summary: { failed: { count: 1 } },
    });
    expect(world.destination.items.size).toBe(1);
    const retried = await runPass(world, { destination: limited, order: { id: 'again', type: 'retry-errors' } });
    expect(retried).toMatchObject({ outcome: 'done', summary: { failed: { count: 0 } } });
    world.ledger.close();
  });
});

it('only one of the largest items fits at a time', async () => {
  const memory = createBudget(48_000_000);
  const { signal } = new AbortController();
  const first = await memory.acquire(25_000_000, signal);
  const small = await memory.acquire(4_000_000, signal);
  let isIn = false;
  const second = memory.acquire(25_000_000, signal).then((release) => {
    isIn = true;
    return release;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isIn).toBe(false);
  first();
  (await second)();
  small();
});
