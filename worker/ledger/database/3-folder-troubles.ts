import type { Sql } from './sql.ts';

/** Folders that failed by themselves, and those whose items a pass that retries takes as well. */
export function addFolderTroubles(sql: Sql): void {
  // `tries` of the pass `tried_in`; `set_aside_in` is the last pass that gave the folder up, if one did.
  sql.run(`CREATE TABLE folder_troubles (
    source_id TEXT PRIMARY KEY, path TEXT NOT NULL, distinguished_id TEXT, item_count INTEGER NOT NULL,
    below TEXT, fault TEXT NOT NULL, tried_in TEXT NOT NULL, tries INTEGER NOT NULL, set_aside_in TEXT,
    is_listed INTEGER NOT NULL DEFAULT 0, is_over INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`);
  sql.run(`ALTER TABLE folders ADD COLUMN is_retry INTEGER NOT NULL DEFAULT 0`);
}
