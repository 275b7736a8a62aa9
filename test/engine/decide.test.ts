import { describe, expect, it } from 'vitest';
import { decide } from '../../worker/engine/pacing/decide.ts';
import { firstPath, nextPath } from '../../worker/engine/model/copy-path.ts';
import type { Fault, FaultKind } from '../../worker/engine/model/fault.ts';

function of(kind: FaultKind, more: Partial<Fault> = {}): Fault {
  return { kind, scope: 'batch', code: kind, message: '', ...more };
}

describe('what to do about a fault', () => {
  it('obeys the wait that the server asks for, and adds up to a fifth', () => {
    expect(decide(of('busy', { retryAfterMs: 40_000 }), 7, 0)).toEqual({ do: 'slow-down', delayMs: 40_000 });
    expect(decide(of('busy', { retryAfterMs: 40_000 }), 7, 1)).toEqual({ do: 'slow-down', delayMs: 48_000 });
  });

  it('doubles the wait from two seconds to five minutes where the server names none, or zero', () => {
    const waits = [0, 1, 2, 20].map((failures) => decide(of('busy', { retryAfterMs: 0 }), failures, 0));
    expect(waits.map((action) => 'delayMs' in action && action.delayMs)).toEqual([2_000, 4_000, 8_000, 300_000]);
  });

  it('waits ten seconds to fifteen minutes for passing trouble, at no cost to the item', () => {
    expect(decide(of('transient'), 0, 0)).toEqual({ do: 'retry', delayMs: 10_000, costsAttempt: false });
    expect(decide(of('transient'), 30, 0)).toEqual({ do: 'retry', delayMs: 900_000, costsAttempt: false });
  });

  it('never retries blindly what may have arrived', () => {
    expect(decide(of('in-doubt'), 0, 0)).toEqual({ do: 'resolve' });
  });

  it('explains refused credentials at the start, and guards against lock-out in mid-run', () => {
    expect(decide(of('credentials'), 0, 0, false)).toEqual({ do: 'pause' });
    expect(decide(of('credentials'), 2, 0)).toMatchObject({ do: 'retry', costsAttempt: false });
    expect(decide(of('credentials'), 3, 0)).toEqual({ do: 'pause' });
  });

  it.each<[FaultKind, string]>([
    ['access', 'pause'],
    ['quota', 'pause'],
    ['overload', 'split'],
    ['too-large', 'split'],
    ['vanished', 'forget'],
    ['corrupt', 'next-path'],
    ['refused', 'list'],
    ['tls', 'fail'],
    ['exchange-online', 'fail'],
    ['oauth-only', 'fail'],
    ['stopped', 'stop'],
    ['not-processed', 'retry'],
  ])('meets %s with %s', (kind, action) => {
    expect(decide(of(kind), 0, 0).do).toBe(action);
  });

  it('blames no item for a server that changed its version or its place, and asks for help if that stays', () => {
    expect(decide(of('version'), 0, 0)).toMatchObject({ do: 'retry', costsAttempt: false });
    expect(decide(of('wrong-server'), 4, 0)).toEqual({ do: 'pause' });
  });

  it('takes a strange page for a restart where there was a server a moment ago', () => {
    expect(decide(of('not-exchange'), 0, 0, false)).toEqual({ do: 'fail' });
    expect(decide(of('not-exchange'), 0, 0)).toMatchObject({ do: 'retry', costsAttempt: false });
    expect(decide(of('not-exchange'), 6, 0)).toEqual({ do: 'fail' });
  });

  it('refreshes what is stale once, and then lists it', () => {
    expect(decide(of('stale'), 0, 0).do).toBe('retry');
    expect(decide(of('stale'), 1, 0).do).toBe('list');
  });
});

describe('the path of an item', () => {
  it('is the whole item where both sides can, MIME for messages only', () => {
    expect(firstPath(['transfer', 'mime', 'typed'], 'IPM.Contact')).toBe('transfer');
    expect(firstPath(['mime', 'typed'], 'IPM.Note.SMIME')).toBe('mime');
    expect(firstPath(['mime', 'typed'], 'IPM.Appointment')).toBe('typed');
    expect(firstPath(['mime'], 'IPM.Task')).toBeUndefined();
  });

  it('goes on to the next one, and ends', () => {
    const all = ['transfer', 'mime', 'typed'] as const;
    expect(nextPath('transfer', all, 'IPM.Note')).toBe('mime');
    expect(nextPath('transfer', all, 'IPM.Contact')).toBe('typed');
    expect(nextPath('typed', all, 'IPM.Note')).toBeUndefined();
    expect(nextPath('transfer', ['transfer'], 'IPM.Note')).toBeUndefined();
  });
});
