import { kindOf } from '../engine/model/item.ts';
import type { CopyMethod } from '../lib/copy-methods.ts';
import type { Fault } from '../engine/model/fault.ts';
import type { Copy, UnconfirmedItem, ItemError, KeptSubjects, Unlisted } from '../engine/model/ledger-facts.ts';
import { isSetAside, settleTroublesListed, unlistedTroubles } from './folder-troubles.ts';
import type { Next } from './item-row.ts';
import { loadRows, workOn } from './rows.ts';
import { noteKeptCopy } from './settings.ts';
import type { Row, Sql } from './database/sql.ts';

export function listUnconfirmed(sql: Sql): UnconfirmedItem[] {
  const rows = sql.all(
    `SELECT i.id, f.source_id, i.match_key, i.next, i.path, i.attempts, i.size, i.intent_at, i.fault, i.moves_id,
       i.moves_key, i.moves_mark, i.adopted, i.wide_key FROM items i JOIN folders f ON f.no = i.folder WHERE i.state IN ('intent', 'doubt') AND i.state = 'doubt'
       AND (f.is_active = 1 OR f.is_gone = 1) AND NOT ${isSetAside('f.source_id')}`,
  );
  return rows.map((row) => ({
    id: String(row.id),
    folderId: String(row.source_id),
    matchKeys: [String(row.match_key), ...(row.next === null ? [] : [(JSON.parse(String(row.next)) as Next).matchKey])],
    method: row.path as CopyMethod,
    attempts: Number(row.attempts),
    sizeBytes: Number(row.size),
    sinceAt: Number(row.intent_at),
    ...(row.fault !== null && { page: JSON.parse(String(row.fault)) as Fault }),
    ...(row.moves_id !== null && {
      moves: {
        destinationId: String(row.moves_id),
        changeKey: String(row.moves_key),
        markedAs: String(row.moves_mark),
        ...(row.adopted !== 0 && row.wide_key !== null && { wideKey: String(row.wide_key) }),
      },
    }),
  }));
}

/** Includes copies that are about to be removed: they belong to an item, so no unconfirmed item may claim them. */
export function arrivedOf(sql: Sql, destinationIds: readonly string[]): string[] {
  // One list as JSON instead of many bound values: their number is limited.
  const asked = JSON.stringify(destinationIds);
  const found = new Set<string>();
  for (const [column, table] of [
    ['destination_id', 'items'],
    ['replaces_id', 'items'],
    ['moves_id', 'items'],
    ['destination_id', 'superseded'],
  ] as const)
    for (const row of sql.all(
      `SELECT ${column} AS id FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`,
      asked,
    ))
      found.add(String(row.id));
  return [...found];
}

export function listReadChanges(sql: Sql, limit: number): { id: string; destinationId: string; isRead: boolean }[] {
  const rows = sql.all(
    `SELECT id, destination_id, is_read FROM items
     WHERE state = 'done' AND is_read IS NOT told_read AND is_read IS NOT NULL ORDER BY no LIMIT ?`,
    limit,
  );
  return rows.map((row) => ({
    id: String(row.id),
    destinationId: String(row.destination_id),
    isRead: row.is_read === 1,
  }));
}

export function settleRead(sql: Sql, items: readonly { id: string; isRead: boolean; changeKey?: string }[]): void {
  const work = workOn(
    sql,
    loadRows(
      sql,
      items.map(({ id }) => id),
    ),
  );
  for (const { id, ...read } of items) work.apply(id, { type: 'read-reported', ...read });
  work.save();
}

export function listSuperseded(sql: Sql, limit: number): (Copy & { id: string })[] {
  return sql
    .all(`SELECT no, destination_id, change_key FROM superseded WHERE is_kept = 0 ORDER BY no LIMIT ?`, limit)
    .map((row) => ({
      id: String(row.no),
      destinationId: String(row.destination_id),
      changeKey: String(row.change_key),
    }));
}

export function settleSuperseded(sql: Sql, copies: readonly { id: string; isKept: boolean }[]): void {
  for (const { id, isKept } of copies) {
    if (isKept) {
      sql.run(`UPDATE superseded SET is_kept = 1 WHERE no = ?`, Number(id));
      for (const row of sql.all(`SELECT item, destination_id FROM superseded WHERE no = ?`, Number(id)))
        noteKeptCopy(sql, 'older-copy-kept', row.item!, row.destination_id!);
    } else sql.run(`DELETE FROM superseded WHERE no = ?`, Number(id));
  }
}

const LEFT = `state = 'left' AND is_kept = 0 AND destination_id IS NOT NULL`;
/** People own what they received at the destination: a deletion at the source never removes it. */
const OURS = `adopted < 2`;

export function listLeft(sql: Sql, limit: number): (Copy & { id: string })[] {
  const received = sql.all(`SELECT id FROM items WHERE ${LEFT} AND NOT ${OURS} ORDER BY no LIMIT ?`, limit);
  keepLeft(
    sql,
    received.map(({ id }) => String(id)),
    'received-copy-kept',
  );
  return sql
    .all(
      `SELECT id, destination_id, destination_change_key FROM items WHERE ${LEFT} AND ${OURS} ORDER BY no LIMIT ?`,
      limit,
    )
    .map((row) => ({
      id: String(row.id),
      destinationId: String(row.destination_id),
      changeKey: String(row.destination_change_key),
    }));
}

export function countLeft(sql: Sql): { left: number; copied: number } {
  const count = (where: string) => Number(sql.all(`SELECT COUNT(*) AS count FROM items WHERE ${where}`)[0]?.count);
  return { left: count(LEFT), copied: count(`state IN ('done', 'left')`) };
}

export function settleLeft(sql: Sql, items: readonly { id: string; isKept: boolean }[]): void {
  const kept = items.filter(({ isKept }) => isKept).map(({ id }) => id);
  const removed = items.filter(({ isKept }) => !isKept).map(({ id }) => id);
  keepLeft(sql, kept, 'deleted-copy-kept');
  const work = workOn(sql, loadRows(sql, removed));
  for (const id of removed) work.apply(id, { type: 'copy-removed' });
  work.save();
}

/** They stay although their items are gone, and are listed. */
function keepLeft(sql: Sql, ids: readonly string[], why: 'deleted-copy-kept' | 'received-copy-kept'): void {
  const work = workOn(sql, loadRows(sql, ids));
  for (const id of ids) {
    work.apply(id, { type: 'copy-kept' });
    const row = work.row(id);
    if (row?.state === 'left') noteKeptCopy(sql, why, id, row.destination_id);
  }
  work.save();
}

export function listUnlisted(sql: Sql, limit: number, subjects?: KeptSubjects): Unlisted {
  if (subjects) dropSubjects(sql, subjects);
  const rows = sql.all(
    `SELECT i.*, f.path AS folder_path FROM items i JOIN folders f ON f.no = i.folder
     WHERE i.is_listed IS NOT (i.state = 'failed') ORDER BY i.no LIMIT ?`,
    limit,
  );
  const failed = rows.filter((row) => row.state === 'failed').map(errorOf);
  const recovered = rows.filter((row) => row.state !== 'failed').map((row) => String(row.id));
  const folders = unlistedTroubles(sql, limit);
  const hasFolders = folders.failed.length + folders.recovered.length > 0;
  return { failed, recovered, ...(hasFolders && { folders }) };
}

function dropSubjects(sql: Sql, kept: KeptSubjects): void {
  sql.run(
    `UPDATE items SET subject = NULL WHERE subject IS NOT NULL${kept === 'failed' ? ` AND state <> 'failed'` : ''}`,
  );
}

export function settleListed(sql: Sql, ids: readonly string[], folderIds: readonly string[]): void {
  if (folderIds.length > 0) settleTroublesListed(sql, folderIds);
  const work = workOn(sql, loadRows(sql, ids));
  for (const id of ids) work.apply(id, { type: 'error-listed' });
  work.save();
}

function errorOf(row: Row): ItemError {
  return {
    id: String(row.id),
    folderPath: String(row.folder_path),
    itemClass: String(row.item_class),
    kind: kindOf(String(row.item_class)),
    sizeBytes: Number(row.size),
    method: row.path as CopyMethod,
    fault: JSON.parse(String(row.fault)) as ItemError['fault'],
    ...(row.item_at !== null && { itemAt: String(row.item_at) }),
    ...(row.subject !== null && { subject: String(row.subject) }),
  };
}
