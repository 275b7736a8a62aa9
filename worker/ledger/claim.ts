import type { CopyMethod } from '../lib/copy-methods.ts';
import type { Batch, ClaimLimits, LedgerItem, Selection } from '../engine/model/ledger-facts.ts';
import { isSetAside } from './folder-troubles.ts';
import { planBatch } from './plan-batch.ts';
import { openKeysInto } from './open-keys.ts';
import { LOADED_TO_CLAIM, itemRowsOf, workOn } from './rows.ts';
import type { Row, Sql, Value } from './database/sql.ts';

type Candidate = { no: number; sizeBytes: number; matchKey: string; attempts: number };

/** How many candidates to look at beyond a whole batch, as some may wait for a twin; more when all of them do. */
const SPARE_CANDIDATES = 10;

/** Few of hundreds of folders have items left: the index of pending items shows which. */
const FOLDERS_WITH_WORK = `SELECT no, source_id FROM folders f WHERE is_active = 1 AND NOT ${isSetAside('source_id')}
  AND EXISTS (SELECT 1 FROM items WHERE state = 'pending' AND folder = f.no) ORDER BY no`;

/** The part of a selection that a single row answers, as a condition and its values. */
export function conditionOf(selection: Selection): { where: string; values: Value[] } {
  const parts: [string, ...Value[]][] = [];
  if (selection.retriesOnly) parts.push([`(is_retry = 1 OR folder IN (SELECT no FROM folders WHERE is_retry = 1))`]);
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
    const candidates = within.maxItems + SPARE_CANDIDATES;
    for (let offset = 0; ; offset += candidates) {
      const rows = sql.all(
        `SELECT no, size, match_key, path, attempts, moves_id FROM items
         WHERE state = 'pending' AND folder = ? AND seeks = 0 AND not_before <= ? AND size <= ?${where}
         ORDER BY path, no LIMIT ? OFFSET ?`,
        folder.no!,
        now,
        Math.min(room.bytes, Number.MAX_SAFE_INTEGER),
        ...values,
        candidates,
        offset,
      );
      if (rows.length === 0) break;
      const openKeys = openKeysInto(sql, folder.no!);
      for (const group of groupsOf(rows)) {
        const chosen = planBatch(group, openKeys, within);
        if (chosen.length === 0) continue;
        const items = claimItems(sql, chosen, now);
        const { method, moves } = items[0]!;
        return { id: batchId, folderId: String(folder.source_id), method, moves: moves !== undefined, items };
      }
    }
  }
  return undefined;
}

/** What may share a batch: one path, and copies apart from moves. */
function groupsOf(rows: readonly Row[]): Candidate[][] {
  const groups = new Map<string, Candidate[]>();
  for (const row of rows) {
    const key = row.moves_id === null ? String(row.path) : 'move';
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push({
      no: Number(row.no),
      sizeBytes: Number(row.size),
      matchKey: String(row.match_key),
      attempts: Number(row.attempts),
    });
  }
  return [...groups.values()];
}

/** Writes the intent rows, in the order of the candidates. */
function claimItems(sql: Sql, candidates: readonly Candidate[], now: number): LedgerItem[] {
  const found = sql.all(
    `SELECT ${LOADED_TO_CLAIM}, change_key, item_class, size, match_key, path, attempts, shows, replaces_id, replaces_key, moves_key
     FROM items WHERE no IN (SELECT value FROM json_each(?))`,
    JSON.stringify(candidates.map(({ no }) => no)),
  );
  const work = workOn(sql, itemRowsOf(found));
  for (const { id } of found) work.apply(String(id), { type: 'claimed', now });
  work.save();
  const items = new Map(found.map((row) => [row.no, itemOf(row)]));
  return candidates.map(({ no }) => items.get(no)!);
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
      `SELECT MIN(not_before) AS at FROM items WHERE state = 'pending' AND folder = ? AND seeks = 0 AND size <= ?${where}`,
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
    method: row.path as CopyMethod,
    attempts: Number(row.attempts),
    ...(row.is_read !== null && { isRead: row.is_read === 1 }),
    ...(row.shows !== null && { shows: String(row.shows) }),
    ...(row.replaces_id !== null && {
      replaces: { destinationId: String(row.replaces_id), changeKey: String(row.replaces_key) },
    }),
    ...(row.moves_id !== null && { moves: { destinationId: String(row.moves_id), changeKey: String(row.moves_key) } }),
  };
}
