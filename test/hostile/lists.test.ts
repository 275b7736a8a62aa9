import { describe, expect, test } from 'vitest';
import { faultOf } from '../../worker/engine/model/fault.ts';
import type { Connection } from '../../worker/exchange/client/connection.ts';
import { createHourBudget } from '../../worker/exchange/client/hour-budget.ts';
import { createWalks } from '../../worker/exchange/client/walks.ts';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import { listFolders } from '../../worker/exchange/folders/list-folders.ts';
import { readChanges } from '../../worker/exchange/folders/sync.ts';
import { explainFault } from '../../worker/features/reports/explain-fault.ts';
import { answer, connect, fakeServer, never, soap, type Wire } from '../exchange/kit.ts';

/** What a list came to: the fault, and what the server was asked meanwhile. */
async function faultIn(reading: Promise<unknown>) {
  return faultOf(
    await reading.then(
      () => expect.unreachable('the list has come to an end'),
      (error: unknown) => error,
    ),
  );
}

function serverOf(reply: (wire: Wire, count: number) => string): { connection: Connection; asked: Wire[] } {
  let count = 0;
  const { fetch, asked } = fakeServer((wire) => soap(reply(wire, count++)));
  return { connection: connect(fetch), asked };
}

const rootFolder =
  '<m:Folders><t:Folder><t:FolderId Id="root"/><t:DisplayName>Top</t:DisplayName></t:Folder></m:Folders>';

/** A mailbox whose FindFolder answers what `page` says of an offset; each name is a folder of its own. */
function withFolders(page: (offset: number, wire: Wire) => { folders: string; isLast: boolean }) {
  return serverOf((wire) => {
    if (wire.operation !== 'FindFolder') {
      const names = wire.body.match(/DistinguishedFolderId Id="(\w+)"/g) ?? [];
      const missing = { error: 'ErrorFolderNotFound' };
      return answer(
        'GetFolder',
        names.map((name) => (name.includes('msgfolderroot') ? rootFolder : missing)),
      );
    }
    const { folders, isLast } = page(Number(/Offset="(\d+)"/.exec(wire.body)?.[1] ?? 0), wire);
    return answer('FindFolder', [
      `<m:RootFolder TotalItemsInView="9" IncludesLastItemInRange="${String(isLast)}"><t:Folders>${folders}</t:Folders></m:RootFolder>`,
    ]);
  });
}

const folder = (id: string, parent = 'root', name = id) =>
  `<t:Folder><t:FolderId Id="${id}"/><t:ParentFolderId Id="${parent}"/><t:DisplayName>${name}</t:DisplayName></t:Folder>`;
const folders = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => folder(`f${from + index}`)).join('');

describe('folders', () => {
  test('of a list that never ends the mailbox fails, and says why', async () => {
    const { connection, asked } = withFolders((offset) => ({ folders: folders(offset, 500), isLast: false }));
    const fault = await faultIn(listFolders(connection, never()));
    expect(fault).toMatchObject({ kind: 'too-large', scope: 'mailbox', code: 'too-many-folders', side: 'source' });
    expect(asked.filter(({ operation }) => operation === 'FindFolder')).toHaveLength(201);
    expect(explainFault(fault)).toMatchObject({
      title: 'Too many folders (source)',
      cause: expect.stringContaining('100,000'),
    });
  });

  test('a page that brings one new folder each time is no progress', async () => {
    const { connection, asked } = withFolders((offset) => ({ folders: folders(offset, 1), isLast: false }));
    expect(await faultIn(listFolders(connection, never()))).toMatchObject({ code: 'folders-without-end' });
    expect(asked.length).toBeLessThan(200);
  });

  test('folders within folders without end are seen, whether all are listed or level by level', async () => {
    const chain = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) =>
        folder(`f${from + at}`, from + at === 0 ? 'root' : `f${from + at - 1}`),
      ).join('');
    const deep = withFolders((offset) => ({ folders: chain(offset, 500), isLast: offset >= 500 }));
    expect(await faultIn(listFolders(deep.connection, never()))).toMatchObject({ code: 'folders-too-deep' });
    const shallow = withFolders((_, { body }) => {
      const at = Number(/FolderId Id="f(\d+)"/.exec(body)?.[1] ?? -1);
      const one = `<t:Folder><t:FolderId Id="f${at + 1}"/><t:DisplayName>x</t:DisplayName><t:ChildFolderCount>1</t:ChildFolderCount></t:Folder>`;
      return { folders: one, isLast: true };
    });
    expect(await faultIn(listFolders(shallow.connection, never()))).toMatchObject({ code: 'folders-too-deep' });
    expect(shallow.asked.length).toBeLessThan(450);
  });

  test('names that fill the memory are not kept', async () => {
    const name = 'n'.repeat(200_000);
    const { connection, asked } = withFolders((offset) => ({
      folders: Array.from({ length: 50 }, (_, at) => folder(`f${offset + at}`, 'root', name)).join(''),
      isLast: false,
    }));
    expect(await faultIn(listFolders(connection, never()))).toMatchObject({ code: 'folder-names-too-long' });
    expect(asked.length).toBeLessThan(12);
  });

  test('a mailbox of 20,000 folders is listed whole', async () => {
    const { connection } = withFolders((offset) => ({ folders: folders(offset, 500), isLast: offset >= 19_500 }));
    expect(await listFolders(connection, never())).toHaveLength(20_001);
  });
});

/** A mailbox whose SyncFolderItems answers what `page` says of the state that it is asked with. */
function withChanges(page: (state: string, count: number) => { state: string; ids: readonly string[] }) {
  return serverOf((wire, count) => {
    if (wire.operation !== 'SyncFolderItems') return answer(wire.operation, [{ error: 'ErrorInternalServerError' }]);
    const { state, ids } = page(/<m:SyncState>(.*?)</.exec(wire.body)?.[1] ?? '', count);
    const changes = ids.map((id) => `<t:Create><t:Message><t:ItemId Id="${id}" ChangeKey="c"/></t:Message></t:Create>`);
    return answer('SyncFolderItems', [
      `<m:SyncState>${state}</m:SyncState><m:IncludesLastItemInRange>false</m:IncludesLastItemInRange><m:Changes>${changes.join('')}</m:Changes>`,
    ]);
  });
}

async function readWhole(connection: Connection): Promise<void> {
  for (let state: string | undefined; ;) {
    const page = await readChanges(connection, 'folder', state, never());
    if (page.isLast || page.syncState === state) return;
    state = page.syncState;
  }
}

describe('changes of a folder', () => {
  test.each(['items', 'nothing'])('a state that comes back, with %s, ends the reading', async (what) => {
    const ids = what === 'items' ? ['a', 'b'] : [];
    const { connection, asked } = withChanges((state) => ({ state: state === 'one' ? 'two' : 'one', ids }));
    expect(await faultIn(readWhole(connection))).toMatchObject({ kind: 'sync-state', code: 'stands-still' });
    expect(asked.length).toBeLessThan(5);
  });

  test.each([
    ['one new item each', (count: number) => [`i${count}`]],
    ['nothing at all', () => []],
  ])('pages that bring %s do not go on for ever', async (_, idsOf) => {
    const { connection, asked } = withChanges((_state, count) => ({ state: `s${count}`, ids: idsOf(count) }));
    const fault = await faultIn(readWhole(connection));
    expect(fault).toMatchObject({ kind: 'too-large', scope: 'folder', code: 'folder-without-end' });
    expect(asked.length).toBeLessThan(250);
    expect(explainFault(fault).remedy).toContain('provider');
  });

  test('new items without end are more than any folder holds; those of the largest folders are not', () => {
    const walks = createWalks();
    const changes = Array.from({ length: 512 }, () => ({ kind: 'delete' as const, id: 'x' }));
    const walk = (pages: number) => {
      for (let page = 0; page < pages; page += 1)
        walks.goesOn(
          'f',
          page === 0 ? undefined : `s${page}`,
          { changes, syncState: `s${page + 1}`, isLast: false },
          'source',
        );
    };
    expect(() => walk(2000)).not.toThrow();
    expect(() => walk(4000)).toThrow('folder-without-end');
  });

  test('what a server lists in an hour, and in a pass, has an end whichever folders it is of', () => {
    let now = 0;
    const budget = createHourBudget(() => now);
    const list = (pages: number) => {
      for (let page = 0; page < pages; page += 1) budget.count(500, 'source');
    };
    expect(() => list(8000)).not.toThrow();
    expect(() => list(1)).toThrow('hour-spent');
    now += 3_600_000;
    expect(() => list(8000)).not.toThrow();
    now += 3_600_000;
    // What the next slice hears of the one before counts on.
    const next = createHourBudget(() => now, budget.learnt());
    expect(() => {
      for (let page = 0; page < 5000; page += 1) next.count(500, 'source');
    }).toThrow('hour-spent');
  });
});

describe('answers', () => {
  const asking = (body: string) =>
    faultIn(createExchangeSource(serverOf(() => body).connection).changes('folder', undefined, never()));

  test.each([
    ['elements without end', '<a/>'.repeat(600_000)],
    ['elements in elements', '<a>'.repeat(300)],
    ['a tag without end', `<t:FolderId ${'b'.repeat(400_000)} Id="x"/>`],
  ])('%s are not read any further', async (_, inner) => {
    const begunAt = performance.now();
    const fault = await asking(`<m:SyncFolderItemsResponse>${inner}</m:SyncFolderItemsResponse>`);
    expect(fault).toMatchObject({ kind: 'too-large', code: 'answer-too-large' });
    expect(explainFault(fault).title).toContain('Answer too large');
    expect(performance.now() - begunAt).toBeLessThan(3000);
  });

  test('of what a server says no more is kept than anybody reads', async () => {
    const fault = await asking(
      answer('SyncFolderItems', [{ error: `Error${'X'.repeat(100_000)}`, text: 'y'.repeat(1_000_000) }]),
    );
    expect([fault.code.length, fault.message.length]).toEqual([100, 1000]);
  });
});
