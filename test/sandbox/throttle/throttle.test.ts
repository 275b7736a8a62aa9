import { afterEach, describe, expect, test } from 'vitest';
import { PROFILES } from '../profiles/profiles.ts';
import { call, codesOf, distinguished, getFolderBody, syncBody, textsOf } from '../kit/raw-client.ts';
import { NEW, OLD, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';
import { Budget } from './budget.ts';
import { type Entry, Throttle, type ThrottleOptions } from './throttle.ts';

const HOUR = 3_600_000;
const profile = PROFILES.Exchange2019;
const ada = { isAdmin: true, username: 'ada' };

/** A throttle whose time the test makes. */
function withClock(options: 'default' | ThrottleOptions) {
  const clock = { now: 5_000_000 };
  const throttle = new Throttle(profile, options, () => clock.now);
  const codeOf = (entry: Entry): string => {
    if (entry.kind === 'admitted') return 'in';
    return 'code' in entry.effect ? entry.effect.code : entry.effect.kind;
  };
  /** One request that takes so long. */
  const request = (ms: number, operation = 'GetItem'): string => {
    const entry = throttle.enter(ada, operation);
    clock.now += ms;
    if (entry.kind === 'admitted') entry.leave();
    return codeOf(entry);
  };
  return { clock, throttle, codeOf, request };
}

describe('a budget', () => {
  const policy = { concurrency: 27, burstMs: 300_000, rechargeMsPerHour: 900_000, cutoffMs: 3_000_000 };

  test('begins with its burst, and gains by the hour up to it', () => {
    const budget = new Budget(policy, 0);
    expect(budget.balanceAt(policy, 0)).toBe(300_000);
    budget.charge(policy, 0, 400_000);
    expect(budget.balanceAt(policy, 0)).toBe(-100_000);
    expect(budget.balanceAt(policy, HOUR / 9)).toBe(0);
    expect(budget.balanceAt(policy, 2 * HOUR)).toBe(300_000);
  });

  test('in debt it delays, more with more debt, and at the cutoff it refuses', () => {
    const budget = new Budget(policy, 0);
    expect(budget.delayAt(policy, 0, 5000)).toBe(0);
    budget.charge(policy, 0, 300_000 + 1_500_000);
    expect(budget.delayAt(policy, 0, 5000)).toBe(2500);
    expect(budget.backOffAt(policy, 0)).toBeUndefined();
    budget.charge(policy, 0, 1_500_000);
    expect(budget.backOffAt(policy, 0)).toBe(4);
    budget.charge(policy, 0, 1_500_000);
    // Longer than a refusal ever says.
    expect(budget.backOffAt(policy, 0)).toBe(300_000);
    expect(budget.backOffAt(policy, 2 * HOUR)).toBeUndefined();
  });
});

describe('the throttle', () => {
  test('off, it lets all in', () => {
    const throttle = new Throttle(profile, undefined, () => 0);
    const entries = Array.from({ length: 100 }, () => throttle.enter(ada, 'GetItem'));
    expect(entries.every((each) => each.kind === 'admitted')).toBe(true);
    expect(throttle.balanceOf('ada')).toBeUndefined();
  });

  test('by default a version has its own numbers', () => {
    const { throttle, codeOf } = withClock('default');
    const open = Array.from({ length: 27 }, () => throttle.enter(ada, 'GetItem'));
    expect(codeOf(throttle.enter(ada, 'GetItem'))).toBe('ErrorExceededConnectionCount');
    // Another budget is not concerned.
    expect(codeOf(throttle.enter({ isAdmin: true, username: 'bob' }, 'GetItem'))).toBe('in');
    for (const each of open) if (each.kind === 'admitted') each.leave();
    expect(codeOf(throttle.enter(ada, 'GetItem'))).toBe('in');
    expect(throttle.stats.concurrency).toBe(1);
  });

  test('sync calls have a number of their own', () => {
    const { throttle, codeOf } = withClock('default');
    const open = Array.from({ length: 5 }, () => throttle.enter(ada, 'SyncFolderItems'));
    expect(codeOf(throttle.enter(ada, 'SyncFolderHierarchy'))).toBe('ErrorServerBusy');
    expect(codeOf(throttle.enter(ada, 'GetItem'))).toBe('in');
    if (open[0]?.kind === 'admitted') open[0].leave();
    expect(codeOf(throttle.enter(ada, 'SyncFolderHierarchy'))).toBe('in');
  });

  test('work is charged as it takes, and time gives it back', () => {
    const { throttle, clock, request } = withClock({
      burstMs: 1000,
      rechargeMsPerHour: HOUR / 10,
      cutoffMs: 2000,
      longestDelayMs: 0,
    });
    expect(request(600)).toBe('in');
    // What time gave meanwhile found the bucket full.
    expect(throttle.balanceOf('ada')).toBe(400);
    expect(request(2600)).toBe('in');
    expect(request(100)).toBe('in');
    expect(request(0)).toBe('ErrorServerBusy');
    clock.now += 5000;
    expect(request(0)).toBe('in');
    expect(throttle.stats.budget).toBe(1);
  });

  test('each of the three shapes, in turn', () => {
    const { throttle } = withClock({ burstMs: 0, cutoffMs: 0, shape: 'rotate' });
    const kinds = Array.from({ length: 4 }, () => {
      const entry = throttle.enter(ada, 'GetItem');
      return entry.kind === 'refused' ? entry.effect.kind : 'in';
    });
    expect(kinds).toEqual(['soap-fault', 'http', 'batch-error', 'soap-fault']);
  });
});

const pair = usePair();
const inbox = getFolderBody(distinguished('inbox'));

afterEach(() => {
  for (const { side } of [pair.old, pair.recent]) {
    side.throttle.set(undefined);
    side.throttle.resetStats();
    side.faults.clear();
  }
});

describe('on the wire', () => {
  test('the three shapes of a budget that is spent', async () => {
    const drained = { burstMs: 0, rechargeMsPerHour: 0, cutoffMs: 0 };
    const get = () => call(pair.recent, pair.owner, inbox, V16);
    pair.recent.side.throttle.set({ ...drained, shape: 'fault' });
    const fault = await get();
    expect([fault.status, ...codesOf(fault), ...textsOf(fault, 'Value')]).toEqual([500, 'ErrorServerBusy', '300000']);
    expect(fault.text).toContain('<t:Value Name="BackOffMilliseconds">');
    pair.recent.side.throttle.set({ ...drained, shape: 'http' });
    expect((await get()).status).toBe(503);
    pair.recent.side.throttle.set({ ...drained, shape: 'inner' });
    const inner = await get();
    expect([inner.status, ...codesOf(inner)]).toEqual([200, 'ErrorInternalServerError']);
    expect(inner.text).toContain('<t:Value Name="InnerErrorResponseCode">ErrorServerBusy</t:Value>');
    expect(pair.recent.stats().throttled.budget).toBe(3);
  });

  test('more at a time than the policy allows', async () => {
    pair.recent.side.throttle.set({ concurrency: 2, syncConcurrency: 1 });
    pair.recent.side.faults.add({ effect: { kind: 'delay', ms: 60 } });
    const all = await Promise.all([1, 2, 3].map(() => call(pair.recent, pair.owner, inbox, V16)));
    const codes = all.map((each) => codesOf(each)[0]);
    expect(codes.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      'ErrorExceededConnectionCount',
      'NoError',
      'NoError',
    ]);
    const refused = all.find((each) => each.status === 500);
    expect(refused?.text).toContain('<t:Value Name="Policy">MaxConcurrency</t:Value>');
    const sync = syncBody(distinguished('inbox'));
    const syncs = await Promise.all([1, 2].map(() => call(pair.recent, pair.owner, sync, V16)));
    const busy = syncs.find((each) => codesOf(each)[0] === 'ErrorServerBusy');
    expect([busy?.status, syncs.length]).toEqual([200, 2]);
    expect(busy?.text).toContain("policy part 'ConcurrentSyncCalls', policy value '1'");
    expect(pair.recent.stats().throttled).toMatchObject({ concurrency: 1, syncConcurrency: 1 });
  });

  test('an admin who opens mailboxes is charged for all; under impersonation each mailbox is', async () => {
    const { side, admin } = pair.old;
    side.throttle.set({ burstMs: 1000, costMs: 600, cutoffMs: 100, longestDelayMs: 0 });
    const there = (email: string) => call(pair.old, admin, getFolderBody(distinguished('inbox', email)));
    const as = (impersonate: string) => call(pair.old, admin, inbox, { impersonate });
    const codes = async (calls: Promise<Awaited<ReturnType<typeof call>>>[]): Promise<string[]> =>
      (await Promise.all(calls)).flatMap((each) => codesOf(each));
    expect([...(await codes([there(OLD)])), ...(await codes([there('other@old.example')]))]).toEqual([
      'NoError',
      'NoError',
    ]);
    expect(await codes([there(OLD)])).toEqual(['ErrorServerBusy']);
    expect([
      ...(await codes([as(OLD)])),
      ...(await codes([as('other@old.example')])),
      ...(await codes([as(OLD)])),
    ]).toEqual(['NoError', 'NoError', 'NoError']);
    expect(await codes([as(OLD)])).toEqual(['ErrorServerBusy']);
    expect(await codes([as('other@old.example')])).toEqual(['NoError']);
  });

  test('in debt a request is delayed, not refused', async () => {
    pair.recent.side.throttle.set({ burstMs: 0, costMs: 1000, cutoffMs: 1500, longestDelayMs: 120 });
    await call(pair.recent, pair.owner, inbox, V16);
    const begin = performance.now();
    const answer = await call(pair.recent, pair.owner, inbox, V16);
    expect(codesOf(answer)).toEqual(['NoError']);
    expect(performance.now() - begin).toBeGreaterThan(75);
    expect(pair.recent.stats().throttled.delayed).toBe(1);
    expect(pair.recent.side.throttle.balanceOf(NEW)).toBeLessThan(-1900);
  });

  test('what the throttle refuses no fault sees', async () => {
    pair.recent.side.throttle.set({ burstMs: 0, cutoffMs: 0 });
    pair.recent.side.faults.add({ nth: 1, effect: { kind: 'batch-error', code: 'ErrorMailboxFailover' } });
    expect(codesOf(await call(pair.recent, pair.owner, inbox, V16))).toEqual(['ErrorServerBusy']);
    pair.recent.side.throttle.set(undefined);
    expect(codesOf(await call(pair.recent, pair.owner, inbox, V16))).toEqual(['ErrorMailboxFailover']);
  });
});

testEnvelopes(pair, 15);
