import type { Sql } from './sql.ts';

const STATEMENTS = [
  `ALTER TABLE items ADD COLUMN loose_key TEXT`,
  `ALTER TABLE items ADD COLUMN wide_key TEXT`,
  // Its copy is one that this project did not make; see ItemRow.
  `ALTER TABLE items ADD COLUMN adopted INTEGER NOT NULL DEFAULT 0`,
  // The destination folder that it lies in then.
  `ALTER TABLE items ADD COLUMN lies_in TEXT`,
  // It must be looked for at the destination before it is copied.
  `ALTER TABLE items ADD COLUMN seeks INTEGER NOT NULL DEFAULT 0`,
  // The destination folder; \`folder\` is one that goes there, or 0.
  `ALTER TABLE present ADD COLUMN place TEXT`,
  `ALTER TABLE present ADD COLUMN wide_key TEXT`,
  `ALTER TABLE present ADD COLUMN marker TEXT`,
  `ALTER TABLE present ADD COLUMN size INTEGER`,
  `ALTER TABLE present ADD COLUMN modified_at TEXT`,
  `ALTER TABLE present ADD COLUMN came_at TEXT`,
  `UPDATE present SET place = (SELECT destination_id FROM folders WHERE no = present.folder)`,
  // Up to where changes of a destination folder are known, since when, and what it looked like then.
  `CREATE TABLE places (id TEXT PRIMARY KEY, sync_state TEXT, heard_at INTEGER, stood TEXT) WITHOUT ROWID`,
  `INSERT OR IGNORE INTO places (id, sync_state) SELECT destination_id, mark FROM folders WHERE mark IS NOT NULL ORDER BY no`,
  `DROP INDEX present_match`,
  `DROP INDEX present_loose`,
  `CREATE INDEX present_match ON present (match_key)`,
  `CREATE INDEX present_loose ON present (loose_key) WHERE loose_key IS NOT NULL`,
  `CREATE INDEX present_wide ON present (wide_key) WHERE wide_key IS NOT NULL`,
  `CREATE INDEX present_marker ON present (marker) WHERE marker IS NOT NULL`,
  `CREATE INDEX items_seeking ON items (folder) WHERE seeks = 1`,
];

/** Copies that others made, or that people received, are known by more than one key, and in whatever folder they are. */
export function addArrivals(sql: Sql): void {
  for (const statement of STATEMENTS) sql.run(statement);
}
