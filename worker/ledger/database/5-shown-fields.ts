import type { Sql } from './sql.ts';

/** Names of fields that the source's listing showed of an item: what it then does not give is missed by name. */
export function addShownFields(sql: Sql): void {
  sql.run(`ALTER TABLE items ADD COLUMN shows TEXT`);
}
