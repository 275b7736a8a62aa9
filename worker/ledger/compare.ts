import type { KnownCopy, Sight } from '../engine/model/ledger-facts.ts';
import type { Tally } from '../engine/model/tally.ts';
import { requireFolder } from './folders.ts';
import type { Sql } from './database/sql.ts';

/** `sight` of a copy: not looked for yet, seen in its folder at the destination, or found missing there. */
const [UNSEEN, SEEN, MISSING] = [0, 1, 2];
/** What lies in another folder, where it was received, is not missed here. */
const COPIES = `state IN ('done', 'left') AND destination_id IS NOT NULL AND adopted <> 3`;

export function comparedTo(sql: Sql, folderId: string): string | undefined {
  const state = sql.all(`SELECT compared FROM folders WHERE source_id = ?`, folderId)[0]?.compared;
  return typeof state === 'string' ? state : undefined;
}

/** The event sighted, of as many rows as the folder has: test/ledger/set-based.test.ts holds it to `transition`. */
export function compare(sql: Sql, folderId: string, { present, gone, begins, isWhole, syncState }: Sight): void {
  const { no } = requireFolder(sql, folderId);
  if (begins) {
    sql.run(`UPDATE folders SET compared = NULL WHERE no = ?`, no!);
    sql.run(`UPDATE items SET sight = ${UNSEEN} WHERE folder = ? AND sight <> ${UNSEEN}`, no!);
  }
  for (const [ids, sight] of [
    [present, SEEN],
    [gone, MISSING],
  ] as const)
    if (ids.length > 0)
      sql.run(
        `UPDATE items SET sight = ${sight}
         WHERE destination_id IN (SELECT value FROM json_each(?)) AND folder = ? AND sight <> ${sight}`,
        JSON.stringify(ids),
        no!,
      );
  if (isWhole) sql.run(`UPDATE items SET sight = ${MISSING} WHERE folder = ? AND sight = ${UNSEEN} AND ${COPIES}`, no!);
  if (syncState !== undefined) sql.run(`UPDATE folders SET compared = ? WHERE no = ?`, syncState, no!);
}

export function listUnseen(sql: Sql, folderId: string, limit: number): string[] {
  const { no } = requireFolder(sql, folderId);
  const rows = sql.all(
    `SELECT destination_id FROM items WHERE folder = ? AND sight = ${UNSEEN} AND ${COPIES} ORDER BY no LIMIT ?`,
    no!,
    limit,
  );
  return rows.map((row) => String(row.destination_id));
}

export function listMissing(sql: Sql, folderId: string, limit: number): { missing: Tally; first: KnownCopy[] } {
  const { no } = requireFolder(sql, folderId);
  const where = `folder = ? AND sight = ${MISSING} AND ${COPIES}`;
  const sum = sql.all(`SELECT COUNT(*) AS count, SUM(size) AS bytes FROM items WHERE ${where}`, no!)[0];
  const rows = sql.all(`SELECT item_class, size, item_at FROM items WHERE ${where} ORDER BY no LIMIT ?`, no!, limit);
  return {
    missing: { count: Number(sum?.count ?? 0), bytes: Number(sum?.bytes ?? 0) },
    first: rows.map((row) => ({
      itemClass: String(row.item_class),
      sizeBytes: Number(row.size),
      ...(row.item_at !== null && { itemAt: String(row.item_at) }),
    })),
  };
}
