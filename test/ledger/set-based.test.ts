import { describe, expect, it } from 'vitest';
import { firstMethod } from '../../worker/engine/model/copy-method.ts';
import { CALLS } from '../../worker/ledger/calls.ts';
import type { Sql } from '../../worker/ledger/database/sql.ts';
import type { ItemRow, WholeRow } from '../../worker/ledger/item-row.ts';
import { workOn } from '../../worker/ledger/rows.ts';
import type { ItemEvent } from '../../worker/ledger/transition.ts';
import { transition } from '../../worker/ledger/transition.ts';
import { createSqliteLedger } from '../fakes/sqlite-ledger.ts';
import { everyRow, NOW } from './item-rows.ts';

const rowsOf = (sql: Sql) => sql.all(`SELECT * FROM items ORDER BY no`) as unknown as WholeRow[];

/** A ledger with a row for each combination of what rows can have, in one folder. */
function everyRowInLedger(): { sql: Sql; close: () => void } {
  const { sql, close } = createSqliteLedger();
  CALLS.open(sql, { id: 'pass-1', retries: false, methods: [] }, {}, 0);
  CALLS.mapFolders(sql, [{ sourceId: 'inbox', destinationId: 'copy', path: 'Inbox' }]);
  const work = workOn(sql, []);
  for (const row of everyRow()) work.add(row);
  work.save();
  return { sql, close };
}

const through = (row: WholeRow, ...events: ItemEvent[]): ItemRow =>
  events.reduce<ItemRow>((now, event) => transition(now, event).row, row);

describe('statements over many rows do to each what its transition does', () => {
  it('a new lease, in the same pass', () => {
    const { sql, close } = everyRowInLedger();
    const before = rowsOf(sql);
    CALLS.open(sql, { id: 'pass-1', retries: true, methods: ['mime'] }, {}, NOW);
    expect(rowsOf(sql)).toEqual(before.map((row) => through(row, { type: 'orphaned', now: NOW })));
    close();
  });

  it.each([true, false])('a new pass, which retries what failed: %s', (retries) => {
    const { sql, close } = everyRowInLedger();
    const before = rowsOf(sql);
    const methods = ['mime', 'typed'] as const;
    CALLS.open(sql, { id: 'pass-2', retries, methods: [...methods] }, {}, NOW);
    const expected = before.map((row) => {
      const begun: ItemEvent[] = [{ type: 'orphaned', now: NOW }, { type: 'pass-began' }];
      if (!retries || row.state !== 'failed') return through(row, ...begun);
      return through(row, ...begun, { type: 'retried', method: firstMethod(methods, row.item_class) ?? 'typed' });
    });
    expect(rowsOf(sql)).toEqual(expected);
    close();
  });

  it('what the destination folder shows', () => {
    const { sql, close } = everyRowInLedger();
    const before = rowsOf(sql);
    const copies = before.flatMap(({ destination_id }) => destination_id ?? []);
    const [present, gone] = [copies.filter((_, at) => at % 3 === 0), copies.filter((_, at) => at % 3 === 1)];
    const sight = (row: WholeRow, begins: boolean) => {
      if (present.includes(row.destination_id ?? '')) return 1;
      if (gone.includes(row.destination_id ?? '')) return 2;
      return begins ? 0 : row.sight;
    };
    CALLS.compare(sql, 'inbox', { present, gone });
    const seen = before.map((row) => through(row, { type: 'sighted', sight: sight(row, false) }));
    expect(rowsOf(sql)).toEqual(seen);

    CALLS.compare(sql, 'inbox', { present, gone, begins: true });
    expect(rowsOf(sql)).toEqual(before.map((row) => through(row, { type: 'sighted', sight: sight(row, true) })));

    CALLS.compare(sql, 'inbox', { present: [], gone: [], isWhole: true });
    const whole = before.map((row) => {
      const now = sight(row, true);
      const hasCopy = row.state === 'done' || row.state === 'left';
      return through(row, { type: 'sighted', sight: now === 0 && hasCopy ? 2 : now });
    });
    expect(rowsOf(sql)).toEqual(whole);
    close();
  });
});
