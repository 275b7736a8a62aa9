import { expect, test } from 'vitest';
import type { Effect } from '../../sandbox/faults/rule.ts';
import { NAME, beginScene } from './scene.ts';
import { expectWhole, useSuite } from './suite.ts';

const suite = useSuite(12, {}, 20);
const SYNC = 'SyncFolderItems';
const denied: Effect = { kind: 'batch-error', code: 'ErrorAccessDenied' };

const listings = (side: 'source' | 'destination') => suite.sandbox[side].stats().requests['FindItem'] ?? 0;

/** Refuses the first reading of all, whichever folder that is of, and every later one of that folder. */
function denyFirst(side: 'source' | 'destination'): void {
  let first: string | undefined;
  suite.sandbox[side].side.interceptors.push(async (exchange, next) => {
    if (exchange.operation !== SYNC) {
      await next();
      return undefined;
    }
    const id = JSON.stringify(exchange.request).match(/"SyncFolderId".*?"Id":"([^"]+)"/)?.[1] ?? '';
    first ??= id;
    if (id !== first) {
      await next();
      return undefined;
    }
    return { kind: 'http', status: 200, headers: { 'content-type': 'text/xml' }, body: DENIED };
  });
}

const NS =
  'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"';
const DENIED = `<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:SyncFolderItemsResponse ${NS}><m:ResponseMessages><m:SyncFolderItemsResponseMessage ResponseClass="Error"><m:MessageText>Access is denied.</m:MessageText><m:ResponseCode>ErrorAccessDenied</m:ResponseCode></m:SyncFolderItemsResponseMessage></m:ResponseMessages></m:SyncFolderItemsResponse></s:Body></s:Envelope>`;

test.each(['source', 'destination'] as const)(
  'a folder whose changes a %s does not tell is listed, also where it is the first: all others are not',
  async (side) => {
    const { move } = await beginScene(suite);
    const { interceptors } = suite.sandbox[side].side;
    denyFirst(side);
    await move.pass();
    interceptors.pop();
    expect(listings(side)).toBeGreaterThan(0);
    expect(listings(side)).toBeLessThan(4);
    expect(await move.folderErrors()).toEqual([]);
    await expectWhole(suite, move);
  },
);

test('later, it is listed as well, and nothing is copied twice', async () => {
  const { move, ids } = await beginScene(suite);
  await move.pass();
  suite.fault('source', { operation: SYNC, folder: ids.projects, effect: denied });
  await move.pass();
  expect(listings('source')).toBeGreaterThan(0);
  expect((await move.folderErrors()).map(({ path }) => path)).not.toContain(NAME);
  await expectWhole(suite, move);
});

test('of a server that tells the changes of none, all are listed', async () => {
  const { move } = await beginScene(suite);
  suite.fault('source', { operation: SYNC, effect: denied });
  await move.pass();
  expect(listings('source')).toBeGreaterThan(5);
  expect(await move.folderErrors()).toEqual([]);
  await expectWhole(suite, move);
});
