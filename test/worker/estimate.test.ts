import { describe, expect, it } from 'vitest';
import type { EstimateFacts, MeasuredRun } from '../../worker/lib/estimate.ts';
import { errorOf, estimateOf } from '../../worker/lib/estimate.ts';

const GB = 1_000_000_000;
const HOUR = 3_600_000;

const facts = (changes: Partial<EstimateFacts> = {}): EstimateFacts => ({
  work: { mailboxes: 10, total: { count: 100_000, bytes: 20 * GB }, largest: { count: 10_000, bytes: 2 * GB } },
  slots: 20,
  budgetSlots: 3,
  runs: [],
  throttledMs: 0,
  ...changes,
});

/** Runs of mailboxes that copy a gigabyte and ten thousand items an hour each, two at once. */
const runs = (count: number): MeasuredRun[] =>
  Array.from({ length: count }, (_, index) => {
    const startedAt = Math.floor(index / 2) * HOUR;
    return { copied: { count: 10_000, bytes: GB }, startedAt, endedAt: startedAt + HOUR };
  });

describe('an estimate', () => {
  it('is nothing where nothing is left', () => {
    const work = { mailboxes: 10, total: { count: 0, bytes: 0 }, largest: { count: 0, bytes: 0 } };
    expect(estimateOf(facts({ work }))).toEqual({ fromMs: 0, toMs: 0, basis: 'assumed' });
  });

  it('is assumed, and wide, before anything was measured', () => {
    const { fromMs, toMs, basis } = estimateOf(facts());
    expect(basis).toBe('assumed');
    expect(toMs / fromMs).toBeGreaterThan(10);
  });

  it('follows the measured speed: its range holds what that speed needs, and narrows with more runs', () => {
    const [few, many] = [estimateOf(facts({ runs: runs(2) })), estimateOf(facts({ runs: runs(40) }))];
    expect([few.basis, many.basis]).toEqual(['measured', 'measured']);
    // Ten mailboxes of two gigabytes: two hours if all ten go as fast as two did, ten hours if two at once are the most.
    for (const { fromMs, toMs } of [few, many]) {
      expect(fromMs).toBeLessThan(2 * HOUR);
      expect(toMs).toBeGreaterThan(10 * HOUR);
    }
    expect(many.toMs / many.fromMs).toBeLessThan(few.toMs / few.fromMs);
  });

  it('counts items as well as bytes: many small ones take their time', () => {
    const small = { count: 1_000_000, bytes: GB };
    const work = { mailboxes: 10, total: small, largest: { count: 100_000, bytes: GB / 10 } };
    const few = { ...work, total: { count: 1_000, bytes: GB }, largest: { count: 100, bytes: GB / 10 } };
    const measured = { runs: runs(10) };
    expect(estimateOf(facts({ ...measured, work })).fromMs).toBeGreaterThan(
      10 * estimateOf(facts({ ...measured, work: few })).fromMs,
    );
  });

  it('is never shorter than the largest mailbox takes, however many go at once', () => {
    const work = { mailboxes: 100, total: { count: 1_000, bytes: 51 * GB }, largest: { count: 500, bytes: 50 * GB } };
    const measured = facts({ runs: runs(10), slots: 100, work });
    expect(estimateOf(measured).fromMs).toBeGreaterThan(20 * HOUR);
  });

  it('grows with what the account shares, and with what the servers ask to wait', () => {
    expect(estimateOf(facts({ budgetSlots: 1 })).toMs).toBeGreaterThan(estimateOf(facts({ budgetSlots: 10 })).toMs);
    const [now, later] = [estimateOf(facts()), estimateOf(facts({ throttledMs: HOUR }))];
    expect([later.fromMs - now.fromMs, later.toMs - now.toMs]).toEqual([HOUR, HOUR]);
  });

  it('is wrong by as much as the time lies outside its range', () => {
    const range = { fromMs: 100, toMs: 200 };
    expect([50, 100, 150, 200, 300].map((ms) => errorOf(range, ms))).toEqual([-0.5, 0, 0, 0, 0.5]);
  });
});
