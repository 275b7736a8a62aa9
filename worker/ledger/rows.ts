import type { Row, Sql, Value } from './database/sql.ts';
import type { ItemRow, WholeRow } from './item-row.ts';
import { EMPTY } from './item-row.ts';
import type { Change, ItemEvent, Superseded } from './transition.ts';
import { transition } from './transition.ts';

type Column = keyof WholeRow;

const COLUMNS: readonly Column[] = [
  'id',
  'folder',
  'state',
  'change_key',
  'item_class',
  'kind',
  'size',
  'match_key',
  'is_strong',
  'item_at',
  'modified_at',
  'subject',
  'is_read',
  'seen',
  'path',
  ...(Object.keys(EMPTY) as (keyof typeof EMPTY)[]),
];

/** The columns that any event reads. */
export const LOADED = `no, id, folder, state, change_key, modified_at, is_read, attempts, intent_at, next, is_gone,
  destination_id, destination_change_key, told_read, is_older, replaces_id, replaces_key, moves_id, moves_key, adopted`;

/** Those that pages, claims and outcomes read: each column of each item takes its time. */
export const LOADED_TO_RECORD = `no, id, state, change_key, is_gone, destination_id, destination_change_key, is_older,
  replaces_id, replaces_key, moves_id, moves_key, adopted`;
export const LOADED_TO_CLAIM = `no, id, state, modified_at, is_read, told_read, moves_id`;
export const LOADED_TO_SETTLE = `no, id, state, attempts, intent_at, next, is_gone, replaces_id, replaces_key, moves_id,
  moves_key, adopted`;

/** What SQLite gives is a dictionary, slow to copy; each transition copies its row. */
export function itemRowsOf(rows: Row[]): ItemRow[] {
  return (rows as unknown as ItemRow[]).map((row) => ({
    no: row.no,
    id: row.id,
    folder: row.folder,
    state: row.state,
    change_key: row.change_key,
    modified_at: row.modified_at,
    is_read: row.is_read,
    attempts: row.attempts,
    intent_at: row.intent_at,
    next: row.next,
    is_gone: row.is_gone,
    destination_id: row.destination_id,
    destination_change_key: row.destination_change_key,
    told_read: row.told_read,
    is_older: row.is_older,
    replaces_id: row.replaces_id,
    replaces_key: row.replaces_key,
    moves_id: row.moves_id,
    moves_key: row.moves_key,
    adopted: row.adopted,
  }));
}

export function loadRows(sql: Sql, ids: readonly Value[], columns = LOADED): ItemRow[] {
  const query = `SELECT ${columns} FROM items WHERE id IN (SELECT value FROM json_each(?))`;
  return itemRowsOf(sql.all(query, JSON.stringify(ids)));
}

/** Takes rows through their transitions in memory, and writes what has become of them together. */
export type Work = {
  row: (id: string) => ItemRow | undefined;
  add: (row: ItemRow) => void;
  /** Of an item that the work does not know, nothing. */
  apply: (id: string, event: ItemEvent) => void;
  /** Writes what has changed, new rows in the order in which they were added. */
  save: () => void;
};

export function workOn(sql: Sql, rows: readonly ItemRow[]): Work {
  const before = new Map(rows.map((row) => [row.id, row]));
  const after = new Map<string, ItemRow>(before);
  const superseded: (Superseded & { item: string })[] = [];
  return {
    row: (id) => after.get(id),
    add: (row) => void after.set(row.id, row),
    apply: (id, event) => {
      const row = after.get(id);
      if (!row) return;
      const change: Change = transition(row, event);
      after.set(id, change.row);
      if (change.superseded) superseded.push({ item: id, ...change.superseded });
    },
    save: () => {
      const rows = [...after.values()];
      insertRows(sql, rows.filter(isFresh));
      updateRows(
        sql,
        before,
        rows.filter((row) => !isFresh(row)),
      );
      for (const { item, destinationId, changeKey } of superseded)
        sql.run(
          `INSERT OR IGNORE INTO superseded (item, destination_id, change_key) VALUES (?, ?, ?)`,
          item,
          destinationId,
          changeKey,
        );
    },
  };
}

const isFresh = (row: ItemRow): row is WholeRow => row.no === 0;

/** Columns that are as SQLite fills them are left out. */
function insertRows(sql: Sql, rows: readonly WholeRow[]): void {
  const columns = COLUMNS.filter(
    (column) => !(column in EMPTY) || rows.some((row) => row[column] !== EMPTY[column as keyof typeof EMPTY]),
  );
  for (const some of chunksOf(rows)) {
    const { common, own } = partColumns(columns, some);
    sql.run(
      `INSERT INTO items (${[...common, ...own].join(', ')})
       SELECT ${[...common.map(() => '?'), ...own.map((_, index) => jsonValue(index, 'value'))].join(', ')}
       FROM json_each(?)`,
      ...common.map((column) => some[0]![column] ?? null),
      JSON.stringify(some.map((row) => own.map((column) => row[column]))),
    );
  }
}

/** Rows in which the same columns have changed are written by one statement; the others are not touched. */
function updateRows(sql: Sql, before: ReadonlyMap<string, ItemRow>, rows: readonly ItemRow[]): void {
  const groups = new Map<string, { columns: Column[]; rows: ItemRow[] }>();
  for (const row of rows) {
    const old = before.get(row.id)!;
    if (row === old) continue;
    const columns: Column[] = [];
    for (const column in row) if (row[column as Column] !== old[column as Column]) columns.push(column as Column);
    if (columns.length === 0) continue;
    const key = columns.join();
    const group = groups.get(key) ?? { columns, rows: [] };
    groups.set(key, group);
    group.rows.push(row);
  }
  for (const { columns, rows: group } of groups.values())
    for (const some of chunksOf(group)) updateAlike(sql, columns, some);
}

function updateAlike(sql: Sql, columns: readonly Column[], rows: readonly ItemRow[]): void {
  const { common, own } = partColumns(columns, rows);
  const sets = [
    ...common.map((column) => `${column} = ?`),
    ...own.map((column, index) => `${column} = ${jsonValue(index + 1, 'j.value')}`),
  ];
  sql.run(
    `UPDATE items SET ${sets.join(', ')} FROM json_each(?) AS j WHERE items.no = ${jsonValue(0, 'j.value')}`,
    ...common.map((column) => rows[0]![column] ?? null),
    JSON.stringify(rows.map((row) => [row.no, ...own.map((column) => row[column])])),
  );
}

/** What all rows have in common is bound once: SQLite reads JSON slowly. */
function partColumns(columns: readonly Column[], rows: readonly ItemRow[]): { common: Column[]; own: Column[] } {
  const first = rows[0]!;
  const isCommon = (column: Column) => rows.every((row) => row[column] === first[column]);
  const common = columns.filter(isCommon);
  return { common, own: columns.filter((column) => !common.includes(column)) };
}

function jsonValue(index: number, from: string): string {
  return `json_extract(${from}, '$[${index}]')`;
}

/** Keeps one value well below SQLite's limit, including subjects and long ids. */
const ROW_BATCH_SIZE = 200;

function chunksOf<T>(rows: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < rows.length; at += ROW_BATCH_SIZE) chunks.push(rows.slice(at, at + ROW_BATCH_SIZE));
  return chunks;
}
