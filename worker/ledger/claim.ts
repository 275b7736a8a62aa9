import type { CopyPath } from '../engine/model/item.ts';
import type { Batch, ClaimLimits, LedgerItem, Selection } from '../engine/model/ledger.ts';
import { planBatch } from './plan-batch.ts';
import { openKeysInto } from './open-keys.ts';
import type { Row, Sql, Value } from './sql.ts';

/** How many candidates to look at in one go; more when all of them have to wait for a twin. */
const CANDIDATES = 60;

/**
 * Servers tell to the second when an item was changed: what is changed twice within one, and read in between, looks
 * the same before and after. So the time says nothing of what was changed just before it was read. Who changes items
 * by a clock of their own is in step with the server to five minutes, or is not let in (the default of Kerberos); as
 * much again for the server and us.
 */
const YOUNG_MS = 600_000;

/** Of hundreds of folders few have something left: the index of what is pending tells which. */
const FOLDERS_WITH_WORK = `SELECT no, source_id FROM folders f WHERE is_active = 1
  AND EXISTS (SELECT 1 FROM items WHERE state = 'pending' AND folder = f.no) ORDER BY no`;

/** The part of a selection that a single row answers, as a condition and its values. */
export function conditionOf(selection: Selection): { where: string; values: Value[] } {
  const parts: [string, ...Value[]][] = [];
  if (selection.retriesOnly) parts.push([`is_retry = 1`]);
  if (selection.before !== undefined) parts.push([`item_at < ?`, selection.before]);
  if (selection.from !== undefined) parts.push([`(item_at IS NULL OR item_at >= ?)`, selection.from]);
  if (selection.until !== undefined) parts.push([`(item_at IS NULL OR item_at < ?)`, selection.until]);
  if (selection.kinds) parts.push([`kind IN (SELECT value FROM json_each(?))`, JSON.stringify(selection.kinds)]);
  return {
    where: parts.map(([part]) => ` AND ${part}`).join(''),
    values: parts.flatMap(([, ...values]) => values),
  };
}

export type Room = { items: number; bytes: number };

/** What a trial leaves for each folder, by its number; undefined without such limits. */
export function roomOf(
  sql: Sql,
  { maxItemsPerFolder, maxTotalBytes }: Selection,
): ((folder: Value) => Room) | undefined {
  if (maxItemsPerFolder === undefined && maxTotalBytes === undefined) return undefined;
  const taken = sql.all(
    `SELECT folder, COUNT(*) AS count, SUM(size) AS bytes FROM items
     WHERE state IN ('done', 'left', 'intent', 'doubt', 'failed') GROUP BY folder`,
  );
  const counts = new Map(taken.map((row) => [row.folder, Number(row.count)]));
  const bytes = (maxTotalBytes ?? Infinity) - taken.reduce((sum, row) => sum + Number(row.bytes), 0);
  return (folder) => ({ items: (maxItemsPerFolder ?? Infinity) - (counts.get(folder) ?? 0), bytes });
}

export function claimBatch(
  sql: Sql,
  batchId: string,
  limits: ClaimLimits,
  selection: Selection,
  now: number,
): Batch | undefined {
  const { where, values } = conditionOf(selection);
  const roomFor = roomOf(sql, selection);
  for (const folder of sql.all(FOLDERS_WITH_WORK)) {
    const room = roomFor?.(folder.no!) ?? { items: Infinity, bytes: Infinity };
    if (room.items < 1 || room.bytes < 1) continue;
    const within = {
      ...limits,
      maxItems: Math.min(limits.maxItems, room.items),
      maxBytes: Math.min(limits.maxBytes, room.bytes),
    };
    for (let offset = 0; ; offset += CANDIDATES) {
      const rows = sql.all(
        `SELECT no, id, change_key, item_class, size, match_key, path, attempts, is_read, replaces_id, replaces_key,
           moves_id, moves_key FROM items
         WHERE state = 'pending' AND folder = ? AND not_before <= ? AND size <= ?${where}
         ORDER BY path, no LIMIT ? OFFSET ?`,
        folder.no!,
        now,
        Math.min(room.bytes, Number.MAX_SAFE_INTEGER),
        ...values,
        CANDIDATES,
        offset,
      );
      if (rows.length === 0) break;
      const openKeys = openKeysInto(sql, folder.no!);
      for (const group of groupsOf(rows)) {
        const items = planBatch(group.map(itemOf), openKeys, within);
        const [first] = items;
        if (!first) continue;
        sql.run(
          `UPDATE items SET state = 'intent', intent_at = ?,
             told_read = CASE WHEN moves_id IS NULL THEN is_read ELSE told_read END,
             is_young = moves_id IS NULL AND modified_at IS NOT NULL AND modified_at > ?
           WHERE id IN (SELECT value FROM json_each(?))`,
          now,
          new Date(now - YOUNG_MS).toISOString(),
          JSON.stringify(items.map(({ id }) => id)),
        );
        const moves = first.moves !== undefined;
        return { id: batchId, folderId: String(folder.source_id), path: first.path, moves, items };
      }
    }
  }
  return undefined;
}

/** What may share a batch: one path, and copies apart from moves. */
function groupsOf(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = row.moves_id === null ? String(row.path) : 'move';
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** When something may be claimed again (epoch ms); undefined when nothing is pending for this selection. */
export function nextPendingAt(sql: Sql, selection: Selection): number | undefined {
  const { where, values } = conditionOf(selection);
  const roomFor = roomOf(sql, selection);
  let earliest: number | undefined;
  for (const { no } of sql.all(FOLDERS_WITH_WORK)) {
    const room = roomFor?.(no!) ?? { items: Infinity, bytes: Infinity };
    if (room.items < 1 || room.bytes < 1) continue;
    const row = sql.all(
      `SELECT MIN(not_before) AS at FROM items WHERE state = 'pending' AND folder = ? AND size <= ?${where}`,
      no!,
      Math.min(room.bytes, Number.MAX_SAFE_INTEGER),
      ...values,
    )[0];
    if (typeof row?.at === 'number') earliest = Math.min(earliest ?? Infinity, row.at);
  }
  return earliest;
}

function itemOf(row: Row): LedgerItem {
  return {
    id: String(row.id),
    changeKey: String(row.change_key),
    itemClass: String(row.item_class),
    sizeBytes: Number(row.size),
    matchKey: String(row.match_key),
    path: row.path as CopyPath,
    attempts: Number(row.attempts),
    ...(row.is_read !== null && { isRead: row.is_read === 1 }),
    ...(row.replaces_id !== null && {
      replaces: { destinationId: String(row.replaces_id), changeKey: String(row.replaces_key) },
    }),
    ...(row.moves_id !== null && { moves: { destinationId: String(row.moves_id), changeKey: String(row.moves_key) } }),
  };
}
