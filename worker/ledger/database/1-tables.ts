import { kindOf } from '../../engine/model/item.ts';
import type { Sql } from './sql.ts';

const TABLES = [
  `CREATE TABLE IF NOT EXISTS folders (
    no INTEGER PRIMARY KEY, source_id TEXT NOT NULL UNIQUE, destination_id TEXT NOT NULL, path TEXT NOT NULL,
    distinguished_id TEXT, mark TEXT, is_active INTEGER NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS items (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, folder INTEGER NOT NULL, change_key TEXT NOT NULL,
    item_class TEXT NOT NULL, size INTEGER NOT NULL, match_key TEXT NOT NULL, path TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, not_before INTEGER NOT NULL DEFAULT 0,
    is_read INTEGER, told_read INTEGER,
    destination_id TEXT, destination_change_key TEXT, intent_at INTEGER,
    item_at TEXT, subject TEXT, fault TEXT, is_listed INTEGER NOT NULL DEFAULT 0)`,
  // Copies whose newer version has arrived.
  `CREATE TABLE IF NOT EXISTS superseded (
    no INTEGER PRIMARY KEY, item TEXT NOT NULL, destination_id TEXT NOT NULL UNIQUE, change_key TEXT NOT NULL)`,
  // What a destination folder held before us, until the source folder has been read.
  `CREATE TABLE IF NOT EXISTS present (
    folder INTEGER NOT NULL, destination_id TEXT NOT NULL, change_key TEXT NOT NULL, match_key TEXT NOT NULL,
    loose_key TEXT, PRIMARY KEY (folder, destination_id)) WITHOUT ROWID`,
  // The settings that were copied.
  `CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS settled_settings (kind TEXT PRIMARY KEY, pass TEXT NOT NULL) WITHOUT ROWID`,
  // What did not come along; \`item\` is the source's item where it is of one.
  `CREATE TABLE IF NOT EXISTS losses (
    key TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
    item TEXT, is_listed INTEGER NOT NULL DEFAULT 0, is_over INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS pass (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS lease (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL)`,
];

/** Columns added while ledgers had no version: older ledgers have the table without them. */
const COLUMNS: readonly (readonly [table: string, column: string, type: string])[] = [
  ['folders', 'listing', 'INTEGER NOT NULL DEFAULT 0'],
  ['folders', 'is_listing', 'INTEGER NOT NULL DEFAULT 0'],
  ['folders', 'expects', 'INTEGER NOT NULL DEFAULT 0'],
  // Fully, in the running pass.
  ['folders', 'is_read', 'INTEGER NOT NULL DEFAULT 0'],
  // Digest of the sync state after the last page.
  ['folders', 'read_to', 'TEXT'],
  // The source no longer has it.
  ['folders', 'is_gone', 'INTEGER NOT NULL DEFAULT 0'],
  ['items', 'kind', 'TEXT'],
  ['items', 'seen', 'INTEGER NOT NULL DEFAULT 0'],
  // Facts of a newer version, while an older one is in flight.
  ['items', 'next', 'TEXT'],
  ['items', 'is_gone', 'INTEGER NOT NULL DEFAULT 0'],
  ['items', 'is_kept', 'INTEGER NOT NULL DEFAULT 0'],
  ['items', 'is_retry', 'INTEGER NOT NULL DEFAULT 0'],
  ['items', 'modified_at', 'TEXT'],
  // Its match key holds a Message-ID, a UID or a date: two different items hardly ever share it.
  ['items', 'is_strong', 'INTEGER NOT NULL DEFAULT 0'],
  ['items', 'replaces_id', 'TEXT'],
  ['items', 'replaces_key', 'TEXT'],
  ['items', 'moves_id', 'TEXT'],
  ['items', 'moves_key', 'TEXT'],
  ['items', 'moves_mark', 'TEXT'],
  // It left before its last version was copied: its facts are newer than its copy.
  ['items', 'is_older', 'INTEGER NOT NULL DEFAULT 0'],
  // It was changed so shortly before it was read that a later change may have the same time.
  ['items', 'is_young', 'INTEGER NOT NULL DEFAULT 0'],
  // Someone has changed it, so it stays until the next pass checks again.
  ['superseded', 'is_kept', 'INTEGER NOT NULL DEFAULT 0'],
  // See compare.ts.
  ['folders', 'compared', 'TEXT'],
  ['items', 'sight', 'INTEGER NOT NULL DEFAULT 0'],
];

// Each row written costs money: besides the copies, only open items are indexed, and a pass leaves few of these.
const INDEXES = [
  `CREATE INDEX IF NOT EXISTS items_pending ON items (folder, path, no) WHERE state = 'pending'`,
  `CREATE INDEX IF NOT EXISTS items_open ON items (folder, match_key) WHERE state IN ('intent', 'doubt')`,
  `CREATE INDEX IF NOT EXISTS items_read ON items (no) WHERE state = 'done' AND is_read IS NOT told_read`,
  `CREATE INDEX IF NOT EXISTS items_unlisted ON items (no) WHERE is_listed IS NOT (state = 'failed')`,
  `CREATE INDEX IF NOT EXISTS losses_unlisted ON losses (key) WHERE is_over = 1 OR is_listed = 0`,
  `CREATE INDEX IF NOT EXISTS losses_copies ON losses (key) WHERE kind = 'copy'`,
  `CREATE INDEX IF NOT EXISTS items_left ON items (match_key) WHERE state = 'left'`,
  `CREATE INDEX IF NOT EXISTS items_retry ON items (no) WHERE is_retry = 1`,
  `CREATE INDEX IF NOT EXISTS items_missing ON items (folder) WHERE sight = 2`,
  // The destination reports items by its own ids.
  `CREATE INDEX IF NOT EXISTS items_copies ON items (destination_id) WHERE destination_id IS NOT NULL`,
  `CREATE INDEX IF NOT EXISTS items_replaces ON items (replaces_id) WHERE replaces_id IS NOT NULL`,
  `CREATE INDEX IF NOT EXISTS present_copies ON present (destination_id)`,
  `CREATE INDEX IF NOT EXISTS present_match ON present (folder, match_key)`,
  `CREATE INDEX IF NOT EXISTS present_loose ON present (folder, loose_key) WHERE loose_key IS NOT NULL`,
  `CREATE INDEX IF NOT EXISTS items_moves ON items (moves_id) WHERE moves_id IS NOT NULL`,
];

/** Creates the tables of a new ledger. A ledger without a version has some or all of them: adds the missing ones. */
export function makeTables(sql: Sql): void {
  const isNew = sql.all(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'items'`).length === 0;
  for (const statement of TABLES) sql.run(isNew ? whole(statement) : statement);
  for (const [table, column, type] of isNew ? [] : COLUMNS)
    if (!sql.all(`PRAGMA table_info(${table})`).some(({ name }) => name === column))
      sql.run(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
  for (const statement of INDEXES) sql.run(statement);
  for (const { item_class } of sql.all(`SELECT DISTINCT item_class FROM items WHERE kind IS NULL`))
    sql.run(`UPDATE items SET kind = ? WHERE item_class = ?`, kindOf(String(item_class)), item_class!);
}

/** The statement including the later columns: adding them one by one takes six times as long for every new mailbox. */
function whole(statement: string): string {
  const table = /EXISTS (\w+)/.exec(statement)?.[1];
  const columns = COLUMNS.filter(([of]) => of === table).map(([, column, type]) => `, ${column} ${type}`);
  const end = statement.lastIndexOf(')');
  return `${statement.slice(0, end)}${columns.join('')}${statement.slice(end)}`;
}
