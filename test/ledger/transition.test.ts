import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { WholeRow } from '../../worker/ledger/item-row.ts';
import {
  itemRowsOf,
  LOADED,
  LOADED_TO_CLAIM,
  LOADED_TO_RECORD,
  LOADED_TO_SETTLE,
  workOn,
} from '../../worker/ledger/rows.ts';
import type { Row } from '../../worker/ledger/database/sql.ts';
import { transition } from '../../worker/ledger/transition.ts';
import { createSqliteLedger } from '../fakes/sqlite-ledger.ts';
import type { EventName } from './item-rows.ts';
import { asKept, EVENTS, everyRow, NOW, rowOf, textOf, version } from './item-rows.ts';

type Cell = { row: string; event: EventName; becomes: string };

function cellsOf(page: string): Cell[] {
  return page.split('\n## ').flatMap((table) => {
    const [head = [], , ...lines] = table
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    return lines.flatMap(([row = '', ...cells]) =>
      cells.map((becomes, at) => ({ row, event: head[at + 1] as EventName, becomes })),
    );
  });
}

/** What the table says of an event. */
function told(text: string, event: EventName): string {
  const row = rowOf(text);
  expect(textOf(row)).toBe(text);
  let change: ReturnType<typeof transition>;
  try {
    change = transition(row, EVENTS[event]);
  } catch {
    return '!';
  }
  const after = textOf(change.row as WholeRow);
  if (JSON.stringify(change) === JSON.stringify({ row })) return '·';
  return [after === text ? '=' : after, change.superseded && `supersedes ${change.superseded.destinationId}`]
    .filter(Boolean)
    .join(', ');
}

const cells = cellsOf(readFileSync(new URL('life-cycle.md', import.meta.url), 'utf8'));
const STATES = [...new Set(cells.map(({ row }) => row))];

describe('the life of an item', () => {
  it('is defined for every state and event', () => {
    const names = (list: readonly Cell[]) => list.map(({ row, event }) => `${row}: ${event}`).toSorted();
    const all = STATES.flatMap((row) =>
      Object.keys(EVENTS).map((event) => ({ row, event: event as EventName, becomes: '' })),
    );
    expect(names(cells)).toEqual(names(all));
    const onTheWay = ['', ' next', ' gone'].flatMap((flag) => [flag, ` replaces C${flag}`, ` moves C${flag}`]);
    const copies = ['', ' replaces C', ' moves C'];
    expect(STATES.toSorted()).toEqual(
      [
        ...copies.flatMap((copy) => [`pending${copy}`, `failed${copy}`]),
        ...onTheWay.flatMap((flags) => [`intent${flags}`, `doubt${flags}`]),
        'done C',
        'left C',
        'left C older',
        'left C kept',
        'gone',
      ].toSorted(),
    );
  });

  it.each(Object.keys(EVENTS) as EventName[])('goes on as its table says: %s', (event) => {
    const column = cells.filter((cell) => cell.event === event);
    const shown = (list: readonly Cell[]) => list.map(({ row, becomes }) => `${row} → ${becomes}`);
    expect(shown(column.map((cell) => ({ ...cell, becomes: told(cell.row, event) })))).toEqual(shown(column));
  });

  const after = (text: string, event: EventName) => transition(rowOf(text), EVENTS[event]).row;

  it('begins with what its version says', () => {
    expect(rowOf('pending')).toMatchObject({ kind: 'email', is_strong: 1, is_read: 0, told_read: null, attempts: 0 });
    const newer = after('failed', 'listed newer');
    expect(newer).toMatchObject({ change_key: '2', match_key: 'like 2', path: 'mime', attempts: 0, fault: null });
  });

  it('takes of a newer version, while an older one is on its way, only what tells it apart', () => {
    const { change_key, match_key, next } = after('intent', 'listed newer');
    expect([change_key, match_key, JSON.parse(next ?? '')]).toEqual(['2', 'like 1', version('2', { path: 'mime' })]);
  });

  it('notes with a batch what the copy will be like, and how old its version is', () => {
    expect(after('pending', 'claimed')).toMatchObject({ intent_at: NOW, told_read: 0, is_young: 0 });
    // A move leaves the read state as it is, and was not read from the source.
    expect(after('pending moves C', 'claimed')).toMatchObject({ told_read: null, is_young: 0 });
    const young = { ...rowOf('pending'), modified_at: new Date(NOW - 599_000).toISOString() };
    expect(transition(young, EVENTS.claimed).row.is_young).toBe(1);
    expect(transition({ ...young, moves_id: 'C' }, EVENTS.claimed).row.is_young).toBe(0);
  });

  it('counts attempts, and knows since when it is unconfirmed', () => {
    expect(after('intent', 'unconfirmed')).toMatchObject({ attempts: 2, intent_at: NOW });
    const often = { ...rowOf('intent'), attempts: 5, intent_at: 7 };
    const unconfirmed = transition(often, { type: 'settled', outcome: { id: 'item', to: 'doubt' } }).row;
    expect(unconfirmed).toMatchObject({ attempts: 5, intent_at: 7 });
    expect(after('intent', 'orphaned')).toMatchObject({ intent_at: NOW });
    expect(after('intent', 'again')).toMatchObject({ attempts: 3, path: 'typed', not_before: NOW });
    expect(after('failed', 'retried')).toMatchObject({ attempts: 0, path: 'mime', not_before: 0, is_retry: 1 });
  });

  it('takes over the copy of the item that it was', () => {
    expect(after('pending', 'moved here')).toMatchObject({ moves_key: 'C1', moves_mark: 'before', told_read: 1 });
    expect(after('pending', 'came back')).toMatchObject({ destination_change_key: 'C1', told_read: 1 });
    expect(after('pending', 'moved, edited')).toMatchObject({ replaces_key: 'C1', told_read: null });
    expect(after('intent replaces C', 'done')).toMatchObject({ destination_change_key: 'N1', replaces_key: null });
  });

  it('knows whose copy it has', () => {
    const adopted = { ...after('pending', 'adopted'), told_read: 0 };
    expect(adopted).toMatchObject({ adopted: 2, destination_change_key: 'C1', seeks: 0 });
    // What was received in another folder lies where it belongs once it was moved; a copy of ours is ours.
    const moving = { ...rowOf('intent moves C'), adopted: 3 as const };
    expect(transition(moving, EVENTS.done).row.adopted).toBe(2);
    expect(transition({ ...rowOf('intent replaces C'), adopted: 2 }, EVENTS.done).row.adopted).toBe(0);
    // A message that was received is not replaced by what only looks newer; an appointment is.
    const received = { ...rowOf('done C'), adopted: 2 as const };
    const seen = transition(received, EVENTS['listed newer']).row;
    expect(seen).toMatchObject({ state: 'done', destination_id: 'C', change_key: '2', adopted: 2 });
    const meeting = { type: 'listed', item: version('2', { itemClass: 'IPM.Appointment' }) } as const;
    expect(transition(received, meeting).row).toMatchObject({ state: 'pending', replaces_id: 'C' });
    const left = { ...EVENTS['moved here'].with, adopted: 3 as const };
    expect(transition(rowOf('pending'), { type: 'paired', with: left, isSame: true }).row.adopted).toBe(3);
  });

  const names = Object.keys(EVENTS) as EventName[];

  it.each([
    ['any event', LOADED, names],
    ['a page', LOADED_TO_RECORD, names.filter((name) => ['listed', 'left', 'read'].includes(EVENTS[name].type))],
    ['a claim', LOADED_TO_CLAIM, names.filter((name) => EVENTS[name].type === 'claimed')],
    ['an outcome', LOADED_TO_SETTLE, names.filter((name) => EVENTS[name].type === 'settled')],
  ])('is the same for rows of which only the columns that are loaded for it are known: %s', (_, columns, events) => {
    const { sql, close } = createSqliteLedger();
    add(sql, everyRow());
    const whole = sql.all(`SELECT * FROM items`) as unknown as WholeRow[];
    const loaded = itemRowsOf(sql.all(`SELECT ${columns} FROM items`));
    const run = (row: Parameters<typeof transition>[0], at: number, event: EventName) => {
      try {
        const { row: next, superseded } = transition(row, EVENTS[event]);
        // What is undefined stays as it is in the ledger.
        const known = Object.entries(next).filter(([, value]) => value !== undefined);
        return JSON.stringify({ superseded, row: { ...whole[at], ...Object.fromEntries(known) } });
      } catch (error) {
        return String(error);
      }
    };
    const pairs = whole.flatMap((row, at) => events.map((event) => [run(loaded[at]!, at, event), run(row, at, event)]));
    expect(pairs.length).toBeGreaterThan(500);
    expect(pairs.filter(([ofLoaded, ofWhole]) => ofLoaded !== ofWhole)).toEqual([]);
    close();
  });
});

function add(sql: Parameters<typeof workOn>[0], rows: readonly WholeRow[]): void {
  const work = workOn(sql, []);
  for (const row of rows) work.add(row);
  work.save();
}

describe('rows of the ledger', () => {
  it('are stored as they are', () => {
    const { sql, close } = createSqliteLedger();
    const rows = everyRow();
    add(sql, rows);
    expect(sql.all(`SELECT * FROM items ORDER BY no`)).toEqual(rows.map((row, at) => ({ ...row, no: at + 1 })));
    close();
  });

  it('are written as their transitions leave them', () => {
    const { sql, close } = createSqliteLedger();
    add(sql, everyRow());
    const before = sql.all(`SELECT * FROM items`) as unknown as WholeRow[];
    const work = workOn(sql, itemRowsOf(sql.all(`SELECT ${LOADED} FROM items`)));
    const names = Object.keys(EVENTS) as EventName[];
    const superseded: Row[] = [];
    const expected = before.map((row, at) => {
      const event = EVENTS[names[at % names.length]!];
      let change: ReturnType<typeof transition>;
      try {
        change = transition(row, event);
      } catch {
        return row;
      }
      work.apply(row.id, event);
      if (change.superseded)
        superseded.push({
          item: row.id,
          destination_id: change.superseded.destinationId,
          change_key: change.superseded.changeKey,
        });
      return asKept(change.row);
    });
    work.save();
    expect(sql.all(`SELECT * FROM items`)).toEqual(expected);
    expect(sql.all(`SELECT item, destination_id, change_key FROM superseded ORDER BY no`)).toEqual(superseded);
    expect(superseded.length).toBeGreaterThan(1);
    close();
  });

  it('that an event leaves alone are not written', () => {
    const { sql, close } = createSqliteLedger();
    add(sql, everyRow().slice(0, 50));
    const rows = itemRowsOf(sql.all(`SELECT ${LOADED} FROM items`));
    const writes: string[] = [];
    const work = workOn({ ...sql, run: (query) => void writes.push(query) }, rows);
    for (const { id } of rows) work.apply(id, EVENTS['copy removed']);
    work.save();
    expect(writes).toEqual([]);
    close();
  });
});
