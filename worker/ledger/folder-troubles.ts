import { firstMethod } from '../engine/model/copy-method.ts';
import type { Fault } from '../engine/model/fault.ts';
import type { FolderTrouble, KnownTrouble } from '../engine/model/folder-trouble.ts';
import type { CopyMethod } from '../lib/copy-methods.ts';
import type { Row, Sql } from './database/sql.ts';

/** Condition on a `source_id`: the pass that runs has given the folder up. */
export const isSetAside = (sourceId: string): string =>
  `${sourceId} IN (SELECT source_id FROM folder_troubles WHERE set_aside_in = (SELECT id FROM pass))`;

export function listTroubles(sql: Sql): KnownTrouble[] {
  const rows = sql.all(
    `SELECT t.*, tried_in = (SELECT id FROM pass) AS is_of_pass, set_aside_in = (SELECT id FROM pass) AS is_set_aside
     FROM folder_troubles t WHERE is_over = 0 ORDER BY path, source_id`,
  );
  return rows.map((row) => ({
    ...troubleOf(row),
    tries: row.is_of_pass === 1 ? Number(row.tries) : 0,
    isSetAside: row.is_set_aside === 1,
  }));
}

/** Notes tries of the running pass. Folders that are set aside are listed again. */
export function noteTroubles(sql: Sql, troubles: readonly KnownTrouble[]): void {
  for (const { sourceId, path, distinguishedId, itemCount, below, fault, tries, isSetAside: isGivenUp } of troubles) {
    sql.run(
      `INSERT INTO folder_troubles
         (source_id, path, distinguished_id, item_count, below, fault, tried_in, tries, set_aside_in)
       SELECT ?, ?, ?, ?, ?, ?, id, ?, CASE WHEN ? = 1 THEN id END FROM pass WHERE true
       ON CONFLICT (source_id) DO UPDATE SET path = excluded.path, distinguished_id = excluded.distinguished_id,
         item_count = excluded.item_count, below = excluded.below, fault = excluded.fault,
         tried_in = excluded.tried_in, tries = excluded.tries, is_over = 0,
         set_aside_in = COALESCE(excluded.set_aside_in, set_aside_in),
         is_listed = is_listed AND excluded.set_aside_in IS NULL`,
      sourceId,
      path,
      distinguishedId ?? null,
      itemCount,
      below ?? null,
      JSON.stringify(fault),
      tries,
      isGivenUp ? 1 : 0,
    );
  }
}

/** The pass has ended: a folder that it did not set aside counts as recovered. */
export function endTroubles(sql: Sql): void {
  sql.run(`DELETE FROM folder_troubles WHERE set_aside_in IS NULL OR (is_over = 1 AND is_listed = 0)`);
  sql.run(`UPDATE folder_troubles SET is_over = 1 WHERE set_aside_in <> (SELECT id FROM pass)`);
}

/**
 * A new pass begins: it retries folders in trouble, whatever the trouble was, and a pass that retries errors takes their
 * items. Waiting items start with the best of `methods`: the last method says nothing about them.
 */
export function retryTroubled(sql: Sql, methods: readonly CopyMethod[]): void {
  sql.run(`UPDATE folders SET is_retry = 0 WHERE is_retry = 1`);
  markRetries(sql);
  const waits = `state = 'pending' AND folder IN (SELECT no FROM folders WHERE is_retry = 1)`;
  for (const { item_class } of sql.all(`SELECT DISTINCT item_class FROM items WHERE ${waits}`))
    sql.run(
      `UPDATE items SET attempts = 0, not_before = 0, path = ? WHERE ${waits} AND item_class = ?`,
      firstMethod(methods, String(item_class)) ?? 'typed',
      item_class!,
    );
}

/** A folder may be mapped only when it is tried again. */
export function markRetries(sql: Sql): void {
  sql.run(
    `UPDATE folders SET is_retry = 1
     WHERE is_retry = 0 AND source_id IN (SELECT source_id FROM folder_troubles WHERE is_over = 0)`,
  );
}

/** Folders that are set aside and not listed yet, and listed ones that have recovered. */
export function unlistedTroubles(sql: Sql, limit: number): { failed: FolderTrouble[]; recovered: string[] } {
  const rows = sql.all(
    `SELECT * FROM folder_troubles WHERE is_over = 1 OR (set_aside_in IS NOT NULL AND is_listed = 0)
     ORDER BY source_id LIMIT ?`,
    limit,
  );
  return {
    failed: rows.filter((row) => row.is_over === 0).map(troubleOf),
    recovered: rows.filter((row) => row.is_over === 1).map((row) => String(row.source_id)),
  };
}

export function settleTroublesListed(sql: Sql, sourceIds: readonly string[]): void {
  const ids = JSON.stringify(sourceIds);
  const areThese = `source_id IN (SELECT value FROM json_each(?))`;
  sql.run(`DELETE FROM folder_troubles WHERE is_over = 1 AND ${areThese}`, ids);
  sql.run(`UPDATE folder_troubles SET is_listed = 1 WHERE ${areThese}`, ids);
}

function troubleOf(row: Row): FolderTrouble {
  return {
    sourceId: String(row.source_id),
    path: String(row.path),
    itemCount: Number(row.item_count),
    fault: JSON.parse(String(row.fault)) as Fault,
    ...(row.distinguished_id !== null && { distinguishedId: String(row.distinguished_id) }),
    ...(row.below !== null && { below: String(row.below) }),
  };
}
