import { expect, it } from 'vitest';
import type { LedgerChange, PresentItem } from '../../worker/engine/model/ledger-facts.ts';
import { createSqliteLedger } from '../fakes/sqlite-ledger.ts';

const MANY = Number(process.env.ARRIVALS ?? 4_000);
const PAGE = 512;
const NOW = Date.parse('2026-01-01T00:00:00Z');
const INBOX = { sourceId: 'inbox', destinationId: 'inbox-copy', path: 'Inbox' };

const pagesOf = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / PAGE) }, (_, at) => list.slice(at * PAGE, (at + 1) * PAGE));

it(`a folder with ${MANY} changes is held page by page, and each of them is taken once`, async () => {
  const { lease, sql, close } = createSqliteLedger();
  const ledger = lease(1);
  await ledger.open({ id: 'pass', retries: false, methods: ['mime'] }, {}, NOW);
  await ledger.mapFolders([INBOX]);
  await ledger.setBaseline('inbox', 'mark', NOW);
  const keys = (at: number) => ({ matchKey: `m${at}`, looseKey: `l${at}`, wideKey: `w${at % (MANY / 2)}` });
  const items = Array.from({ length: MANY }, (_, at): LedgerChange => {
    const item = { kind: 'item', id: `i${at}`, changeKey: '1', itemClass: 'IPM.Note', sizeBytes: 100 } as const;
    return { ...item, ...keys(at), matchKey: `s${at}` };
  });
  for (const page of pagesOf(items))
    await ledger.record('inbox', page, () => 'mime', { isLast: false, readTo: '', seeks: true }, {});
  expect(await ledger.claim('1', { maxItems: 9, maxBytes: 1e9, streamFromBytes: 1e9 }, {}, NOW)).toBeUndefined();
  const arrivals = Array.from({ length: MANY }, (_, at): PresentItem => {
    return { destinationId: `d${at}`, changeKey: '1', ...keys(at), sizeBytes: 120, cameAt: '2026-01-01T00:00:00Z' };
  });
  for (const [at, present] of pagesOf(arrivals).entries())
    await ledger.recordArrivals('inbox-copy', { present, touched: [], gone: [], syncState: `${at}`, now: NOW });
  const { adopted, roaming, unsure } = await ledger.adopt(false, {}, { present: [], gone: [] });
  expect([adopted.count, roaming, unsure]).toEqual([MANY, 0, []]);
  expect(sql.all(`SELECT COUNT(DISTINCT destination_id) AS count FROM items`)).toEqual([{ count: MANY }]);
  expect(await ledger.places()).toEqual([
    { id: 'inbox-copy', syncState: `${pagesOf(arrivals).length - 1}`, known: MANY },
  ]);
  close();
});
