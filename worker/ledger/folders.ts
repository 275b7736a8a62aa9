import { firstMethod } from '../engine/model/copy-method.ts';
import type { CopyMethod } from '../lib/copy-methods.ts';
import type { LedgerFolder, Opened, PresentItem, Selection } from '../engine/model/ledger-facts.ts';
import { listTroubles, markRetries, retryTroubled } from './folder-troubles.ts';
import { notePresent } from './present.ts';
import { summarize } from './summary.ts';
import type { Row, Sql } from './database/sql.ts';

/** Items that have waited longer than this are looked for at the destination again before they are copied. */
const FRESH_FOR_MS = 6 * 3_600_000;

/** For a folder `f` and its place `p`: items must be looked for, or have waited too long since the last reading. */
const SEEKS = `(EXISTS (SELECT 1 FROM items WHERE folder = f.no AND seeks = 1 AND state = 'pending')
  OR (p.heard_at < ? AND EXISTS (SELECT 1 FROM items WHERE folder = f.no AND state = 'pending' AND wide_key IS NOT NULL)))`;

/**
 * Every intent of an older lease becomes unconfirmed: nothing recorded how it ended. Its upload may have begun long
 * after its intent, right before the lease was lost.
 */
export function openLedger(
  sql: Sql,
  pass: { id: string; retries: boolean; methods: readonly CopyMethod[] },
  selection: Selection,
  now: number,
): Opened {
  // The events orphaned, pass-began and retried, of as many rows as there are: test/ledger/set-based.test.ts holds these
  // statements to \`transition\`.
  sql.run(
    `UPDATE items SET state = 'doubt', intent_at = ? WHERE state IN ('intent', 'doubt') AND state = 'intent'`,
    now,
  );
  if (sql.all(`SELECT id FROM pass`)[0]?.id !== pass.id) {
    sql.run(`INSERT OR REPLACE INTO pass (one, id) VALUES (1, ?)`, pass.id);
    sql.run(`UPDATE folders SET is_read = 0 WHERE is_read = 1`);
    sql.run(`UPDATE items SET is_retry = 0 WHERE is_retry = 1`);
    sql.run(`UPDATE superseded SET is_kept = 0 WHERE is_kept = 1`);
    retryTroubled(sql, pass.methods);
    if (pass.retries) retryFailed(sql, pass.methods);
  }
  const folders = sql
    .all(
      `SELECT f.*, EXISTS (SELECT 1 FROM items WHERE folder = f.no AND state IN ('intent', 'doubt')) AS has_unconfirmed,
         p.stood, ${SEEKS} AS seeks
       FROM folders f LEFT JOIN places p ON p.id = f.destination_id ORDER BY no`,
      now - FRESH_FOR_MS,
    )
    .map(folderOf);
  const troubles = listTroubles(sql);
  return { folders, summary: summarize(sql, selection), ...(troubles.length > 0 && { troubles }) };
}

export function foldersRead(sql: Sql, folderIds: readonly string[]): void {
  sql.run(
    `UPDATE folders SET is_read = 1 WHERE source_id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(folderIds),
  );
}

function retryFailed(sql: Sql, methods: readonly CopyMethod[]): void {
  for (const { item_class } of sql.all(`SELECT DISTINCT item_class FROM items WHERE state = 'failed'`))
    sql.run(
      `UPDATE items SET state = 'pending', is_retry = 1, attempts = 0, not_before = 0, fault = NULL, path = ?
       WHERE state = 'failed' AND item_class = ?`,
      firstMethod(methods, String(item_class)) ?? 'typed',
      item_class!,
    );
}

export function mapFolders(sql: Sql, folders: readonly LedgerFolder[]): void {
  const ids = JSON.stringify(folders.map(({ sourceId }) => sourceId));
  sql.run(
    `UPDATE folders SET is_active = 0 WHERE is_active = 1 AND source_id NOT IN (SELECT value FROM json_each(?))`,
    ids,
  );
  addFolders(sql, folders);
}

export function addFolders(sql: Sql, folders: readonly LedgerFolder[]): void {
  // Each slice says all of them, and rows written cost money.
  for (const folder of folders)
    sql.run(
      `INSERT INTO folders (source_id, destination_id, path, distinguished_id, mark, is_active) VALUES (?, ?, ?, ?, ?, 1)
       ON CONFLICT (source_id) DO UPDATE SET destination_id = excluded.destination_id, path = excluded.path,
         distinguished_id = excluded.distinguished_id, mark = excluded.mark, is_active = 1, is_gone = 0,
         compared = CASE WHEN destination_id = excluded.destination_id THEN compared END
       WHERE is_active = 0 OR (destination_id, path, distinguished_id, mark) IS NOT
         (excluded.destination_id, excluded.path, excluded.distinguished_id, excluded.mark)`,
      folder.sourceId,
      folder.destinationId,
      folder.path,
      folder.distinguishedId ?? null,
      folder.baseline ?? null,
    );
  markRetries(sql);
}

/** Everything in the destination folder is known now: later arrivals are changes. */
export function setBaseline(sql: Sql, sourceId: string, baseline: string, now?: number): void {
  sql.run(`UPDATE folders SET mark = ? WHERE source_id = ?`, baseline, sourceId);
  sql.run(
    `INSERT INTO places (id, sync_state, heard_at) SELECT destination_id, mark, ? FROM folders WHERE source_id = ?
     ON CONFLICT (id) DO UPDATE SET sync_state = excluded.sync_state, heard_at = excluded.heard_at`,
    now ?? null,
    sourceId,
  );
}

/**
 * Safe to repeat: each item is stored once. If another source folder has the same destination, copies of its items are
 * left out: those that the ledger knows, and those that may be in flight.
 */
export function expectItems(sql: Sql, folderId: string, present: readonly PresentItem[]): void {
  const folder = requireFolder(sql, folderId);
  const place = sql.all(`SELECT destination_id FROM folders WHERE no = ?`, folder.no!)[0]!.destination_id!;
  const free = notePresent(sql, folder.no!, place, present);
  if (free > 0) sql.run(`UPDATE folders SET expects = 1 WHERE no = ?`, folder.no!);
}

export function relistFolder(sql: Sql, folderId: string): void {
  sql.run(`UPDATE folders SET listing = listing + 1, is_listing = 1, read_to = NULL WHERE source_id = ?`, folderId);
}

export function requireFolder(sql: Sql, folderId: string): Row {
  const folder = sql.all(`SELECT no, listing, is_listing, expects FROM folders WHERE source_id = ?`, folderId)[0];
  if (!folder) throw new Error('The folder is not mapped.');
  return folder;
}

function folderOf(row: Row): LedgerFolder {
  return {
    sourceId: String(row.source_id),
    destinationId: String(row.destination_id),
    path: String(row.path),
    ...(row.distinguished_id !== null && { distinguishedId: String(row.distinguished_id) }),
    ...(row.mark !== null && { baseline: String(row.mark) }),
    ...(row.is_read === 1 && { isRead: true }),
    ...((row.is_listing === 1 || row.expects === 1) && { awaitsEnd: true }),
    ...(row.read_to !== null && { readTo: String(row.read_to) }),
    ...(row.has_unconfirmed === 1 && { hasUnconfirmed: true }),
    ...(row.is_gone === 1 && { isGone: true }),
    ...(row.seeks === 1 && { seeks: true }),
    ...(typeof row.stood === 'string' && { signature: row.stood }),
  };
}
