import { expect, it } from 'vitest';
import type { EventRow } from '../../worker/features/events/table.ts';
import type { DrainDeps, Place } from '../../worker/runtime/delivery/drain.ts';
import { drain } from '../../worker/runtime/delivery/drain.ts';

const event = (seq: number) => ({ seq, id: `evt_${String(seq)}` }) as EventRow;

/** A reader over a list of events; every call is written down. */
function createReader(
  name: string,
  events: EventRow[],
  calls: string[],
  read: (ids: string) => Promise<void> = async () => {},
) {
  let position = 0;
  const note = (text: string): void => void calls.push(`${name} ${text}`);
  const place: Place = {
    position: async () => position,
    eventsAfter: async (seq, limit) => events.filter((one) => one.seq > seq).slice(0, limit),
    advance: async ({ from, to }, statements) => {
      note(`${String(from)} → ${String(to)} with ${String(statements.length)}`);
      position = to;
    },
    setAside: async ({ from, to }, dueAt) => {
      note(`${String(from)} → ${String(to)} set aside until ${String(dueAt)}`);
      position = to;
    },
    dueRetries: async () => [],
    finishRetry: async () => note('finished'),
    postponeRetry: async (_retry, dueAt) => note(`postponed to ${String(dueAt)}`),
    nextRetryAt: async () => undefined,
  };
  return {
    name,
    place,
    read: async (list: readonly EventRow[]) => {
      await read(list.map(({ seq }) => seq).join(' '));
      return [];
    },
  };
}

const never = () => new Promise<never>(() => {});

function depsWith(parts: Pick<DrainDeps, 'readers' | 'senders'>, logged: unknown[][] = []): DrainDeps {
  const log = { error: (...values: unknown[]) => void logged.push(values) };
  return { workgroupId: 'wgr_1', now: () => 1_000, log, partMs: 40, readMs: 10, ...parts };
}

it('lets readers read on batch by batch, then senders send, and gives the earliest due instant', async () => {
  const calls: string[] = [];
  const events = Array.from({ length: 150 }, (_, index) => event(index + 1));
  const senders = [5_000, undefined, 4_000].map((due, index) => ({
    name: `sender ${String(index)}`,
    sendDue: async (workgroupId: string, now: number, until: number) => {
      calls.push(`${workgroupId} ${String(index)} at ${String(now)} until ${String(until)}`);
      return due;
    },
  }));
  const next = await drain(depsWith({ readers: [createReader('a', events, calls)], senders }));
  expect(next).toBe(4_000);
  expect(calls).toEqual([
    'a 0 → 100 with 0',
    'a 100 → 150 with 0',
    'wgr_1 0 at 1000 until 1040',
    'wgr_1 1 at 1000 until 1040',
    'wgr_1 2 at 1000 until 1040',
  ]);
  expect(await drain(depsWith({ readers: [createReader('a', [], calls)], senders: [] }))).toBeUndefined();
});

it('sets aside the one event that a reader fails or hangs on, and nothing else', async () => {
  const calls: string[] = [];
  const logged: unknown[][] = [];
  const broken = createReader('broken', [1, 2, 3].map(event), calls, async (ids) => {
    if (ids.includes('2')) throw new Error('no');
  });
  const slow = createReader('slow', [1, 2].map(event), calls, async (ids) => (ids.includes('1') ? never() : undefined));
  await drain(depsWith({ readers: [broken, slow], senders: [] }, logged));
  expect(calls).toEqual([
    'broken 0 → 1 with 0',
    'broken 1 → 2 set aside until 61000',
    'broken 2 → 3 with 0',
    'slow 0 → 1 set aside until 61000',
    'slow 1 → 2 with 0',
  ]);
  expect(logged.map(([name]) => name)).toEqual(Array.from({ length: 4 }, () => 'events-not-read'));
});

it('goes on with the other parts where one fails or hangs as a whole, and comes back to it', async () => {
  const calls: string[] = [];
  const logged: unknown[][] = [];
  const good = createReader('good', [event(1)], calls);
  const away = { ...good, name: 'away', place: { ...good.place, position: () => Promise.reject(new Error('away')) } };
  const hanging = { ...good, name: 'hanging', place: { ...good.place, dueRetries: never } };
  const senders = [
    { name: 'stuck', sendDue: never },
    { name: 'sent', sendDue: async () => 90_000 },
  ];
  const next = await drain(depsWith({ readers: [away, hanging, good], senders }, logged));
  expect(calls).toEqual(['good 0 → 1 with 0']);
  expect(logged.map(([name, facts]) => [name, (facts as { part: string }).part])).toEqual([
    ['drain-part-failed', 'away'],
    ['drain-part-failed', 'hanging'],
    ['drain-part-failed', 'stuck'],
  ]);
  expect(next).toBe(31_000);
});

it('stops a reader at the end of its time, and comes back at once', async () => {
  const calls: string[] = [];
  const times = [0, 0, 0, 100, 100, 100];
  const endless = createReader(
    'endless',
    Array.from({ length: 500 }, (_, index) => event(index + 1)),
    calls,
  );
  const deps = { ...depsWith({ readers: [endless], senders: [] }), now: () => times.shift() ?? 100 };
  expect(await drain(deps)).toBe(100);
  expect(calls.length).toBeLessThan(4);
});
