import { describe, expect, it } from 'vitest';
import { callsForBatch, callsOf, createSpend, exceeds } from '../../worker/engine/pacing/spend.ts';

const NOTHING = { server: 0, ledger: 0, coordinator: 0, limiter: 0, database: 0 };
const LIMITS = { calls: 500, statements: 100 };

/** How many calls a slice makes until `isOver` says so. */
function callsUntil(isOver: (spend: ReturnType<typeof createSpend>) => boolean): number {
  const spend = createSpend(LIMITS);
  while (!isOver(spend)) spend.count('server');
  return callsOf(spend.spent());
}

describe('what a slice spends', () => {
  it('counts calls by target, and each statement of a batch; calls to the ledger stay in the invocation', () => {
    const spend = createSpend(LIMITS);
    spend.count('server');
    spend.count('ledger');
    spend.count('database', 3);
    expect(spend.spent()).toEqual({ ...NOTHING, server: 1, ledger: 1, database: 3 });
    expect(callsOf(spend.spent())).toBe(4);
  });

  it('starts nothing, then makes no server calls, then only reports; the report ends before the limit', () => {
    const begins = callsUntil((spend) => spend.isSpent());
    const asks = callsUntil((spend) => spend.isEnding());
    const ends = callsUntil((spend) => spend.isAtReport());
    const reports = callsUntil((spend) => !spend.hasRoomForReport());
    expect([begins, asks, ends, reports]).toEqual([406, 421, 461, 481]);
  });

  it('reserves calls for work in progress', () => {
    const spend = createSpend(LIMITS);
    spend.count('server', 400);
    expect(createSpend(LIMITS).isSpent()).toBe(false);
    const release = spend.hold(6);
    expect(spend.isSpent()).toBe(true);
    release();
  });

  it('gives room back once, when the work is over', () => {
    const spend = createSpend(LIMITS);
    const release = spend.hold(20);
    spend.hold(20);
    release();
    release();
    spend.count('server', 386);
    expect(spend.isSpent()).toBe(true);
    const other = createSpend(LIMITS);
    other.hold(20)();
    other.count('server', 400);
    expect(other.isSpent()).toBe(false);
  });

  it('lets one batch reserve only a small part, whatever it may need', () => {
    const spend = createSpend(LIMITS);
    for (let batch = 0; batch < 6; batch += 1) spend.hold(1_000);
    spend.count('server', 200);
    expect(spend.isSpent()).toBe(false);
  });

  it('stays spent if work in progress needed less', () => {
    const spend = createSpend(LIMITS);
    spend.count('server', 400);
    const release = spend.hold(20);
    expect(spend.isSpent()).toBe(true);
    release();
    expect(spend.isSpent()).toBe(true);
  });

  it('ends by its statements as well', () => {
    const spend = createSpend(LIMITS);
    spend.count('database', 56);
    expect(spend.isSpent()).toBe(true);
    expect(spend.isEnding()).toBe(false);
  });

  it('counts what is reserved as spent', () => {
    const spent = { ...NOTHING, server: 10 };
    expect(exceeds(spent, { calls: 12, statements: 0 }, [{ calls: 2, statements: 0 }])).toBe(false);
    expect(exceeds(spent, { calls: 12, statements: 0 }, [{ calls: 3, statements: 0 }])).toBe(true);
    expect(exceeds(spent, { calls: 12, statements: 1 }, [{ calls: 0, statements: 2 }])).toBe(true);
  });

  it('expects more calls for items that are copied element by element', () => {
    expect(callsForBatch('transfer', 20)).toBeLessThan(callsForBatch('mime', 20));
    expect(callsForBatch('mime', 20)).toBeLessThan(callsForBatch('typed', 20));
  });
});
