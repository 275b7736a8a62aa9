import { expect, test } from 'vitest';
import type { LedgerChange } from '../../worker/engine/model/ledger-facts.ts';
import { createSqliteLedger } from '../fakes/sqlite-ledger.ts';

const LIMITS = { maxItems: 20, maxBytes: 1_000_000, streamFromBytes: 2_000_000 };
const LAST = { isLast: true, readTo: 'end' };
const FAULT = { kind: 'corrupt' as const, scope: 'item' as const, code: 'ErrorItemCorrupt', message: 'no' };

const item = (id: string, changeKey = '1'): LedgerChange => ({
  kind: 'item',
  id,
  changeKey,
  itemClass: 'IPM.Note',
  sizeBytes: 100,
  matchKey: id,
  subject: `secret of ${id}`,
});

const done = (id: string) => ({ id, to: 'done' as const, destinationId: `${id}-copy`, changeKey: '1' });
const failed = (id: string) => ({ id, to: 'failed' as const, fault: FAULT });

async function opened(items: LedgerChange[]) {
  const { lease, sql } = createSqliteLedger();
  const ledger = lease(1);
  await ledger.open({ id: 'pass-1', retries: false, methods: ['transfer'] }, {}, 99);
  await ledger.mapFolders([
    { sourceId: 'inbox', destinationId: 'inbox-copy', path: 'Inbox', distinguishedId: 'inbox' },
  ]);
  const record = (changes: LedgerChange[]) => ledger.record('inbox', changes, () => 'transfer', LAST, {});
  await record(items);
  /** Every subject that is anywhere in the ledger. */
  const subjects = () => JSON.stringify(sql.all('SELECT * FROM items')).match(/secret of \w/g) ?? [];
  return { ledger, record, subjects };
}

test('a subject goes when its item has crossed; of those that failed it stays until they do', async () => {
  const { ledger, record, subjects } = await opened(['a', 'b', 'c'].map((id) => item(id)));
  await ledger.claim('1', LIMITS, {}, 0);
  await ledger.settle([done('a'), failed('b'), done('c')]);
  expect(subjects()).toEqual(['secret of b']);
  expect((await ledger.unlisted(10)).failed).toMatchObject([{ id: 'b', subject: 'secret of b' }]);
  await record([item('b', '2')]);
  await ledger.claim('2', LIMITS, {}, 0);
  await ledger.settle([done('b')]);
  expect(subjects()).toEqual([]);
});

test('when a pass is over, only failed items have one; when the option is off, none', async () => {
  const { ledger, subjects } = await opened(['a', 'b'].map((id) => item(id)));
  await ledger.claim('1', { ...LIMITS, maxItems: 1 }, {}, 0);
  await ledger.settle([failed('a')]);
  expect(subjects()).toEqual(['secret of a', 'secret of b']);
  await ledger.unlisted(10, 'failed');
  expect(subjects()).toEqual(['secret of a']);
  const { failed: listed } = await ledger.unlisted(10, 'none');
  expect(listed[0]).not.toHaveProperty('subject');
  expect(subjects()).toEqual([]);
});
