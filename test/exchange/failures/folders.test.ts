import { describe, expect, test } from 'vitest';
import { bySample } from '../../sample.ts';
import type { Effect, FaultRule } from '../../sandbox/faults/rule.ts';
import { createExchangeDestination } from '../../../worker/exchange/destination.ts';
import { foldersOf, getDistinguished } from '../../sandbox/store/folders.ts';
import { copyItem, getItem, itemsIn, updateItemRow } from '../../sandbox/store/items.ts';
import { NAME, beginScene, expectSetAside } from './scene.ts';
import { expectWhole, useSuite } from './suite.ts';

const suite = useSuite(100, {}, 20);
/** Of each row of faults a fifth, of a small sample a tenth, or all with FOLDERS=all. */
const isWhole = process.env['FOLDERS'] === 'all';
const EVERY = bySample({ small: 10, full: 5 });
const share = (names: readonly string[], from: number) => names.filter((_, at) => isWhole || at % EVERY === from);

const error = (code: string): Effect => ({ kind: 'batch-error', code });
const HTML = { 'content-type': 'text/html' };
const page = (status: number, headers = {}): Effect => ({
  kind: 'http',
  status,
  headers: { ...HTML, ...headers },
  body: '<!DOCTYPE html><html><body>Request rejected</body></html>',
});

/** What a server may answer whenever it is asked for one folder. */
const ANSWERS: Readonly<Record<string, Effect>> = {
  'an empty Body': { kind: 'empty' },
  '500': { kind: 'http', status: 500, body: '' },
  '503': { kind: 'http', page: 'unavailable' },
  '503 that says when': page(503, { 'retry-after': '3' }),
  '200 with HTML': page(200),
  '403 with HTML': page(403),
  '404 with HTML': page(404),
  ErrorInternalServerError: error('ErrorInternalServerError'),
  'a fault of ErrorInternalServerError': { kind: 'soap-fault', code: 'ErrorInternalServerError' },
  ErrorTimeoutExpired: error('ErrorTimeoutExpired'),
  ErrorServerBusy: error('ErrorServerBusy'),
  ErrorFolderCorrupt: error('ErrorFolderCorrupt'),
  ErrorAccessDenied: error('ErrorAccessDenied'),
  ErrorItemCorrupt: error('ErrorItemCorrupt'),
  ErrorFolderNotFound: error('ErrorFolderNotFound'),
  ErrorMailboxStoreUnavailable: error('ErrorMailboxStoreUnavailable'),
  'a reset': { kind: 'reset', at: 'before' },
  'an answer cut off': { kind: 'cut', how: 'unclosed' },
};
const NAMES = Object.keys(ANSWERS);
const LISTING = ['SyncFolderItems', 'FindItem'];

function strike(side: 'source' | 'destination', folder: string, name: string, more: Partial<FaultRule> = {}): void {
  suite.fault(side, { operation: LISTING, folder, effect: ANSWERS[name]!, ...more });
}

describe('a folder that the source does not list', () => {
  test.each(share(NAMES, 0))('is set aside, and all others are copied: %s', async (name) => {
    const scene = await beginScene(suite);
    strike('source', scene.ids.projects, name);
    await scene.move.pass();
    await expectSetAside(suite, scene, [NAME], 'source');
  });

  test.each(share(['ErrorFolderNotFound', 'ErrorAccessDenied', 'an empty Body', '503'], 0))(
    'may be the Inbox: %s',
    async (name) => {
      const scene = await beginScene(suite);
      strike('source', scene.ids.inbox, name);
      await scene.move.pass();
      await expectSetAside(suite, scene, ['Inbox'], 'source');
    },
  );

  test.each(share(['ErrorTimeoutExpired', '503', '200 with HTML', 'ErrorAccessDenied'], 3))(
    'once is read: %s',
    async (name) => {
      const { move, ids } = await beginScene(suite);
      strike('source', ids.projects, name, { times: 1 });
      await move.pass();
      expect(await move.folderErrors()).toEqual([]);
      await expectWhole(suite, move);
    },
  );

  test.each(share(['ErrorTimeoutExpired', '503', '500'], 1))('three times is read: %s', async (name) => {
    const { move, ids } = await beginScene(suite);
    strike('source', ids.projects, name, { times: 3 });
    await move.pass();
    expect(await move.folderErrors()).toEqual([]);
    await expectWhole(suite, move);
  });

  test('later loses nothing of what has crossed', async () => {
    const { move, ids } = await beginScene(suite);
    await move.pass();
    const before = await move.lines();
    for (const name of ['ErrorFolderNotFound', 'an empty Body']) {
      strike('source', ids.projects, name);
      await move.pass('full', { options: () => ({ deletions: 'remove' }) });
      expect((await move.folderErrors()).map(({ path }) => path)).toEqual([NAME]);
      suite.sandbox.source.side.faults.clear();
      expect((await move.lines()).destination).toEqual(before.destination);
    }
    await move.pass();
    expect(await move.folderErrors()).toEqual([]);
    await expectWhole(suite, move);
  });
});

describe('a folder that the destination does not make', () => {
  const CODES = [
    'ErrorFolderSave',
    'ErrorInvalidValueForProperty',
    'ErrorFolderExists',
    'ErrorInternalServerError',
    'ErrorAccessDenied',
    'ErrorCreateSubfolderAccessDenied',
    'ErrorTimeoutExpired',
  ];

  test.each(share(CODES, 2))('is set aside with its subfolders, and all others are copied: %s', async (code) => {
    const scene = await beginScene(suite);
    const item = { text: NAME };
    suite.fault('destination', { operation: 'CreateFolder', item, effect: { kind: 'item-error', code } });
    await scene.move.pass();
    await expectSetAside(suite, scene, [NAME, `${NAME}/Below`], 'destination');
  });

  test.each(share(['500', '200 with HTML', 'an empty Body', '503'], 0))(
    'nor answers the request as a whole: %s',
    async (name) => {
      const scene = await beginScene(suite);
      suite.fault('destination', { operation: 'CreateFolder', folder: NAME, effect: ANSWERS[name]! });
      await scene.move.pass();
      await expectSetAside(suite, scene, [NAME, `${NAME}/Below`], 'destination');
    },
  );

  test.each(share(CODES, 4))('once is made: %s', async (code) => {
    const { move } = await beginScene(suite);
    const item = { text: NAME };
    suite.fault('destination', { operation: 'CreateFolder', item, times: 1, effect: { kind: 'item-error', code } });
    await move.pass();
    expect(await move.folderErrors()).toEqual([]);
    await expectWhole(suite, move);
  });
});

describe('a well-known folder that is denied by its name', () => {
  const CASES = (['source', 'destination'] as const).flatMap((side) =>
    ['sentitems', 'calendar'].flatMap((id) =>
      ['ErrorAccessDenied', 'ErrorMailboxFailover'].map((code) => ({ side, id, code })),
    ),
  );

  test.each(CASES.filter((_, at) => isWhole || at % EVERY === 0))('is found among the others: %j', async (each) => {
    const { move } = await beginScene(suite);
    const { side, id, code } = each;
    suite.fault(side, { operation: 'GetFolder', item: { id }, effect: { kind: 'item-error', code } });
    await move.pass();
    expect(await move.folderErrors()).toEqual([]);
    await expectWhole(suite, move);
  });
});

test.each(['500', 'a reset'])(
  'a destination folder at whose items the server fails is set aside, and they cross later: %s',
  async (name) => {
    const { move } = await beginScene(suite);
    await move.pass();
    const { store } = suite.sandbox.source;
    const mailbox = store.mailbox(move.email)!.id;
    const [projects] = foldersOf(store, mailbox).filter((folder) => folder.name === NAME);
    const inbox = getDistinguished(store, mailbox, 'inbox')!;
    for (let copies = 0; copies < 4; copies += 1)
      for (const item of itemsIn(store, projects!.id).slice(0, 3)) {
        const another = getItem(store, copyItem(store, item, item.folder))!;
        another.messageId = `<${another.id}@x.example>`;
        updateItemRow(store, another);
      }
    for (const item of itemsIn(store, inbox.id)) copyItem(store, item, item.folder);
    const there = createExchangeDestination(move.connect('destination'));
    const { id } = (await there.folders(new AbortController().signal)).find((folder) => folder.name === NAME)!;
    const operation = ['UploadItems', 'CreateItem', 'MoveItem'];
    suite.fault('destination', { operation, folder: id, effect: ANSWERS[name]! });
    expect(await move.pass()).toMatchObject({ outcome: 'done' });
    expect((await move.folderErrors()).map(({ path }) => path)).toEqual([NAME]);
    expect(await move.errors()).toEqual([]);
    suite.sandbox.destination.side.faults.clear();
    await move.pass('retry-errors');
    await expectWhole(suite, move);
  },
);

describe('a destination folder that takes nothing', () => {
  const CODES = ['ErrorAccessDenied', 'ErrorCreateItemAccessDenied', 'ErrorMessagePerFolderCountReceiveQuotaExceeded'];

  test.each(share(CODES, 1))('is set aside, and all others are filled: %s', async (code) => {
    const scene = await beginScene(suite);
    const { move } = scene;
    await move.pass();
    const { store } = suite.sandbox.source;
    const mailbox = store.mailbox(move.email)!.id;
    const [projects] = foldersOf(store, mailbox).filter(({ name }) => name === NAME);
    const inbox = getDistinguished(store, mailbox, 'inbox')!;
    // Of each folder's news the new copies are written.
    for (const item of [...itemsIn(store, projects!.id), ...itemsIn(store, inbox.id)])
      copyItem(store, item, item.folder);
    const there = createExchangeDestination(move.connect('destination'));
    const folders = await there.folders(new AbortController().signal);
    const { id } = folders.find(({ name }) => name === NAME)!;
    const operation = ['UploadItems', 'CreateItem', 'MoveItem'];
    suite.fault('destination', { operation, folder: id, effect: error(code) });
    expect(await move.pass()).toMatchObject({ outcome: 'done' });
    expect((await move.folderErrors()).map(({ path, fault }) => [path, fault.code])).toEqual([[NAME, code]]);
    suite.sandbox.destination.side.faults.clear();
    const { source, destination } = await move.lines();
    expect(destination).toHaveLength(source.length - 3);
    await move.pass('retry-errors');
    await expectWhole(suite, move);
  });
});
