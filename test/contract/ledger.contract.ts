import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../worker/engine/model/ledger.ts';
import type { LedgerChange } from '../../worker/engine/model/ledger-facts.ts';

/** Gives a new, empty ledger, as the holder of any lease sees it. */
export type NewLedger = () => (lease: number) => Ledger;

const LIMITS = { maxItems: 20, maxBytes: 1_000_000, streamFromBytes: 2_000_000 };
const PASS = { id: 'pass-1', retries: false, methods: ['transfer' as const] };
const LAST = { isLast: true, readTo: 'end' };
const MORE = { isLast: false, readTo: 'on' };
const INBOX = { sourceId: 'inbox', destinationId: 'inbox-copy', path: 'Inbox', distinguishedId: 'inbox' };

function item(id: string, more: Partial<Extract<LedgerChange, { kind: 'item' }>> = {}): LedgerChange {
  return { kind: 'item', id, changeKey: '1', itemClass: 'IPM.Note', sizeBytes: 100, matchKey: id, ...more };
}

/** The contract of every ledger, whatever stores it. */
export function ledgerContract(name: string, create: NewLedger): void {
  async function opened(items: LedgerChange[] = []): Promise<{ ledger: Ledger; lease: (number: number) => Ledger }> {
    const lease = create();
    const ledger = lease(1);
    await ledger.open(PASS, {}, 99);
    await ledger.mapFolders([INBOX]);
    await ledger.record('inbox', items, () => 'transfer', LAST, {});
    return { ledger, lease };
  }

  describe(`the ledger ${name}`, () => {
    it('adds to the mapping, and gives out nothing of a folder that is not in it', async () => {
      const { ledger, lease } = await opened([item('a')]);
      const older = { sourceId: 'older', destinationId: 'older-copy', path: 'Older' };
      await ledger.addFolders([older]);
      await ledger.record('older', [item('b')], () => 'transfer', LAST, {});
      const next = lease(2);
      expect((await next.open(PASS, {}, 99)).folders.map(({ sourceId }) => sourceId)).toEqual(['inbox', 'older']);
      await next.mapFolders([INBOX]);
      expect(await next.claim('1', LIMITS, {}, 0)).toMatchObject({ folderId: 'inbox' });
      expect(await next.claim('2', LIMITS, {}, 0)).toBeUndefined();
      await next.addFolders([older]);
      expect(await next.claim('3', LIMITS, {}, 0)).toMatchObject({ folderId: 'older', items: [{ id: 'b' }] });
    });

    it('takes a page twice as if once', async () => {
      const { ledger } = await opened();
      expect(await ledger.record('inbox', [item('a'), item('b')], () => 'transfer', LAST, {})).toMatchObject({
        waiting: { count: 2, bytes: 200 },
      });
      expect(await ledger.record('inbox', [item('a'), item('b')], () => 'transfer', LAST, {})).toMatchObject({
        waiting: { count: 0, bytes: 0 },
      });
      expect((await ledger.summary({})).waiting).toEqual({ count: 2, bytes: 200 });
    });

    it('takes from a page that tells of an item twice what it told last, and counts it once', async () => {
      const { ledger } = await opened([item('known')]);
      const page = [
        item('a'),
        item('a', { changeKey: '2', sizeBytes: 300 }),
        item('b'),
        { kind: 'delete', id: 'b' } as const,
        { kind: 'delete', id: 'known' } as const,
        item('known', { changeKey: '3', sizeBytes: 70 }),
      ];
      expect(await ledger.record('inbox', page, () => 'transfer', MORE, {})).toMatchObject({
        waiting: { count: 1, bytes: 270 },
      });
      expect((await ledger.summary({})).waiting).toEqual({ count: 2, bytes: 370 });
      const batch = await ledger.claim('1', LIMITS, {}, 0);
      expect(batch?.items).toMatchObject([
        { id: 'known', changeKey: '3' },
        { id: 'a', changeKey: '2' },
      ]);
    });

    it('tells which copies are missing, by what the destination folder has', async () => {
      const { ledger } = await opened([item('a'), item('b', { itemAt: '2020-01-01T00:00:00Z' }), item('c')]);
      const done = (id: string) => ({ id, to: 'done' as const, destinationId: `${id}-copy`, changeKey: '1' });
      await ledger.claim('1', LIMITS, {}, 0);
      await ledger.settle([done('a'), done('b')]);
      expect(await ledger.comparedTo('inbox')).toBeUndefined();
      expect((await ledger.summary({})).folders).toMatchObject([{ unseen: 2 }]);
      await ledger.compare('inbox', { present: ['a-copy', 'theirs'], gone: [], begins: true });
      expect(await ledger.unseen('inbox', 9)).toEqual(['b-copy']);
      await ledger.compare('inbox', { present: [], gone: [], isWhole: true, syncState: 's1' });
      expect(await ledger.comparedTo('inbox')).toBe('s1');
      const b = { itemClass: 'IPM.Note', sizeBytes: 100, itemAt: '2020-01-01T00:00:00Z' };
      expect(await ledger.missing('inbox', 9)).toEqual({ missing: { count: 1, bytes: 100 }, first: [b] });
      await ledger.settle([done('c')]);
      expect(await ledger.unseen('inbox', 9)).toEqual(['c-copy']);
      await ledger.compare('inbox', { present: ['b-copy', 'c-copy'], gone: ['a-copy'], syncState: 's2' });
      expect(await ledger.missing('inbox', 0)).toEqual({ missing: { count: 1, bytes: 100 }, first: [] });
      // The folder is another one now: what was known of the old one says nothing of it.
      await ledger.mapFolders([{ ...INBOX, destinationId: 'new-copy' }]);
      expect(await ledger.comparedTo('inbox')).toBeUndefined();
    });

    it('gives each item to one batch', async () => {
      const { ledger } = await opened([item('a'), item('b'), item('c')]);
      const first = await ledger.claim('1', { ...LIMITS, maxItems: 2 }, {}, 0);
      const second = await ledger.claim('2', LIMITS, {}, 0);
      expect(first?.items.map(({ id }) => id)).toEqual(['a', 'b']);
      expect(second?.items.map(({ id }) => id)).toEqual(['c']);
      expect(await ledger.claim('3', LIMITS, {}, 0)).toBeUndefined();
    });

    it('keeps the paths of one folder apart', async () => {
      const { ledger } = await opened();
      const method = (itemClass: string) => (itemClass === 'IPM.Note' ? 'mime' : 'typed');
      await ledger.record('inbox', [item('a'), item('b', { itemClass: 'IPM.Task' }), item('c')], method, LAST, {});
      expect(await ledger.claim('1', LIMITS, {}, 0)).toMatchObject({
        method: 'mime',
        items: [{ id: 'a' }, { id: 'c' }],
      });
      expect(await ledger.claim('2', LIMITS, {}, 0)).toMatchObject({ method: 'typed', items: [{ id: 'b' }] });
    });

    it('holds an item back until its moment', async () => {
      const { ledger } = await opened([item('a')]);
      await ledger.claim('1', LIMITS, {}, 0);
      await ledger.settle([{ id: 'a', to: 'pending', attempts: 1, method: 'mime', notBeforeAt: 500 }]);
      expect(await ledger.claim('2', LIMITS, {}, 499)).toBeUndefined();
      expect(await ledger.nextPendingAt({})).toBe(500);
      expect(await ledger.claim('3', LIMITS, {}, 500)).toMatchObject({
        method: 'mime',
        items: [{ id: 'a', attempts: 1 }],
      });
      expect(await ledger.nextPendingAt({})).toBeUndefined();
    });

    it('never has twins on their way at once', async () => {
      const { ledger } = await opened([item('a', { matchKey: 'twin' }), item('b', { matchKey: 'twin' })]);
      expect((await ledger.claim('1', LIMITS, {}, 0))?.items).toHaveLength(1);
      expect(await ledger.claim('2', LIMITS, {}, 0)).toBeUndefined();
      await ledger.settle([{ id: 'a', to: 'done', destinationId: 'x', changeKey: '1' }]);
      expect(await ledger.claim('3', LIMITS, {}, 0)).toMatchObject({ items: [{ id: 'b' }] });
    });

    it('settles a batch and gives out the next at once, with what the first has set free', async () => {
      const { ledger } = await opened([item('a', { matchKey: 'twin' }), item('b', { matchKey: 'twin' }), item('c')]);
      const first = await ledger.claim('1', { ...LIMITS, maxItems: 1 }, {}, 0);
      expect(first?.items.map(({ id }) => id)).toEqual(['a']);
      const done = { id: 'a', to: 'done', destinationId: 'x', changeKey: '1' } as const;
      expect(await ledger.settleAndClaim([done], '2', LIMITS, {}, 7)).toMatchObject({
        id: '2',
        folderId: 'inbox',
        items: [{ id: 'b' }, { id: 'c' }],
      });
      expect(await ledger.summary({})).toMatchObject({ copied: { count: 1 }, waiting: { count: 2 } });
      const rest = [
        { id: 'b', to: 'pending', attempts: 1, method: 'mime', notBeforeAt: 50 },
        { id: 'c', to: 'doubt' },
      ] as const;
      expect(await ledger.settleAndClaim(rest, '3', LIMITS, {}, 49)).toBeUndefined();
      expect(await ledger.unconfirmed()).toMatchObject([{ id: 'c', sinceAt: 7 }]);
      expect(await ledger.settleAndClaim([], '4', LIMITS, {}, 50)).toMatchObject({ items: [{ id: 'b' }] });
    });

    it('neither settles nor gives out for a lease that was lost', async () => {
      const { ledger, lease } = await opened([item('a'), item('b')]);
      await ledger.claim('1', { ...LIMITS, maxItems: 1 }, {}, 0);
      await lease(2).open(PASS, {}, 9);
      const done = { id: 'a', to: 'done', destinationId: 'x', changeKey: '1' } as const;
      await expect(ledger.settleAndClaim([done], '2', LIMITS, {}, 9)).rejects.toMatchObject({
        fault: { code: 'lease-lost' },
      });
      expect(await lease(2).unconfirmed()).toMatchObject([{ id: 'a' }]);
      expect(await lease(2).claim('3', LIMITS, {}, 9)).toMatchObject({ items: [{ id: 'b' }] });
    });

    it('finds a free item behind many twins', async () => {
      const twins = Array.from({ length: 150 }, (_, i) => item(`twin${i}`, { matchKey: 'twin' }));
      const { ledger } = await opened([...twins, item('free')]);
      expect(await ledger.claim('1', { ...LIMITS, maxItems: 1 }, {}, 0)).toMatchObject({ items: [{ id: 'twin0' }] });
      expect(await ledger.claim('2', LIMITS, {}, 0)).toMatchObject({ items: [{ id: 'free' }] });
    });

    it('makes every intent that an older lease left unconfirmed, and refuses that lease', async () => {
      const { ledger, lease } = await opened([item('a'), item('b')]);
      await ledger.claim('1', { ...LIMITS, maxItems: 1 }, {}, 77);
      const next = lease(2);
      const { folders } = await next.open(PASS, {}, 99);
      expect(folders).toEqual([{ ...INBOX, readTo: 'end', hasUnconfirmed: true }]);
      expect(await next.unconfirmed()).toMatchObject([{ id: 'a', folderId: 'inbox', sinceAt: 99, method: 'transfer' }]);
      await expect(ledger.settle([{ id: 'a', to: 'gone' }])).rejects.toMatchObject({ fault: { kind: 'stopped' } });
      await next.settle([{ id: 'a', to: 'done', destinationId: 'x', changeKey: '1' }]);
      expect(await next.unconfirmed()).toEqual([]);
      expect(await next.arrived(['x', 'y'])).toEqual(['x']);
    });

    it('refuses a lease that has not opened it', async () => {
      const { lease } = await opened();
      await expect(lease(2).summary({})).rejects.toMatchObject({ fault: { code: 'lease-lost' } });
    });

    it('lets all leave that was in a folder which the source has no more, also what is unconfirmed', async () => {
      const { ledger, lease } = await opened([item('a'), item('b'), item('c')]);
      await ledger.claim('1', { ...LIMITS, maxItems: 2 }, {}, 0);
      await ledger.settle([{ id: 'a', to: 'done', destinationId: 'x', changeKey: '1' }]);
      const next = lease(2);
      await next.open(PASS, {}, 99);
      expect(await next.endFolder('inbox', {})).toMatchObject({ waiting: { count: -1 } });
      await next.mapFolders([]);
      expect(await next.left(9)).toMatchObject([{ destinationId: 'x' }]);
      expect(await next.unconfirmed()).toMatchObject([{ id: 'b', folderId: 'inbox' }]);
      expect((await lease(3).open(PASS, {}, 100)).folders).toEqual([{ ...INBOX, hasUnconfirmed: true, isGone: true }]);
      const last = lease(4);
      await last.open(PASS, {}, 101);
      await last.settle([{ id: 'b', to: 'done', destinationId: 'y', changeKey: '1' }]);
      expect((await last.left(9)).map(({ destinationId }) => destinationId)).toEqual(['x', 'y']);
      await last.mapFolders([INBOX]);
      expect((await lease(5).open(PASS, {}, 102)).folders).toEqual([INBOX]);
    });

    it('keeps a baseline, and the items of a folder that is not mapped for a while', async () => {
      const { ledger, lease } = await opened([item('a')]);
      await ledger.setBaseline('inbox', 'baseline-1');
      await ledger.mapFolders([]);
      expect(await ledger.claim('1', LIMITS, {}, 0)).toBeUndefined();
      expect(await ledger.nextPendingAt({})).toBeUndefined();
      const again = lease(2);
      const { folders } = await again.open(PASS, {}, 99);
      expect(folders).toEqual([{ ...INBOX, readTo: 'end', baseline: 'baseline-1' }]);
      await again.mapFolders(folders);
      expect(await again.claim('2', LIMITS, {}, 0)).toMatchObject({ items: [{ id: 'a' }] });
    });

    it('notices what was read since it was copied', async () => {
      const { ledger } = await opened([item('a', { isRead: false }), item('b', { isRead: true }), item('c')]);
      await ledger.claim('1', LIMITS, {}, 0);
      const done = (id: string) => ({ id, to: 'done' as const, destinationId: `${id}-copy`, changeKey: '1' });
      await ledger.settle(['a', 'b', 'c'].map(done));
      expect(await ledger.readChanges(10)).toEqual([]);
      await ledger.record('inbox', [{ kind: 'read-flag', id: 'a', isRead: true }], () => 'transfer', LAST, {});
      expect(await ledger.readChanges(10)).toEqual([{ id: 'a', destinationId: 'a-copy', isRead: true }]);
      await ledger.readSettled([{ id: 'a', isRead: true }]);
      expect(await ledger.readChanges(10)).toEqual([]);
    });

    it('lists a failed item once, and takes it off when it has recovered', async () => {
      const fault = { kind: 'corrupt' as const, scope: 'item' as const, code: 'ErrorItemCorrupt', message: 'no' };
      const { ledger } = await opened([item('a', { itemAt: '2020-01-01T00:00:00Z', subject: 'kept by consent' })]);
      await ledger.claim('1', LIMITS, {}, 0);
      await ledger.settle([{ id: 'a', to: 'failed', fault }]);
      const { failed } = await ledger.unlisted(10);
      expect(failed).toEqual([
        {
          id: 'a',
          folderPath: 'Inbox',
          itemClass: 'IPM.Note',
          kind: 'email',
          sizeBytes: 100,
          itemAt: '2020-01-01T00:00:00Z',
          method: 'transfer',
          fault,
          subject: 'kept by consent',
        },
      ]);
      await ledger.listed(['a']);
      expect(await ledger.unlisted(10)).toEqual({ failed: [], recovered: [] });
      await ledger.record('inbox', [item('a', { changeKey: '2' })], () => 'transfer', LAST, {});
      expect(await ledger.unlisted(10)).toEqual({ failed: [], recovered: ['a'] });
    });

    it('forgets what was deleted before it crossed, and keeps what has crossed', async () => {
      const { ledger } = await opened([item('a'), item('b')]);
      await ledger.claim('1', { ...LIMITS, maxItems: 1 }, {}, 0);
      await ledger.settle([{ id: 'a', to: 'done', destinationId: 'x', changeKey: '1' }]);
      const gone: LedgerChange[] = [
        { kind: 'delete', id: 'a' },
        { kind: 'delete', id: 'b' },
        { kind: 'delete', id: 'never-seen' },
      ];
      expect(await ledger.record('inbox', gone, () => 'transfer', LAST, {})).toMatchObject({
        waiting: { count: -1, bytes: -100 },
      });
      expect(await ledger.summary({})).toMatchObject({ copied: { count: 1 }, waiting: { count: 0 } });
    });

    it('counts by folder and by kind', async () => {
      const { ledger } = await opened([item('a'), item('b', { itemClass: 'IPM.Contact.Custom', sizeBytes: 5 })]);
      await ledger.claim('1', LIMITS, {}, 0);
      await ledger.settle([{ id: 'b', to: 'done', destinationId: 'x', changeKey: '1' }]);
      const summary = await ledger.summary({});
      expect(summary.kinds).toContainEqual({
        kind: 'contact',
        copied: { count: 1, bytes: 5 },
        failed: { count: 0, bytes: 0 },
      });
      expect(summary.folders).toMatchObject([{ folderId: 'inbox', path: 'Inbox', copied: { count: 1, bytes: 5 } }]);
      expect(summary.waiting).toEqual({ count: 1, bytes: 100 });
    });

    it('takes a copy that stood there before for the item it equals, each once', async () => {
      const { ledger } = await opened();
      const present = { destinationId: 'old', changeKey: '7', matchKey: 'a' };
      await ledger.expect('inbox', [present]);
      await ledger.expect('inbox', [present]);
      const page = [item('a'), item('a2', { matchKey: 'a' }), item('b', { looseKey: 'loose' })];
      const recorded = await ledger.record('inbox', page, () => 'transfer', LAST, {});
      expect(recorded).toMatchObject({ copied: { count: 1 }, waiting: { count: 2 } });
      expect(await ledger.arrived(['old'])).toEqual(['old']);
      await ledger.record('inbox', [item('c', { matchKey: 'a' })], () => 'transfer', LAST, {});
      expect((await ledger.summary({})).waiting.count).toBe(3);
    });

    it('keeps a newer version for later while an older one is on its way', async () => {
      const { ledger } = await opened([item('a')]);
      await ledger.claim('1', LIMITS, {}, 0);
      await ledger.record('inbox', [item('a', { changeKey: '2', matchKey: 'renamed' })], () => 'transfer', LAST, {});
      await ledger.settle([{ id: 'a', to: 'doubt' }]);
      expect(await ledger.unconfirmed()).toMatchObject([{ id: 'a', matchKeys: ['a', 'renamed'] }]);
      await ledger.settle([{ id: 'a', to: 'done', destinationId: 'x', changeKey: '1' }]);
      const batch = await ledger.claim('2', LIMITS, {}, 0);
      expect(batch).toMatchObject({ items: [{ id: 'a', replaces: { destinationId: 'x', changeKey: '1' } }] });
      await ledger.settle([{ id: 'a', to: 'done', destinationId: 'y', changeKey: '1' }]);
      expect(await ledger.superseded(10)).toMatchObject([{ destinationId: 'x' }]);
      expect(await ledger.arrived(['x', 'y'])).toEqual(expect.arrayContaining(['x', 'y']));
      await ledger.supersededSettled((await ledger.superseded(10)).map(({ id }) => ({ id, isKept: false })));
      expect(await ledger.superseded(10)).toEqual([]);
    });

    it('takes what a new reading of the folder does not bring for gone', async () => {
      const { ledger } = await opened([item('a'), item('b'), item('c')]);
      await ledger.claim('1', { ...LIMITS, maxItems: 2 }, {}, 0);
      const done = (id: string) => ({ id, to: 'done' as const, destinationId: `${id}-copy`, changeKey: '1' });
      await ledger.settle([done('a'), done('b')]);
      await ledger.relistFolder('inbox');
      await ledger.record('inbox', [item('a')], () => 'transfer', MORE, {});
      expect(await ledger.leftCount()).toEqual({ left: 0, copied: 2 });
      await ledger.record('inbox', [item('d')], () => 'transfer', LAST, {});
      expect(await ledger.left(10)).toEqual([{ id: 'b', destinationId: 'b-copy', changeKey: '1' }]);
      expect(await ledger.summary({})).toMatchObject({ copied: { count: 2 }, waiting: { count: 1 } });
    });

    it('knows how far a folder was read, and whether an end is still to come', async () => {
      const { lease } = await opened([item('a')]);
      let turn = 1;
      const folder = async () => (await lease((turn += 1)).open(PASS, {}, 100)).folders[0];
      expect(await folder()).toEqual({ ...INBOX, readTo: 'end' });
      await lease(turn).relistFolder('inbox');
      expect(await folder()).toEqual({ ...INBOX, awaitsEnd: true });
      await lease(turn).record('inbox', [], () => 'transfer', MORE, {});
      expect(await folder()).toEqual({ ...INBOX, awaitsEnd: true, readTo: 'on' });
      await lease(turn).record('inbox', [], () => 'transfer', LAST, {});
      expect(await folder()).toEqual({ ...INBOX, readTo: 'end' });
    });

    it('retries failed items once a pass, and tells those of this pass apart', async () => {
      const fault = { kind: 'corrupt' as const, scope: 'item' as const, code: 'no', message: 'no' };
      const { ledger, lease } = await opened([item('a'), item('b')]);
      await ledger.claim('1', { ...LIMITS, maxItems: 1 }, {}, 0);
      await ledger.settle([{ id: 'a', to: 'failed', fault }]);
      const retry = { id: 'pass-2', retries: true, methods: ['mime' as const] };
      const next = lease(2);
      const { summary } = await next.open(retry, { retriesOnly: true }, 99);
      expect(summary).toMatchObject({ waiting: { count: 1 }, deferred: { count: 1 }, failed: { count: 0 } });
      expect(await next.claim('2', LIMITS, { retriesOnly: true }, 0)).toMatchObject({
        method: 'mime',
        items: [{ id: 'a' }],
      });
      await next.settle([{ id: 'a', to: 'failed', fault }]);
      const again = lease(3);
      expect((await again.open(retry, { retriesOnly: true }, 99)).summary.failed.count).toBe(1);
      expect(await again.claim('3', LIMITS, { retriesOnly: true }, 0)).toBeUndefined();
    });

    it('lists what an item lost, by its latest version', async () => {
      const { ledger } = await opened([item('a', { itemAt: '2020-01-01T00:00:00Z' }), item('b')]);
      await ledger.claim('1', LIMITS, {}, 0);
      const done = (id: string, omissions?: string[]) =>
        ({ id, to: 'done', destinationId: `${id}-copy`, changeKey: '1', ...(omissions && { omissions }) }) as const;
      await ledger.settle([done('a', ['One.', 'Two.']), done('b')]);
      const { omissions } = await ledger.unlistedOmissions(10);
      expect(omissions).toEqual([
        {
          key: expect.any(String),
          kind: 'item',
          name: 'Inbox',
          code: 'item-incomplete',
          message: 'One. Two.',
          itemClass: 'IPM.Note',
          itemAt: '2020-01-01T00:00:00Z',
        },
      ]);
      await ledger.omissionsListed(omissions.map(({ key }) => key));
      expect(await ledger.unlistedOmissions(10)).toEqual({ omissions: [], recovered: [] });

      await ledger.record('inbox', [item('a', { changeKey: '2' })], () => 'transfer', LAST, {});
      await ledger.claim('2', LIMITS, {}, 0);
      await ledger.settle([done('a')]);
      expect(await ledger.unlistedOmissions(10)).toEqual({ omissions: [], recovered: omissions.map(({ key }) => key) });
    });

    it('lists copies that stay because someone changed them, until they are gone or have their item back', async () => {
      const { ledger, lease } = await opened([item('a'), item('b')]);
      const done = (id: string, destinationId: string) => ({ id, to: 'done', destinationId, changeKey: '1' }) as const;
      await ledger.claim('1', LIMITS, {}, 0);
      await ledger.settle([done('a', 'a1'), done('b', 'b1')]);
      await ledger.record(
        'inbox',
        [item('a', { changeKey: '2' }), { kind: 'delete', id: 'b' }],
        () => 'mime',
        LAST,
        {},
      );
      await ledger.claim('2', LIMITS, {}, 0);
      await ledger.settle([done('a', 'a2')]);
      const kept = (found: readonly { id: string }[]) => found.map(({ id }) => ({ id, isKept: true }));
      await ledger.supersededSettled(kept(await ledger.superseded(10)));
      await ledger.leftSettled(kept(await ledger.left(10)));
      const { omissions } = await ledger.unlistedOmissions(10);
      expect(
        omissions.map(({ kind, name, code, itemClass }) => `${kind} ${name} ${code} ${itemClass}`).toSorted(),
      ).toEqual(['copy Inbox deleted-copy-kept IPM.Note', 'copy Inbox older-copy-kept IPM.Note']);
      await ledger.omissionsListed(omissions.map(({ key }) => key));
      // Within the pass they are left alone.
      expect([await ledger.superseded(10), await ledger.left(10)]).toEqual([[], []]);
      expect(await ledger.unlistedOmissions(10)).toEqual({ omissions: [], recovered: [] });

      const next = lease(2);
      await next.open({ id: 'pass-2', retries: false, methods: ['mime'] }, {}, 99);
      const again = await next.superseded(10);
      expect(again).toMatchObject([{ destinationId: 'a1' }]);
      await next.supersededSettled(again.map(({ id }) => ({ id, isKept: false })));
      await next.record('inbox', [item('b')], () => 'mime', LAST, {});
      const { recovered } = await next.unlistedOmissions(10);
      expect(recovered.toSorted()).toEqual(omissions.map(({ key }) => key).toSorted());
    });

    it('keeps what was carried of the settings, and lists what was not, kind by kind', async () => {
      const { ledger, lease } = await opened();
      const omission = (name: string, message = 'It stayed.') => ({ kind: 'rules' as const, name, code: 'x', message });
      const listNew = async () => {
        const { omissions, recovered } = await ledger.unlistedOmissions(10);
        await ledger.omissionsListed([...omissions.map(({ key }) => key), ...recovered]);
        return [omissions.map(({ name, message }) => `${name}: ${message}`).toSorted(), recovered.length];
      };
      expect(await ledger.settings()).toEqual({ carried: [], settled: [] });
      await ledger.settleSettings('rules', [['a', '1']], [omission('r'), omission('s')]);
      await ledger.settleSettings('delegates', [['b', '1']], []);
      await ledger.settleSettings('rules', [['a', '2']], [omission('r'), omission('s')]);
      const { carried, settled } = await ledger.settings();
      expect([new Map(carried), settled.toSorted()]).toEqual([
        new Map([
          ['a', '2'],
          ['b', '1'],
        ]),
        ['delegates', 'rules'],
      ]);
      expect(await listNew()).toEqual([['r: It stayed.', 's: It stayed.'], 0]);
      await ledger.settleSettings('delegates', [], []);
      expect(await listNew()).toEqual([[], 0]);
      await ledger.settleSettings('rules', [], [omission('s', 'It stayed again.')]);
      expect(await listNew()).toEqual([['s: It stayed again.'], 1]);

      const next = lease(2);
      await next.open({ ...PASS, id: 'pass-2' }, {}, 99);
      expect((await next.settings()).settled).toEqual([]);
    });
  });
}
