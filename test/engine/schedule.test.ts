import { describe, expect, it } from 'vitest';
import type { Lease, Waiting } from '../../worker/engine/pacing/schedule.ts';
import { RESEND_MS, STOP_GRACE_MS, schedule } from '../../worker/engine/pacing/schedule.ts';

const NOW = 1_000_000;

function waiting(id: number, more: Partial<Waiting> = {}): Waiting {
  return { runId: `run${id}`, mailboxId: `mailbox${id}`, notBeforeAt: 0, queuedAt: id, ...more };
}

function lease(id: number, more: Partial<Lease> = {}): Lease {
  return {
    runId: `run${id}`,
    mailboxId: `mailbox${id}`,
    number: id,
    isBegun: true,
    sentAt: NOW,
    expiresAt: NOW + 10_000,
    ...more,
  };
}

describe('the schedule of a project', () => {
  it('gives free slots to the runs that wait longest', () => {
    const plan = schedule({ slots: 3, leases: [lease(9)], waiting: [waiting(3), waiting(1), waiting(2)], now: NOW });
    expect(plan.dispatch.map((run) => run.runId)).toEqual(['run1', 'run2']);
  });

  it('never runs one mailbox twice at once', () => {
    const twin = waiting(2, { mailboxId: 'mailbox1' });
    const plan = schedule({ slots: 5, leases: [], waiting: [waiting(1), twin], now: NOW });
    expect(plan.dispatch.map((run) => run.runId)).toEqual(['run1']);
  });

  it('holds back throttled runs, and wakes when their wait ends', () => {
    const plan = schedule({ slots: 5, leases: [], waiting: [waiting(1, { notBeforeAt: NOW + 500 })], now: NOW });
    expect(plan).toMatchObject({ dispatch: [], wakeAt: NOW + 500 });
  });

  it('frees the slot of a lease that was not renewed', () => {
    const plan = schedule({ slots: 1, leases: [lease(1, { expiresAt: NOW })], waiting: [waiting(2)], now: NOW });
    expect(plan.lost.map((lost) => lost.runId)).toEqual(['run1']);
    expect(plan.dispatch.map((run) => run.runId)).toEqual(['run2']);
  });

  it('resends what no consumer has started, without a second lease', () => {
    const sent = lease(1, { isBegun: false, sentAt: NOW - RESEND_MS, expiresAt: 0 });
    const plan = schedule({ slots: 1, leases: [sent], waiting: [], now: NOW });
    expect(plan.resend).toEqual([sent]);
    expect(plan.lost).toEqual([]);
    expect(plan.wakeAt).toBe(NOW + RESEND_MS);
  });

  it('takes the lease from a consumer that does not stop within ten seconds', () => {
    const told = lease(1, { stopAt: NOW - STOP_GRACE_MS, expiresAt: NOW + 99_000 });
    expect(schedule({ slots: 1, leases: [told], waiting: [], now: NOW }).revoke).toEqual([told]);
    expect(STOP_GRACE_MS).toBeLessThan(10_000);
  });

  it('has nothing to wake for when nothing runs or waits', () => {
    expect(schedule({ slots: 1, leases: [], waiting: [], now: NOW }).wakeAt).toBeUndefined();
  });
});
