import { madeFolders } from '../fakes/made-folders.ts';
import { baselineOf } from '../fakes/baseline-of.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kindOf, type Folder, type ItemFacts } from '../../worker/engine/model/item.ts';
import { type CopyMethod } from '../../worker/lib/copy-methods.ts';
import type { ItemRef, MailboxDestination, MailboxSource, ReadResult } from '../../worker/engine/model/mailbox.ts';
import { createExchangeDestination } from '../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import type { TypedAttendant } from '../../worker/exchange/items/attendant.ts';
import { concat } from '../../worker/exchange/xml/bytes.ts';
import { mailboxContract } from '../contract/mailbox.contract.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { never } from './kit.ts';
import { connect } from './connect.ts';

const EMAIL = 'ann@example.com';
const SEED = 7;

function start(items: number): Promise<Sandbox> {
  return startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [{ email: EMAIL, fill: { seed: SEED, items, largeItems: [{ bytes: 3_000_000 }], language: 'de' } }],
    },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }] },
  });
}

async function listAll(source: MailboxSource, folder: Folder): Promise<ItemFacts[]> {
  const items: ItemFacts[] = [];
  for (let state: string | undefined; ;) {
    const page = await source.changes(folder.id, state, never());
    for (const change of page.changes) if (change.kind === 'create') items.push(change.item);
    if (page.isLast) return items;
    state = page.syncState;
  }
}

/** What a typed parcel carries, without the name of where it came from. */
function comparable(result: ReadResult | undefined): string {
  if (!result || 'fault' in result) return `not read: ${result?.fault.code}`;
  const { content, attendant } = result.parcel;
  const { exceptions } = attendant as TypedAttendant;
  const modified = exceptions?.modified.map(({ originalStart, updates }) => [
    originalStart,
    new TextDecoder().decode(concat(updates)),
  ]);
  const text = content instanceof Uint8Array ? new TextDecoder().decode(content) : '';
  const item = text.replace(/<t:ExtendedProperty><[^>]*MailferrySource.*?<\/t:ExtendedProperty>/, '');
  return item + JSON.stringify([exceptions?.deleted, modified]);
}

mailboxContract('Exchange 2010 to 2019', async () => {
  const sandbox = await start(60);
  const source = createExchangeSource(connect(sandbox.source, 'source'));
  const destination = createExchangeDestination(connect(sandbox.destination, 'destination'));
  const from = (await source.folders(never())).find(({ distinguishedId }) => distinguishedId === 'sentitems')!;
  const to = (await destination.folders(never())).find(({ distinguishedId }) => distinguishedId === 'inbox')!;
  return {
    source,
    destination,
    filledFolder: { id: from.id, items: from.totalCount },
    emptyFolder: { id: to.id },
    close: () => sandbox.close(),
  };
});

describe('a sandbox pair', () => {
  let sandbox: Sandbox;
  let source: MailboxSource;
  let destination: MailboxDestination;
  let folders: Folder[];
  const itemsOf = new Map<string, ItemFacts[]>();

  beforeAll(async () => {
    process.stdout.write(`sandbox seed ${SEED}\n`);
    sandbox = await start(240);
    source = createExchangeSource(connect(sandbox.source, 'source'));
    destination = createExchangeDestination(connect(sandbox.destination, 'destination'));
    folders = await source.folders(never());
    for (const folder of folders) itemsOf.set(folder.id, await listAll(source, folder));
  }, 60_000);
  afterAll(() => sandbox.close());

  test.each(['owner', 'delegate', 'impersonate'] as const)('opens as %s', async (how) => {
    const found = await createExchangeSource(connect(sandbox.source, 'source', { how })).folders(never());
    expect(found.map(({ id }) => id)).toEqual(folders.map(({ id }) => id));
  });

  test('counts what it lists', () => {
    for (const folder of folders) expect(itemsOf.get(folder.id), folder.name).toHaveLength(folder.totalCount);
    expect(new Set([...itemsOf.values()].flat().map(({ itemClass }) => kindOf(itemClass)))).toEqual(
      new Set(['email', 'calendar', 'contact', 'task', 'note', 'journal', 'post', 'distribution-list']),
    );
  });

  test.each<CopyMethod>(['transfer', 'mime', 'typed'])(
    'takes every item by %s, and sends nothing',
    async (method) => {
      const all = await destination.folders(never());
      const failures: string[] = [];
      for (const folder of folders) {
        const items = itemsOf
          .get(folder.id)!
          .filter(({ itemClass }) => method !== 'mime' || kindOf(itemClass) === 'email');
        if (items.length === 0) continue;
        const parent = all.find(({ distinguishedId }) => distinguishedId === 'msgfolderroot')!;
        const wanted = { name: `${method} of ${folder.name}`, folderClass: folder.folderClass };
        const [made] = await madeFolders(destination, parent.id, [wanted], never());
        const baseline = await baselineOf(destination, made!.id);
        for (let at = 0; at < items.length; at += 10) {
          const batch = items.slice(at, at + 10);
          failures.push(...(await copy(batch, method, made!.id)));
        }
        const arrived = await destination.arrivals(made!.id, baseline, () => true, never());
        expect(await differences(items), `${method} of ${folder.name}`).toEqual([]);
        expect(arrived.length, folder.name).toBe(items.length - failures.length);
        expect(arrived.map(({ itemClass }) => itemClass).toSorted()).toEqual(
          items.map(({ itemClass }) => itemClass).toSorted(),
        );
      }
      expect(failures).toEqual([]);
      expect(sandbox.destination.stats().outgoing).toBe(0);
      expect(sandbox.source.stats().outgoing).toBe(0);
      expect(sandbox.source.stats().writes).toEqual({});
    },
    60_000,
  );

  const copies = new Map<string, string>();

  /** Copies read again, element by element, against their originals. */
  async function differences(items: readonly ItemFacts[]): Promise<string[]> {
    const copy = createExchangeSource(connect(sandbox.destination, 'destination'));
    const found: string[] = [];
    for (let at = 0; at < items.length; at += 20) {
      const page = items.slice(at, at + 20);
      const originals = await source.read(page, 'typed', { stream: false }, never());
      const again = page.map((item) => ({ ...item, id: copies.get(item.id) ?? '' }));
      const read = await copy.read(again, 'typed', { stream: false }, never());
      for (const [index, original] of originals.entries()) {
        const [left, right] = [comparable(original), comparable(read[index])];
        if (left !== right) found.push(`${page[index]?.itemClass}\n${left}\n${right}`);
      }
    }
    return found;
  }

  async function copy(batch: readonly ItemFacts[], method: CopyMethod, folderId: string): Promise<string[]> {
    const refs: ItemRef[] = batch.map(({ id, changeKey, itemClass, sizeBytes }) => ({
      id,
      changeKey,
      itemClass,
      sizeBytes,
    }));
    const read = await source.read(refs, method, { stream: false }, never());
    const parcels = read.flatMap((result) => ('parcel' in result ? [result.parcel] : []));
    const written = await destination.write(folderId, parcels, never());
    for (const result of written) if ('id' in result) copies.set(result.sourceId, result.id);
    return [...read, ...written].flatMap((result) => {
      if (!('fault' in result)) return [];
      const id = 'id' in result ? result.id : result.sourceId;
      return [`${batch.find((item) => item.id === id)?.itemClass}: ${result.fault.code} ${result.fault.message}`];
    });
  }

  test('streams a large item by either path', async () => {
    const large = [...itemsOf.values()].flat().find(({ sizeBytes }) => sizeBytes > 2_000_000)!;
    const inbox = (await destination.folders(never())).find(({ distinguishedId }) => distinguishedId === 'inbox')!;
    for (const method of ['transfer', 'mime'] as const) {
      const [read] = await source.read([large], method, { stream: true }, never());
      if (!read || 'fault' in read) throw new Error(JSON.stringify(read));
      expect(read.parcel.content).toBeInstanceOf(ReadableStream);
      const [written] = await destination.write(inbox.id, [read.parcel], never());
      expect(written).toHaveProperty('id');
    }
  });
});
