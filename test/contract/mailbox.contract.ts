import { madeFolders } from '../fakes/made-folders.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FaultError } from '../../worker/engine/model/fault.ts';
import type { ItemFacts } from '../../worker/engine/model/item.ts';
import type { CopyMethod } from '../../worker/lib/copy-methods.ts';
import { baselineOf } from '../fakes/baseline-of.ts';
import type { ItemRef, MailboxDestination, MailboxSource, Parcel } from '../../worker/engine/model/mailbox.ts';

/** A source with mail in it and a destination with room, freshly made for each test. */
export type MailboxPair = {
  source: MailboxSource;
  destination: MailboxDestination;
  /** A folder of the source with at least `items` e-mails, all distinct, at least one unread and one read. */
  filledFolder: { id: string; items: number };
  /** An empty folder of the destination for e-mail. */
  emptyFolder: { id: string };
  close?: () => Promise<void>;
};

const newFolder = (name: string) => ({ name, folderClass: 'IPF.Note' });

/** What every source and every destination owes the engine, whatever stands behind it. */
export function mailboxContract(name: string, open: () => Promise<MailboxPair>): void {
  describe(`mailboxes: ${name}`, () => {
    let pair: MailboxPair;
    const signal = new AbortController().signal;
    beforeEach(async () => {
      pair = await open();
    });
    afterEach(async () => {
      await pair.close?.();
    });

    const listed = async (folderId: string): Promise<ItemFacts[]> => {
      const items: ItemFacts[] = [];
      for (let state: string | undefined; ;) {
        const page = await pair.source.changes(folderId, state, signal);
        for (const change of page.changes) if (change.kind === 'create') items.push(change.item);
        if (page.isLast) return items;
        expect(page.syncState).not.toBe(state);
        state = page.syncState;
      }
    };
    const refs = (items: readonly ItemFacts[]): ItemRef[] =>
      items.map(({ id, changeKey, itemClass, sizeBytes }) => ({ id, changeKey, itemClass, sizeBytes }));
    const parcels = async (items: readonly ItemRef[], method: CopyMethod, stream = false): Promise<Parcel[]> =>
      (await pair.source.read(items, method, { stream }, signal)).map((result) => {
        if ('fault' in result) throw new FaultError(result.fault);
        return result.parcel;
      });

    test('both sides name themselves and their paths', async () => {
      for (const side of [pair.source, pair.destination]) {
        const abilities = await side.abilities(signal);
        expect(abilities.version).not.toBe('');
        expect(abilities.methods.length).toBeGreaterThan(0);
        expect(abilities.maxRequestBytes).toBeGreaterThan(1_000_000);
      }
    });

    test('the tree begins at the message root, and parents precede', async () => {
      for (const side of [pair.source, pair.destination]) {
        const folders = await side.folders(signal);
        expect(folders[0]?.distinguishedId).toBe('msgfolderroot');
        const seen = new Set([folders[0]?.id]);
        for (const folder of folders.slice(1)) {
          expect(seen, folder.name).toContain(folder.parentId);
          seen.add(folder.id);
        }
        expect(seen.size).toBe(folders.length);
      }
    });

    test('changes from nothing are all items, each once; from their end there are none', async () => {
      const items = await listed(pair.filledFolder.id);
      expect(items.length).toBeGreaterThanOrEqual(pair.filledFolder.items);
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      for (let state: string | undefined, isLast = false; !isLast;) {
        const page = await pair.source.changes(pair.filledFolder.id, state, signal);
        ({ syncState: state, isLast } = page);
        if (isLast) expect((await pair.source.changes(pair.filledFolder.id, state, signal)).changes).toEqual([]);
      }
    });

    test('an unknown sync state is a fault of its own', async () => {
      await expect(pair.source.changes(pair.filledFolder.id, 'no such state', signal)).rejects.toMatchObject({
        fault: { kind: 'sync-state' },
      });
    });

    test('a read answers for each item, a vanished one with its fault', async () => {
      const [first, second] = refs(await listed(pair.filledFolder.id));
      const gone = { ...first!, id: vanishedLike(first!.id) };
      const results = await pair.source.read([first!, gone, second!], 'transfer', { stream: false }, signal);
      expect(new Set(results.map(({ id }) => id))).toEqual(new Set([first!.id, gone.id, second!.id]));
      for (const result of results) {
        if (result.id === gone.id) expect(result).toMatchObject({ fault: { side: 'source' } });
        else expect(result).toMatchObject({ parcel: { sourceId: result.id, method: 'transfer' } });
      }
    });

    test.each(['transfer', 'mime', 'typed'] as const)(
      'items written by %s arrive, once, with the facts that doubt is resolved by',
      async (method) => {
        const items = (await listed(pair.filledFolder.id)).slice(0, 3);
        const baseline = await baselineOf(pair.destination, pair.emptyFolder.id);
        expect(await pair.destination.arrivals(pair.emptyFolder.id, baseline, () => true, signal)).toEqual([]);
        const written = await pair.destination.write(pair.emptyFolder.id, await parcels(refs(items), method), signal);
        expect(written.map(({ sourceId }) => sourceId)).toEqual(items.map(({ id }) => id));
        const arrived = await pair.destination.arrivals(pair.emptyFolder.id, baseline, () => true, signal);
        expect(arrived).toHaveLength(items.length);
        const [one] = arrived;
        const wanted = ({ id }: ItemFacts) => id === one!.id;
        expect(await pair.destination.arrivals(pair.emptyFolder.id, baseline, wanted, signal)).toEqual([one]);
        for (const [index, result] of written.entries()) {
          if ('fault' in result) throw new FaultError(result.fault);
          const item = items[index]!;
          const copy = arrived.find(({ id }) => id === result.id);
          expect(copy).toMatchObject({
            itemClass: item.itemClass,
            receivedAt: item.receivedAt,
            messageId: item.messageId,
            isRead: item.isRead,
          });
          expect(copy?.marker).toBe(method === 'transfer' ? undefined : item.id);
        }
      },
    );

    test.each(['transfer', 'mime'] as const)('a streamed item by %s is the same as a buffered one', async (method) => {
      const [item] = refs(await listed(pair.filledFolder.id));
      const [buffered] = await parcels([item!], method);
      const [streamed] = await parcels([item!], method, true);
      expect(streamed?.content).toBeInstanceOf(ReadableStream);
      const text = (parcel: Parcel | undefined) => new Response(parcel?.content as BodyInit).text();
      expect((await text(streamed)) === (await text(buffered))).toBe(true);
      const [again] = await parcels([item!], method, true);
      const [written] = await pair.destination.write(pair.emptyFolder.id, [again!], signal);
      expect(written).toHaveProperty('id');
    });

    test('a folder that is created twice is one', async () => {
      const [root] = await pair.destination.folders(signal);
      const wanted = { name: 'Ä & <ö>', folderClass: 'IPF.Note' };
      const [first] = await madeFolders(pair.destination, root!.id, [wanted], signal);
      const [second, other] = await madeFolders(pair.destination, root!.id, [wanted, newFolder('Beside it')], signal);
      expect(second!.id).toBe(first!.id);
      expect(other!.id).not.toBe(first!.id);
      const found = (await pair.destination.folders(signal)).filter(({ name }) => name === 'Ä & <ö>');
      expect(found).toMatchObject([{ id: first!.id, parentId: root!.id, folderClass: 'IPF.Note' }]);
    });

    test('a folder is placed below another and named; a second time changes nothing', async () => {
      const [root] = await pair.destination.folders(signal);
      const wanted = ['New parent', 'Old name'].map(newFolder);
      const [parent, folder] = await madeFolders(pair.destination, root!.id, wanted, signal);
      for (let round = 0; round < 2; round++)
        await pair.destination.placeFolder(folder!.id, parent!.id, 'New name', signal);
      const found = (await pair.destination.folders(signal)).filter(({ id }) => id === folder!.id);
      expect(found).toMatchObject([{ parentId: parent!.id, name: 'New name' }]);
    });

    test('copies are moved, known by their change keys, and removed; what is gone is no fault', async () => {
      const items = (await listed(pair.filledFolder.id)).slice(0, 3);
      const baseline = await baselineOf(pair.destination, pair.emptyFolder.id);
      const written = await pair.destination.write(pair.emptyFolder.id, await parcels(refs(items), 'transfer'), signal);
      const copies = written.map((result) => {
        if ('fault' in result) throw new FaultError(result.fault);
        return result;
      });
      const ids = copies.map(({ id }) => id);
      const keys = await pair.destination.changeKeys([...ids, vanishedLike(ids[0]!)], signal);
      expect([...keys]).toEqual(copies.map(({ id, changeKey }) => [id, changeKey]));

      const [root] = await pair.destination.folders(signal);
      const [other] = await madeFolders(pair.destination, root!.id, [newFolder('Elsewhere')], signal);
      const moves = copies.slice(0, 2).map(({ sourceId, id }) => ({ sourceId, id }));
      const gone = { sourceId: 'gone', id: vanishedLike(ids[0]!) };
      const moved = await pair.destination.move(other!.id, [...moves, gone], signal);
      expect(moved.map(({ sourceId }) => sourceId)).toEqual([...moves, gone].map(({ sourceId }) => sourceId));
      expect(moved[2]).toMatchObject({ fault: { kind: 'vanished' } });
      expect(await pair.destination.arrivals(pair.emptyFolder.id, baseline, () => true, signal)).toHaveLength(1);

      const left = [...moved.slice(0, 2).flatMap((result) => ('id' in result ? result.id : [])), ids[2]!];
      expect(left).toHaveLength(3);
      expect([...(await pair.destination.remove([...left, gone.id], 'for-good', signal))]).toEqual([]);
      expect((await pair.destination.changeKeys(left, signal)).size).toBe(0);
      expect([...(await pair.destination.remove(left, 'deleted-items', signal))]).toEqual([]);
    });

    test('read states are set, of items that are there', async () => {
      const items = (await listed(pair.filledFolder.id)).slice(0, 2);
      const baseline = await baselineOf(pair.destination, pair.emptyFolder.id);
      await pair.destination.write(pair.emptyFolder.id, await parcels(refs(items), 'transfer'), signal);
      const states = new Map(
        (await pair.destination.arrivals(pair.emptyFolder.id, baseline, () => true, signal)).map(({ id, isRead }) => [
          id,
          isRead,
        ]),
      );
      const changes = [...states].map(([id, isRead]) => ({ id, isRead: !isRead }));
      for (const result of await pair.destination.setRead(changes, signal)) expect(result).toHaveProperty('id');
      for (const { id, isRead } of await pair.destination.arrivals(pair.emptyFolder.id, baseline, () => true, signal)) {
        expect(isRead).toBe(!states.get(id));
      }
    });
  });
}

/** An id in the form of a real one, of nothing. */
function vanishedLike(id: string): string {
  const swap = (char: string) => (char === 'A' ? 'B' : 'A');
  const at = Math.max(0, id.length - 8);
  return id.slice(0, at) + swap(id[at] ?? 'A') + id.slice(at + 1);
}
