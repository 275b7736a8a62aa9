import { afterEach, describe, expect, test } from 'vitest';
import { sampleOf } from '../../sample.ts';
import { readStream } from '../../sandbox/items/export-stream.ts';
import { child, type Node } from '../../sandbox/xml/node.ts';
import type { Move } from './pair.ts';
import { expectWhole, useSuite } from './suite.ts';

const suite = useSuite(30);
afterEach(() => {
  for (const { side } of [suite.sandbox.source, suite.sandbox.destination]) side.interceptors.length = 0;
});

const HTML = '<!DOCTYPE html><html><head><title>Request rejected</title></head><body>Support ID 4711</body></html>';

type Page = { status: number; headers?: Record<string, string> };

const PAGES: [name: string, page: Page][] = [
  ['400', { status: 400 }],
  ['403', { status: 403 }],
  ['404', { status: 404 }],
  ['406', { status: 406 }],
  ['421', { status: 421 }],
  ['302 on the same host', { status: 302, headers: { location: '/blocked.html' } }],
  ['302 to another host', { status: 302, headers: { location: 'https://waf.example.com/blocked' } }],
  ['200 with HTML', { status: 200 }],
  ['503', { status: 503 }],
  ['503 that says when', { status: 503, headers: { 'retry-after': '3' } }],
];

type Message = { id: string; subject: string };

/** Writes carry an item by its stream, or beside its id as the marker. */
function holds(operation: string, request: Node, { id, subject }: Message): boolean {
  if (operation !== 'UploadItems') return JSON.stringify(request).includes(id);
  const items = child(request, 'Items')?.children ?? [];
  return items.some((item) => readStream(child(item, 'Data')!.spool!).subject === subject);
}

/** What stands in front of a server answers in its place whenever a request holds this message. */
function reject(side: 'source' | 'destination', message: Message, page: Page): void {
  const operations = side === 'source' ? ['ExportItems', 'GetItem'] : ['UploadItems', 'CreateItem', 'UpdateItem'];
  suite.sandbox[side].side.interceptors.push(async ({ operation, request }, next) => {
    if (operations.includes(operation) && holds(operation, request, message))
      return { kind: 'http', headers: { 'content-type': 'text/html' }, body: HTML, ...page };
    await next();
    return undefined;
  });
}

async function expectRejected(move: Move, id: string, side: 'source' | 'destination'): Promise<void> {
  suite.sandbox[side].side.interceptors.length = 0;
  expect(await move.errors()).toMatchObject([{ id, fault: { kind: 'refused', code: 'rejected-in-front', side } }]);
  await expectWhole(suite, move, 1);
}

const CELLS = PAGES.flatMap(([name, page]) =>
  (['source', 'destination'] as const).map((side) => ({ name, page, side })),
);

describe('a page in the place of the answer to one message', () => {
  test.each(sampleOf(CELLS, 5))('lists that message: $name, $side', async ({ page, side }) => {
    const move = suite.begin();
    const message = await move.first();
    reject(side, message, page);
    await move.pass();
    await expectRejected(move, message.id, side);
  });
});

test('one message that is left alone, and minded still, is no reason to give up the mailbox', async () => {
  const move = suite.begin();
  const message = await move.first();
  reject('destination', message, { status: 400 });
  await move.pass();
  await move.pass('retry-errors');
  await expectRejected(move, message.id, 'destination');
});

test('a page that stands for everything fails the mailbox, and blames no item', async () => {
  const move = suite.begin();
  suite.sandbox.destination.side.interceptors.push(async () => ({ kind: 'http', status: 404, body: HTML }));
  expect(await move.pass()).toMatchObject({ outcome: 'failed', fault: { kind: 'not-exchange', code: 'http-404' } });
  suite.sandbox.destination.side.interceptors.length = 0;
  expect(await move.errors()).toEqual([]);
  await move.pass();
  await expectWhole(suite, move);
});
