import { expect, test } from 'vitest';
import type { Fault } from '../../worker/engine/model/fault.ts';
import { throttling } from '../../worker/features/endpoints/report/throttling-finding.ts';
import { getEndpoint } from '../../worker/features/endpoints/store.ts';
import type { SeenThrottling } from '../../worker/lib/seen-throttling.ts';
import { DAY_MS } from '../../worker/lib/units.ts';
import { keepThrottling } from '../../worker/runtime/slices/keep-throttling.ts';
import { createThrottlingNotes } from '../../worker/runtime/slices/throttling-notes.ts';
import { createHarness, signUp } from './harness.ts';

const NOW = Date.parse('2026-06-10T12:00:00Z');

const fault = (kind: Fault['kind'], more: Partial<Fault> = {}): Fault => ({
  kind,
  scope: 'endpoint',
  code: kind,
  message: kind,
  ...more,
});

test('notes what a server asks for in answers, and nothing of other faults', async () => {
  let now = 1_000;
  const notes = createThrottlingNotes(() => now++);
  const left: (Fault | undefined)[] = [];
  const gate = notes.watch({ heldForMs: () => 7, enter: async () => (each) => void left.push(each) });
  const answer = async (given?: Fault) => (await gate.enter('GetItem', new AbortController().signal))(given);
  await answer();
  await answer(fault('unreachable'));
  await answer(fault('overload'));
  expect(notes.seen()).toBeUndefined();
  await answer(fault('busy', { retryAfterMs: 30_000 }));
  await answer(fault('busy', { retryAfterMs: 5_000 }));
  await answer(fault('too-many-connections', { limit: { lane: 'all', value: 9 } }));
  await answer(fault('too-many-connections'));
  expect(notes.seen()).toEqual({ at: 1_003, pauseMs: 30_000, connections: 9 });
  // The gate itself hears of everything.
  expect(left).toHaveLength(7);
  expect(gate.heldForMs()).toBe(7);
});

const seen = (met?: SeenThrottling) => ({
  facts: { isSignedIn: true as const },
  url: 'https://mail.old.example/EWS/Exchange.asmx',
  useImpersonation: false,
  authSchemes: ['basic'],
  version: 'Exchange2010_SP2 14.2.247.0',
  isPinned: false,
  now: NOW,
  ...(met && { throttling: met }),
});
const QUIET = 'During the test the server did not ask Mailferry to slow down.';

test('a test says what passes met: as a warning for a week, and plainly afterwards', () => {
  expect(throttling(seen())).toMatchObject({ state: 'ok', sentence: QUIET });
  const recent = { at: NOW - DAY_MS, pauseMs: 11_500, connections: 9 };
  expect(throttling(seen(recent))).toMatchObject({
    state: 'warning',
    scriptId: 'throttling',
    sentence: `${QUIET} It last asked a pass to do so at 2026-06-09T12:00:00.000Z, with pauses of up to 12 seconds, at most 9 requests at once.`,
  });
  expect(throttling(seen({ at: NOW - 8 * DAY_MS }))).toMatchObject({
    state: 'ok',
    sentence: `${QUIET} It last asked a pass to do so at 2026-06-02T12:00:00.000Z.`,
  });
  expect(throttling({ ...seen(recent), facts: {} }).state).toBe('unknown');
});

const harness = createHarness();
const { ask, workgroupId } = await signUp(harness);

test('is kept with the endpoint, shown by the API, and forgotten with the address', async () => {
  const url = 'https://mail.old.example/EWS/Exchange.asmx';
  const made = await ask('POST', '/api/endpoints?probe=false', { body: { name: 'Old', url } });
  expect(made.body.throttling).toBeNull();
  const { db } = harness.deps;
  const endpoint = (await getEndpoint(db, workgroupId, made.body.id))!;
  const kept = { at: NOW, pauseMs: 30_000 };
  await keepThrottling({ db, workgroupId } as Parameters<typeof keepThrottling>[0], {
    throttled: () => [{ endpoint, seen: kept }],
  });
  const path = `/api/endpoints/${String(made.body.id)}`;
  const expected = { at: '2026-06-10T12:00:00.000Z', pauseMs: 30_000, connections: null };
  expect((await ask('GET', path)).body.throttling).toEqual(expected);
  await ask('PATCH', `${path}?probe=false`, { body: { name: 'Older' } });
  expect((await ask('GET', path)).body.throttling).toEqual(expected);
  await ask('PATCH', `${path}?probe=false`, { body: { url: 'https://mail.new.example/EWS/Exchange.asmx' } });
  expect((await ask('GET', path)).body.throttling).toBeNull();
});
