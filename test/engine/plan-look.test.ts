import { describe, expect, it } from 'vitest';
import type { LookInput, OpenRun } from '../../worker/engine/pacing/plan-look.ts';
import { planLook } from '../../worker/engine/pacing/plan-look.ts';
import type { Lease } from '../../worker/engine/pacing/schedule.ts';
import { STOP_GRACE_MS } from '../../worker/engine/pacing/schedule.ts';

const NOW = 1_000_000;
const LEASE_MS = 20_000;

const run = (id: number, more: Partial<OpenRun> = {}): OpenRun => ({
  runId: `run${id}`,
  mailboxId: `mailbox${id}`,
  status: 'queued',
  notBeforeAt: 0,
  queuedAt: id,
  ...more,
});

const lease = (id: number, more: Partial<Lease> = {}): Lease => ({
  runId: `run${id}`,
  mailboxId: `mailbox${id}`,
  number: id,
  isBegun: true,
  sentAt: NOW,
  expiresAt: NOW + 10_000,
  ...more,
});

const look = (input: Partial<LookInput>) =>
  planLook({ slots: 2, leases: [], runs: [], now: NOW, leaseMs: LEASE_MS, ...input });

const idsOf = (some: readonly { runId: string }[]): string[] => some.map(({ runId }) => runId);

describe('the check of a coordinator', () => {
  it('has nothing to do and nothing to wait for where nothing runs or waits', () => {
    expect(look({})).toEqual({ stopped: [], lost: [], remove: [], stop: [], grant: [], resend: [] });
  });

  it('grants leases to the next waiting runs, and sends no start twice', () => {
    const unbegun = lease(9, { isBegun: false, sentAt: NOW - 1 });
    const plan = look({ slots: 3, leases: [unbegun], runs: [run(9), run(2), run(1), run(3)] });
    expect([idsOf(plan.grant), plan.resend]).toEqual([['run1', 'run2'], []]);
  });

  it('treats a lease whose run is unknown as running', () => {
    const plan = look({ leases: [lease(1)], runs: [] });
    expect(plan).toMatchObject({ remove: [], lost: [], wakeAt: NOW + 10_000 });
  });

  it('ends an overdue lease whose run is over', () => {
    const unbegun = lease(2, { isBegun: false, sentAt: NOW - LEASE_MS });
    const plan = look({ leases: [lease(1, { expiresAt: NOW }), unbegun], runs: [] });
    expect([idsOf(plan.remove), plan.resend, plan.lost]).toEqual([['run1', 'run2'], [], []]);
  });

  it('sends an unanswered start again, under the same lease', () => {
    const unbegun = lease(1, { isBegun: false, sentAt: NOW - LEASE_MS });
    const plan = look({ leases: [unbegun], runs: [run(1)] });
    expect(plan).toMatchObject({ resend: [{ ...unbegun, sentAt: NOW }], remove: [], wakeAt: NOW + LEASE_MS });
  });

  it('puts a run whose slice stopped reporting back in the queue, and checks again immediately', () => {
    const plan = look({ leases: [lease(1, { expiresAt: NOW })], runs: [run(1, { status: 'running' })] });
    expect([plan.lost, idsOf(plan.remove), plan.wakeAt]).toEqual([['run1'], ['run1'], NOW]);
  });

  it('finds a run that no slice works on', () => {
    const plan = look({ leases: [lease(2)], runs: [run(1, { status: 'running' }), run(2, { status: 'running' })] });
    expect([plan.lost, plan.remove]).toEqual([['run1'], []]);
  });

  it('stops waiting runs immediately, and checks for more of them', () => {
    const runs = [run(1, { status: 'stopping' }), run(2, { status: 'stopping' })];
    const plan = look({ leases: [lease(2, { isBegun: false })], runs });
    expect([plan.stopped, idsOf(plan.remove), plan.wakeAt]).toEqual([['run1', 'run2'], ['run2'], NOW]);
  });

  it('tells a slice once to stop, and takes its lease if it does not stop in time', () => {
    const stopping = run(1, { status: 'stopping' });
    const first = look({ leases: [lease(1)], runs: [stopping] });
    expect(first.stop).toEqual([lease(1, { stopAt: NOW })]);
    expect([first.stopped, first.wakeAt]).toEqual([[], NOW + STOP_GRACE_MS]);
    const later = { now: NOW + STOP_GRACE_MS, leases: [lease(1, { stopAt: NOW, expiresAt: NOW + 99_000 })] };
    const second = look({ ...later, runs: [stopping] });
    expect([second.stop, second.stopped, idsOf(second.remove)]).toEqual([[], ['run1'], ['run1']]);
  });

  it('wakes when the wait of a run ends', () => {
    expect(look({ runs: [run(1, { notBeforeAt: NOW + 500 })] })).toMatchObject({ grant: [], wakeAt: NOW + 500 });
  });
});
