import { afterEach, describe, expect, test } from 'vitest';
import { sampleOf } from '../sample.ts';
import type { ListHow } from '../../worker/engine/model/mailbox.ts';
import { faultOf } from '../../worker/engine/model/fault.ts';
import { createExchangeDestination } from '../../worker/exchange/destination.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { connect } from './connect.ts';

const EMAIL = 'anna@example.com';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(profile: 'Exchange2007_SP1' | 'Exchange2010_SP2' | 'Exchange2019'): Promise<void> {
  const mailboxes = [{ email: EMAIL, language: 'de' }];
  sandbox = await startSandbox({ source: { profile, mailboxes }, destination: { profile, mailboxes } });
}

/** The well-known names that a listing knows, and the requests that it took. */
async function listed(how: ListHow = {}): Promise<{ names: string[]; denied: string[]; asked: number }> {
  const { destination } = sandbox;
  destination.resetStats();
  const port = createExchangeDestination(connect(destination, 'destination'));
  const signal = new AbortController().signal;
  await port.abilities(signal);
  const folders = await port.folders(signal, how);
  const denied = folders.flatMap(({ distinguishedId, denied: fault }) =>
    fault ? [`${distinguishedId ?? ''} ${fault.code}`] : [],
  );
  const names = folders.flatMap(({ distinguishedId }) => (distinguishedId === undefined ? [] : [distinguishedId]));
  return { names: names.toSorted(), denied, asked: destination.stats().requests['GetFolder'] ?? 0 };
}

const CODES = [
  'ErrorServerBusy',
  'ErrorMailboxFailover',
  'ErrorAccessDenied',
  'ErrorMailboxMoveInProgress',
  'ErrorMailboxStoreUnavailable',
  'ErrorInternalServerError',
  'ErrorTimeoutExpired',
  'ErrorBatchProcessingStopped',
  'ErrorWorkingHoursSaveFailed',
];

describe('a folder that no one migrates, in trouble that passes', () => {
  const EFFECTS = [
    ...['ErrorServerBusy', 'ErrorMailboxFailover', 'ErrorInternalServerTransientError', 'ErrorTimeoutExpired'].map(
      (code) => ({ kind: 'batch-error', code }) as const,
    ),
    { kind: 'http', page: 'server-error' },
    { kind: 'http', page: 'generic-error' },
    { kind: 'http', page: 'proxy-error' },
    { kind: 'soap-fault', code: 'ErrorConnectionFailed' },
    { kind: 'soap-fault', code: 'ErrorInternalServerTransientError' },
    { kind: 'empty' },
    { kind: 'cut', how: 'chunked-end', share: 0.9 },
    { kind: 'wrong-length', by: -40 },
  ] as const;

  test.each(sampleOf(EFFECTS, 5))('is never taken for a folder of a person: $kind $code $page', async (effect) => {
    await start('Exchange2019');
    const { destination } = sandbox;
    const listing = async () => {
      const port = createExchangeDestination(connect(destination, 'destination'));
      const signal = new AbortController().signal;
      await port.abilities(signal);
      return (await port.folders(signal)).map(({ name }) => name).toSorted();
    };
    const usual = await listing();
    for (let skip = 0; skip < 4; skip++) {
      let count = 0;
      destination.side.interceptors.push(async ({ operation }, next) => {
        if (operation === 'GetFolder' && count++ === skip)
          destination.side.faults.add({ operation: 'GetFolder', times: 1, effect });
        await next();
        return undefined;
      });
      // The whole listing may fail and be made again; it may not show more.
      const shown = await listing().catch(() => usual);
      expect(shown, `at request ${skip + 1}`).toEqual(usual);
      destination.side.interceptors.pop();
      destination.side.faults.clear();
    }
  });
});

describe.each(['Exchange2007_SP1', 'Exchange2010_SP2', 'Exchange2019'] as const)('%s', (profile) => {
  test.each(sampleOf(CODES, 5))(
    '%s for one folder, once, and nothing for those after it: all are known',
    async (code) => {
      await start(profile);
      const usual = await listed();
      expect(usual.names).toEqual(expect.arrayContaining(['calendar', 'contacts', 'sentitems', 'tasks']));
      for (const id of ['inbox', 'calendar', 'sentitems']) {
        for (const stops of [true, false]) {
          const effect = { kind: 'item-error', code, stops } as const;
          sandbox.destination.side.faults.add({ operation: 'GetFolder', item: { id }, times: 1, effect });
          const { names, asked } = await listed();
          expect(names, `${code} for ${id}`).toEqual(usual.names);
          expect(asked - usual.asked).toBeLessThanOrEqual(2);
          sandbox.destination.side.faults.clear();
        }
      }
    },
  );

  test('a folder that stays refused is reported as denied, and not taken for absent', async () => {
    await start(profile);
    const usual = await listed();
    for (const code of ['ErrorAccessDenied', 'ErrorWorkingHoursSaveFailed']) {
      const { side } = sandbox.destination;
      const effect = { kind: 'item-error', code } as const;
      side.faults.add({ operation: 'GetFolder', item: { id: 'sentitems' }, effect });
      const { names, denied } = await listed();
      expect(names).toEqual(usual.names);
      expect(denied).toEqual([`sentitems ${code}`]);
      side.faults.clear();
    }
  });

  test('trouble with one folder that may pass makes the listing fail, until it is taken for an answer', async () => {
    await start(profile);
    const { side } = sandbox.destination;
    const effect = { kind: 'item-error', code: 'ErrorMailboxFailover' } as const;
    side.faults.add({ operation: 'GetFolder', item: { id: 'sentitems' }, effect });
    expect(faultOf(await listed().catch((error: unknown) => error)).code).toBe('ErrorMailboxFailover');
    expect((await listed({ isPatient: false })).denied).toEqual(['sentitems ErrorMailboxFailover']);
  });

  test('a folder that is not there is absent, without a further request', async () => {
    await start(profile);
    const usual = await listed();
    const effect = { kind: 'item-error', code: 'ErrorFolderNotFound' } as const;
    sandbox.destination.side.faults.add({ operation: 'GetFolder', item: { id: 'sentitems' }, effect });
    const { names, asked } = await listed();
    expect(names).toEqual(usual.names.filter((name) => name !== 'sentitems'));
    expect(asked).toBe(usual.asked);
  });
});
