import { describe, expect, test } from 'vitest';
import { sampleOf } from '../../sample.ts';
import type { FaultRule } from '../../sandbox/faults/rule.ts';
import { expectWhole, useSuite } from './suite.ts';

const suite = useSuite(60);
const WRITES = ['UploadItems', 'CreateItem'];
const BUSY = 'ErrorServerBusy';

type Effect = FaultRule['effect'];

const busy: [name: string, leastMs: number, effect: Effect][] = [
  ['HTTP 503', 2_000, { kind: 'http', page: 'unavailable' }],
  ['a SOAP fault, HTTP 500', 7_000, { kind: 'soap-fault', code: BUSY, values: { BackOffMilliseconds: 7_000 } }],
  ['a SOAP fault that says 0', 2_000, { kind: 'soap-fault', code: BUSY, values: { BackOffMilliseconds: 0 } }],
  [
    'HTTP 200 around ErrorInternalServerError',
    2_000,
    { kind: 'batch-error', code: 'ErrorInternalServerError', values: { InnerErrorResponseCode: BUSY } },
  ],
];

describe('a server that is busy is waited for as it says', () => {
  test.each(sampleOf(busy, 4))('%s', async (_name, leastMs, effect) => {
    const move = suite.begin();
    for (const side of ['source', 'destination'] as const) suite.fault(side, { every: 4, times: 3, effect });
    await move.pass();
    expect(move.clock.jumpedMs()).toBeGreaterThanOrEqual(leastMs);
    await expectWhole(suite, move);
  });
});

const passing: [name: string, effect: Effect][] = [
  ['a 302 to genericerrorpage.htm', { kind: 'http', page: 'generic-error' }],
  ["Server Error in '/EWS' Application", { kind: 'http', page: 'server-error' }],
  ['X-CasErrorCode', { kind: 'http', page: 'proxy-error' }],
  ...[
    'ErrorInternalServerTransientError',
    'ErrorMailboxFailover',
    'ErrorMailboxMoveInProgress',
    'ErrorMailboxStoreUnavailable',
    'ErrorConnectionFailed',
    'ErrorADUnavailable',
    'ErrorInsufficientResources',
  ].map((code): [string, Effect] => [code, { kind: 'soap-fault', code }]),
];

describe('passing trouble costs no item an attempt, and the wait grows', () => {
  test.each(sampleOf(passing, 5))('%s', async (_name, effect) => {
    const move = suite.begin();
    // More often than any item is tried.
    suite.fault('source', { operation: 'ExportItems', times: 6, effect });
    suite.fault('destination', { operation: WRITES, times: 6, effect });
    await move.pass();
    expect(move.clock.jumpedMs()).toBeGreaterThan(60_000);
    await expectWhole(suite, move);
  });

  test('told for each item of a batch', async () => {
    const move = suite.begin();
    suite.fault('source', {
      operation: 'ExportItems',
      times: 6,
      effect: { kind: 'batch-error', code: 'ErrorMailboxFailover' },
    });
    suite.fault('destination', {
      operation: WRITES,
      times: 6,
      effect: { kind: 'batch-error', code: 'ErrorMailboxFailover' },
    });
    await move.pass();
    await expectWhole(suite, move);
  });

  test('an outage of a quarter of an hour', async () => {
    const move = suite.begin();
    const until = move.clock.now() + 15 * 60_000;
    for (const side of ['source', 'destination'] as const) {
      suite.sandbox[side].side.now = move.clock.now;
      suite.fault(side, { forMs: 15 * 60_000, effect: { kind: 'http', page: 'server-error' } });
    }
    await move.pass();
    expect(move.clock.now()).toBeGreaterThan(until);
    await expectWhole(suite, move);
    for (const side of ['source', 'destination'] as const) suite.sandbox[side].side.now = () => Date.now();
  });
});

describe('a call that was too much is halved', () => {
  test.each(['ErrorTimeoutExpired', 'ErrorTooManyObjectsOpened'])('%s', async (code) => {
    const move = suite.begin();
    suite.fault('source', { operation: 'ExportItems', times: 3, effect: { kind: 'batch-error', code } });
    suite.fault('destination', { operation: WRITES, times: 3, effect: { kind: 'batch-error', code } });
    await move.pass();
    await expectWhole(suite, move);
  });
});
