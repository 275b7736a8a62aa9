import { describe, expect, test } from 'vitest';
import { sampleOf } from '../../sample.ts';
import type { FaultRule } from '../../sandbox/faults/rule.ts';
import { readStream } from '../../sandbox/items/export-stream.ts';
import type { Outcome } from '../../sandbox/side.ts';
import { child } from '../../sandbox/xml/node.ts';
import { expectWhole, useSuite } from './suite.ts';

const suite = useSuite(60);
const WRITES = ['UploadItems', 'CreateItem'];

type Effect = FaultRule['effect'];

const broken: [name: string, effect: Effect][] = [
  ['reset before it is carried out', { kind: 'reset', at: 'before' }],
  ['reset after it was carried out', { kind: 'reset', at: 'after' }],
  ['reset within the answer', { kind: 'reset', at: 'within' }],
  ['reset while the request comes in', { kind: 'reset', at: 'upload' }],
  ['an answer shorter than its length', { kind: 'cut', how: 'length' }],
  ['an answer cut cleanly', { kind: 'cut', how: 'short-length' }],
  ['an answer without its last chunk', { kind: 'cut', how: 'chunked' }],
  ['an answer cut between chunks', { kind: 'cut', how: 'chunked-end' }],
  ['an answer without its last tags', { kind: 'cut', how: 'unclosed' }],
  ['a Content-Length that is too small', { kind: 'wrong-length', by: -40 }],
  ['a Content-Length that is too large', { kind: 'wrong-length', by: 40 }],
  ['an answer that stalls', { kind: 'stall' }],
  ['200 without a body', { kind: 'empty' }],
  ['no answer', { kind: 'empty', how: 'connection' }],
  ['HTTP 500 after it was carried out', { kind: 'http', page: 'server-error', done: true }],
];

describe('a write whose outcome no one heard is asked for, and no item comes twice', () => {
  test.each(sampleOf(broken, 5))('%s', async (_name, effect) => {
    const move = suite.begin();
    suite.fault('destination', { operation: WRITES, every: 2, times: 2, effect });
    await move.pass();
    await expectWhole(suite, move);
  });
});

describe('a reading that broke off is made again', () => {
  test.each(sampleOf([...broken, ['Truncated Data', { kind: 'truncated-data' }] as [string, Effect]], 5))(
    '%s',
    async (_name, effect) => {
      const move = suite.begin();
      suite.fault('source', {
        operation: ['ExportItems', 'SyncFolderItems', 'FindFolder'],
        every: 5,
        times: 4,
        effect,
      });
      await move.pass();
      await expectWhole(suite, move);
    },
  );
});

const READS = ['ExportItems', 'GetItem'];

test.each<[string, Outcome]>([
  ['breaks the connection', { kind: 'reset' }],
  ['brings the application down', { kind: 'http', status: 500, body: "Server Error in '/EWS' Application." }],
])('an item whose reading always %s is listed, and the rest crosses', async (_name, outcome) => {
  const move = suite.begin();
  const { id } = await move.first();
  const { interceptors } = suite.sandbox.source.side;
  interceptors.push(async ({ operation, request }, next) => {
    await next();
    return READS.includes(operation) && JSON.stringify(request).includes(id) ? outcome : undefined;
  });
  await move.pass();
  interceptors.length = 0;
  expect(move.clock.jumpedMs()).toBeLessThan(10 * 60_000);
  await expectWhole(suite, move, 1);
});

test('an item at whose upload the server always hangs up is listed, and the rest crosses', async () => {
  const move = suite.begin();
  const { subject } = await move.first();
  const { interceptors } = suite.sandbox.destination.side;
  interceptors.push(async ({ operation, request }, next) => {
    const data = (operation === 'UploadItems' ? (child(request, 'Items')?.children ?? []) : []).flatMap(
      (item) => child(item, 'Data')?.spool ?? [],
    );
    if (data.some((spool) => readStream(spool).subject === subject)) return { kind: 'reset' };
    await next();
    return undefined;
  });
  await move.pass('full', { options: () => ({ copyPaths: ['transfer'] }) });
  interceptors.length = 0;
  expect(await move.errors(), JSON.stringify(move.results)).toMatchObject([{ fault: { code: 'never-arrived' } }]);
  await expectWhole(suite, move, 1);
});
