import { describe, expect, test } from 'vitest';
import { sampleOf } from '../../sample.ts';
import { expectWhole, useSuite } from './suite.ts';

const suite = useSuite(60);
const SIDES = ['source', 'destination'] as const;
const WRITES = ['UploadItems', 'CreateItem'];

const ACCESS = [
  'ErrorAccessDenied',
  'ErrorImpersonateUserDenied',
  'ErrorImpersonationDenied',
  'ErrorNonExistentMailbox',
  'ErrorPasswordExpired',
  'ErrorPasswordChangeRequired',
  'ErrorAccountDisabled',
];

describe('a right that is missing pauses the mailbox with its own message', () => {
  test.each(sampleOf(ACCESS, 5))('%s', async (code) => {
    const move = suite.begin();
    const effect = (message: string) => ({ kind: 'batch-error', code, message }) as const;
    // With the first answer, of which only the version is needed, and when the folders are listed.
    suite.fault('source', { operation: 'GetFolder', times: 2, effect: effect('At the start.') });
    suite.fault('destination', { operation: WRITES, effect: effect('In the middle.') });
    const fault = { kind: 'access', code };
    expect(await move.pass()).toMatchObject({
      outcome: 'paused',
      fault: { ...fault, message: 'At the start.', side: 'source' },
    });
    expect(await move.pass()).toMatchObject({
      outcome: 'paused',
      fault: { ...fault, message: 'In the middle.', side: 'destination' },
    });
    suite.sandbox.destination.side.faults.clear();
    await move.pass();
    await move.pass('retry-errors');
    await expectWhole(suite, move);
  });

  test.each(sampleOf(ACCESS, 5))('%s, said once of a batch, pauses nothing', async (code) => {
    const move = suite.begin();
    suite.fault('destination', { operation: WRITES, times: 1, nth: 2, effect: { kind: 'batch-error', code } });
    await move.pass();
    expect(move.results.map(({ outcome }) => outcome)).not.toContain('paused');
    await expectWhole(suite, move);
  });
});

describe('a password that is refused', () => {
  const unauthorised = { kind: 'http', page: 'unauthorised' } as const;

  test('at the start is reported at once: one request, and no lock-out', async () => {
    for (const side of SIDES) {
      const move = suite.begin();
      suite.fault(side, { name: side, effect: unauthorised });
      expect(await move.pass()).toMatchObject({
        outcome: 'failed',
        fault: { kind: 'credentials', code: 'http-401', side },
      });
      expect(suite.sandbox[side].stats().faults[side]).toBe(1);
      suite.sandbox[side].side.faults.clear();
    }
  });

  test('in mid-run is tried three times more, spaced, then the mailbox pauses', async () => {
    const move = suite.begin();
    const operation = WRITES;
    suite.fault('destination', { name: 'refused', operation, effect: unauthorised });
    expect(await move.pass('full', { maxConcurrency: 1 })).toMatchObject({
      outcome: 'paused',
      fault: { kind: 'credentials' },
    });
    expect(suite.sandbox.destination.stats().faults['refused']).toBe(4);
    expect(move.clock.jumpedMs()).toBeGreaterThan(30_000 + 60_000 + 120_000);
  });

  test('in mid-run is tried as often where a slice begins with it', async () => {
    const move = suite.begin();
    suite.fault('source', { name: 'refused', operation: 'ExportItems', effect: unauthorised });
    const begun = move.pass('full', {
      maxConcurrency: 1,
      onProgress: ({ phase }) => void (phase === 'copying' && strike()),
    });
    let isStruck = false;
    const strike = () => {
      if (!isStruck) suite.fault('source', { name: 'refused', effect: unauthorised });
      isStruck = true;
    };
    expect(await begun).toMatchObject({ outcome: 'paused', fault: { kind: 'credentials' } });
    // Both lanes of the inventory may be on their way at the first.
    expect(suite.sandbox.source.stats().faults['refused']).toBeLessThanOrEqual(6);
  });

  test('that was a passing trouble goes on', async () => {
    const move = suite.begin();
    for (const side of SIDES) suite.fault(side, { every: 25, times: 2, effect: unauthorised });
    await move.pass();
    await expectWhole(suite, move);
  });
});

describe('the destination', () => {
  test('that is full pauses the mailbox', async () => {
    const move = suite.begin();
    suite.sandbox.destination.setLimits(move.email, { quotaBytes: 6_000 });
    expect(await move.pass()).toMatchObject({ outcome: 'paused', fault: { kind: 'quota', side: 'destination' } });
    suite.sandbox.destination.setLimits(move.email, { quotaBytes: undefined });
    await move.pass();
    await expectWhole(suite, move);
  });

  test('whose folder was deleted while it was filled gets it again', async () => {
    const move = suite.begin();
    const effect = { kind: 'batch-error', code: 'ErrorFolderNotFound' } as const;
    suite.fault('destination', { operation: WRITES, times: 2, effect });
    await move.pass();
    await expectWhole(suite, move);
  });

  test('that no longer takes the state of a folder is asked for all of it', async () => {
    const move = suite.begin();
    suite.fault('destination', { operation: WRITES, nth: 2, effect: { kind: 'reset', at: 'after' } });
    let isVoid = false;
    await move.pass('full', {
      onProgress: ({ phase }) => {
        if (phase !== 'resolving' || isVoid) return;
        isVoid = true;
        suite.sandbox.destination.invalidateSyncStates();
      },
    });
    await expectWhole(suite, move);
  });
});

test.each(['ErrorInvalidSyncStateData', 'ErrorSyncFolderNotFound'])(
  '%s: the folder is read from nothing',
  async (code) => {
    const move = suite.begin();
    await move.pass();
    suite.fault('source', { operation: 'SyncFolderItems', every: 4, effect: { kind: 'batch-error', code } });
    await move.pass();
    await expectWhole(suite, move);
  },
);

test.each(
  sampleOf(
    ['ErrorInvalidServerVersion', 'ErrorIncorrectSchemaVersion', 'ErrorInvalidSchemaVersionForMailboxVersion'],
    2,
  ),
)('%s: negotiated again, in older versions', async (code) => {
  const move = suite.begin();
  suite.fault('source', { operation: 'ExportItems', times: 1, effect: { kind: 'soap-fault', code } });
  suite.fault('destination', { operation: WRITES, times: 2, effect: { kind: 'soap-fault', code } });
  await move.pass();
  await expectWhole(suite, move);
});

describe.each(
  sampleOf(['ErrorWrongServerVersion', 'ErrorCrossSiteRequest', 'ErrorNoRespondingCASInDestinationSite'], 4),
)('%s', (code) => {
  test('the server that is responsible now is looked for', async () => {
    const move = suite.begin();
    suite.fault('source', { operation: 'ExportItems', nth: 3, effect: { kind: 'soap-fault', code } });
    const asked: string[] = [];
    await move.pass('full', { rediscover: async (fault) => asked.push(`${fault.side} ${fault.code}`) > 0 });
    expect(asked).toEqual([`source ${code}`]);
    expect(move.results.map(({ outcome }) => outcome)).toEqual(['more', 'done']);
    await expectWhole(suite, move);
  });

  test('where none is found the mailbox waits, and at last pauses', async () => {
    const move = suite.begin();
    suite.fault('source', { operation: 'ExportItems', effect: { kind: 'soap-fault', code } });
    expect(await move.pass()).toMatchObject({
      outcome: 'paused',
      fault: { kind: 'wrong-server', code, side: 'source' },
    });
  });
});

test.each([525, 526])('a certificate that is not trusted (%i) is explained, and not tried again', async (status) => {
  for (const side of SIDES) {
    const move = suite.begin();
    suite.fault(side, { name: 'tls', effect: { kind: 'http', status, body: '' } });
    expect(await move.pass()).toMatchObject({
      outcome: 'failed',
      fault: { kind: 'tls', code: `http-${status}`, side },
    });
    expect(suite.sandbox[side].stats().faults['tls']).toBe(1);
    suite.sandbox[side].side.faults.clear();
  }
});
