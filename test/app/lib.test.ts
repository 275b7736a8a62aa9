import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatPercent, localizeInstants } from '../../app/lib/format.ts';
import { etaOf, overallOf, sumMailboxes, uncountedOf } from '../../app/features/projects/overall.ts';
import { listOf, patchMailboxes } from '../../app/features/mailboxes/mailbox-list.ts';
import { retryDelay } from '../../app/live.ts';
import { mailbox } from './fixtures.ts';

describe('numbers for people', () => {
  it('formats sizes in steps of a thousand', () => {
    expect([0, 999, 1_000, 1_500_000, 999_999_999, 2e12].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 KB',
      '1.5 MB',
      '1.0 GB',
      '2.0 TB',
    ]);
  });

  it('never says 100 % before it is done, nor 0 % once it has begun', () => {
    expect([0, 0.0001, 0.5, 0.9999, 1].map(formatPercent)).toEqual(['0 %', '1 %', '50 %', '99 %', '100 %']);
  });

  it('rounds durations as an estimate requires', () => {
    expect([4_000, 61_000, 7_800_000, 200_000_000].map(formatDuration)).toEqual([
      '4 s',
      '1 min',
      '2 h 10 min',
      '2 d 7 h',
    ]);
  });

  it('converts instants of the server to the reader’s time zone', () => {
    const sentence = 'Throttled by the source until 2026-01-01T10:00:00.000Z';
    const text = localizeInstants(sentence, new Date('2026-01-01T09:58:00Z'));
    expect(text).not.toContain('T10:00');
    expect(text).not.toContain('2026');
    expect(text).toMatch(/^Throttled by the source until .*\d\d.*00/);
    expect(localizeInstants(sentence, new Date('2026-02-01T09:58:00Z'))).toContain('2026');
  });
});

describe('the state of a project', () => {
  const counters = { notStarted: 0, waiting: 0, running: 0, attention: 0, done: 2, total: 2 };
  const totals = { itemsDone: 10, itemsTotal: 20, bytesDone: 0, bytesTotal: 0, errors: 0 };

  it('is running, needs attention, or is done', () => {
    expect(overallOf({ counters: { ...counters, running: 1 }, totals })).toEqual({ fraction: 0.5, tone: 'run' });
    expect(overallOf({ counters: { ...counters, attention: 1 }, totals }).tone).toBe('bad');
    expect(overallOf({ counters, totals }).tone).toBe('ok');
  });

  it('sums the mailboxes, and estimates the time left', () => {
    const sum = sumMailboxes([
      mailbox('a', { itemsDone: 1, itemsTotal: 4 }),
      mailbox('b', { itemsDone: 2, itemsTotal: 2 }),
    ]);
    expect(sum).toMatchObject({ itemsDone: 3, itemsTotal: 6 });
    expect(etaOf(sum, { itemsPerSecond: 1, bytesPerSecond: 0 })).toBe(3_000);
    expect(etaOf(sum, { itemsPerSecond: 0, bytesPerSecond: 0 })).toBeUndefined();
  });
});

describe('mailboxes that have not been counted', () => {
  it('differ from empty ones, and show whether they are part of the pass', () => {
    const list = [
      mailbox('counted', { itemsTotal: 5 }, { state: 'running', status: 'Processing' }),
      mailbox('idle'),
      mailbox('next', {}, { state: 'waiting', status: 'Queued' }),
      mailbox('verified', {}, { state: 'done', status: 'Completed (Verification)' }),
      mailbox('empty', {}, { state: 'done', status: 'Completed' }),
    ];
    expect(uncountedOf(list)).toEqual({ all: 3, inPass: 1 });
  });
});

describe('the live connection', () => {
  it('patches known mailboxes and leaves the others unchanged', () => {
    const list = listOf([mailbox('a'), mailbox('b')]);
    const patched = patchMailboxes(list, [{ id: 'b', status: 'Processing' }, { id: 'unknown' }]);
    expect([...patched.values()].map((each) => each.status)).toEqual(['Not Submitted', 'Processing']);
    expect(patched.get('a')).toBe(list.get('a'));
    expect(list.get('b')?.status).toBe('Not Submitted');
  });

  it('waits longer before each reconnect, up to a quarter of a minute', () => {
    expect(retryDelay(0, 0.5)).toBe(500);
    expect(retryDelay(3, 0.5)).toBe(4_000);
    expect(retryDelay(30, 1)).toBeLessThan(20_000);
  });
});
