import { describe, expect, it } from 'vitest';
import { fateInCall } from '../../worker/engine/copy/fates.ts';
import { firstMethod, nextMethod } from '../../worker/engine/model/copy-method.ts';
import type { Fault, FaultKind } from '../../worker/engine/model/fault.ts';
import type { ItemFate, Remedy } from '../../worker/engine/pacing/decide.ts';
import { decide } from '../../worker/engine/pacing/decide.ts';

function of(kind: FaultKind, more: Partial<Fault> = {}): Fault {
  return { kind, scope: 'batch', code: kind, message: '', ...more };
}

/** The fate of one item and of several, the batches, the wait in seconds, the end of the slice. */
type Row = [item: ItemFate, ofSeveral: ItemFate, batches: string, seconds: number, end?: Remedy['end']];

function rowOf({ item, ofSeveral, pace, end }: Remedy): Row {
  const seconds = pace.waitMs / 1000;
  return end ? [item, ofSeveral, pace.batches, seconds, end] : [item, ofSeveral, pace.batches, seconds];
}

/** What is done at the first fault of each kind in mid-run, and what after nine in a row. */
const FIRST_AND_LAST: Record<FaultKind, readonly [first: Row, last?: Row]> = {
  busy: [
    ['retry', 'retry', 'fewer', 2],
    ['retry', 'retry', 'fewer', 300],
  ],
  'too-many-connections': [['retry', 'retry', 'fewer', 2]],
  overload: [
    ['retry', 'retry', 'smaller', 2],
    ['retry', 'retry', 'smaller', 300],
  ],
  transient: [
    ['retry', 'retry', 'same', 10],
    ['retry', 'retry', 'same', 900],
  ],
  'in-doubt': [['unconfirmed', 'unconfirmed', 'smaller', 0]],
  credentials: [
    ['retry', 'retry', 'same', 30],
    ['retry', 'retry', 'same', 0, 'paused'],
  ],
  access: [['retry', 'retry', 'same', 0, 'paused']],
  'not-processed': [['retry', 'retry', 'same', 0]],
  quota: [['retry', 'retry', 'same', 0, 'paused']],
  'too-large': [['failed', 'retry', 'smaller', 0]],
  vanished: [['gone', 'retry-alone', 'smaller', 0]],
  corrupt: [['next-method', 'retry-alone', 'smaller', 0]],
  refused: [['failed', 'retry-alone', 'smaller', 0]],
  stale: [
    ['blamed', 'blamed', 'same', 0],
    ['failed', 'retry-alone', 'smaller', 0],
  ],
  'sync-state': [['failed', 'retry-alone', 'smaller', 0]],
  version: [
    ['retry', 'retry', 'same', 10],
    ['retry', 'retry', 'same', 0, 'paused'],
  ],
  'wrong-server': [['retry', 'retry', 'same', 0, 'paused']],
  tls: [['retry', 'retry', 'same', 0, 'failed']],
  unreachable: [
    ['retry', 'retry', 'same', 10],
    ['retry', 'retry', 'same', 900],
  ],
  'not-exchange': [
    ['retry', 'retry', 'same', 10],
    ['retry', 'retry', 'same', 0, 'failed'],
  ],
  'exchange-online': [['retry', 'retry', 'same', 0, 'failed']],
  'oauth-only': [['retry', 'retry', 'same', 0, 'failed']],
  unsupported: [['next-method', 'retry-alone', 'smaller', 0]],
  stopped: [['retry', 'retry', 'same', 0, 'stopped']],
  unknown: [
    ['blamed', 'blamed', 'same', 2],
    ['next-method', 'retry-alone', 'smaller', 0],
  ],
};

describe('what to do about a fault', () => {
  it.each(Object.entries(FIRST_AND_LAST))('%s', (kind, [first, last = first]) => {
    expect(rowOf(decide(of(kind as FaultKind), 0, 0))).toEqual(first);
    expect(rowOf(decide(of(kind as FaultKind), 9, 0))).toEqual(last);
  });

  it('waits as long as the server asks, plus up to a fifth', () => {
    expect(decide(of('busy', { retryAfterMs: 40_000 }), 7, 0).pace).toEqual({ batches: 'fewer', waitMs: 40_000 });
    expect(decide(of('busy', { retryAfterMs: 40_000 }), 7, 1).pace).toEqual({ batches: 'fewer', waitMs: 48_000 });
  });

  it('does not slow down because of another call of the same account', () => {
    const heldBack = of('busy', { code: 'held-back', retryAfterMs: 5_000 });
    expect(decide(heldBack, 7, 1).pace).toEqual({ batches: 'same', waitMs: 5_000 });
  });

  it('doubles the wait from two seconds to five minutes if the server names none, or zero', () => {
    const waits = [0, 1, 2, 20].map((failures) => decide(of('busy', { retryAfterMs: 0 }), failures, 0));
    expect(waits.map(({ pace }) => pace.waitMs)).toEqual([2_000, 4_000, 8_000, 300_000]);
  });

  it('waits after a doubt as for the trouble that caused it', () => {
    expect(decide(of('in-doubt', { was: 'transient' }), 0, 0).pace).toEqual({ batches: 'smaller', waitMs: 10_000 });
  });

  it('reports refused credentials at the start, and avoids a lock-out during a run', () => {
    expect(decide(of('credentials'), 0, 0, false).end).toBe('paused');
    expect(decide(of('credentials'), 2, 0)).toMatchObject({ item: 'retry', pace: { waitMs: 120_000 } });
    expect(decide(of('credentials'), 2, 0).end).toBeUndefined();
    expect(decide(of('credentials'), 3, 0).end).toBe('paused');
  });

  it('treats an unexpected page as a restart if the server answered a moment ago', () => {
    expect(decide(of('not-exchange'), 0, 0, false).end).toBe('failed');
    expect(decide(of('not-exchange'), 5, 0)).toMatchObject({ item: 'retry', pace: { waitMs: 320_000 } });
    expect(decide(of('not-exchange'), 6, 0).end).toBe('failed');
  });

  it('does not treat an item as gone from the source because the destination does not have it', () => {
    expect(decide(of('vanished', { side: 'source' }), 0, 0).item).toBe('gone');
    expect(decide(of('vanished', { side: 'destination' }), 0, 0).item).toBe('failed');
  });
});

describe('the items of a call that met a fault as a whole', () => {
  const fate = (fault: Fault, count: number, more: { isTheirs?: boolean; method?: 'transfer' | 'mime' } = {}) =>
    fateInCall(fault, decide(fault, 0, 0), { count, method: 'transfer', isTheirs: false, ...more });

  it('do not use up attempts of items while the server is in trouble', () => {
    expect(fate(of('transient'), 20)).toBe('retry');
  });

  it('are blamed for an error of a healthy server', () => {
    expect(fate(of('transient'), 1, { isTheirs: true })).toBe('blamed');
    expect(fate(of('transient'), 20, { isTheirs: true })).toBe('retry-alone');
    // Smaller batches show which one it is.
    expect(fate(of('overload'), 20, { isTheirs: true })).toBe('retry');
  });

  it('are retried alone before one is given up, unless the server does not support the method', () => {
    expect(fate(of('corrupt'), 20)).toBe('retry-alone');
    expect(fate(of('corrupt'), 1)).toBe('next-method');
    expect(fate(of('unsupported'), 20, { method: 'mime' })).toBe('retry-alone');
    expect(fate(of('unsupported'), 20)).toBe('next-method');
  });
});

describe('the path of an item', () => {
  it('is the whole item if both sides support it, and MIME only for messages', () => {
    expect(firstMethod(['transfer', 'mime', 'typed'], 'IPM.Contact')).toBe('transfer');
    expect(firstMethod(['mime', 'typed'], 'IPM.Note.SMIME')).toBe('mime');
    expect(firstMethod(['mime', 'typed'], 'IPM.Appointment')).toBe('typed');
    expect(firstMethod(['mime'], 'IPM.Task')).toBeUndefined();
  });

  it('goes on to the next one, and ends', () => {
    const all = ['transfer', 'mime', 'typed'] as const;
    expect(nextMethod('transfer', all, 'IPM.Note')).toBe('mime');
    expect(nextMethod('transfer', all, 'IPM.Contact')).toBe('typed');
    expect(nextMethod('typed', all, 'IPM.Note')).toBeUndefined();
    expect(nextMethod('transfer', ['transfer'], 'IPM.Note')).toBeUndefined();
  });
});
