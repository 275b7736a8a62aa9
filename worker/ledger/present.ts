import { BY_SIZE } from '../engine/model/match-key.ts';
import { kindOf } from '../engine/model/item.ts';
import type { Copy, Arrivals, Place, PresentItem } from '../engine/model/ledger-facts.ts';
import { arrivedOf } from './lists.ts';
import type { Row, Sql, Value } from './database/sql.ts';
import type { CopyThere, Next } from './item-row.ts';

/** How much larger a forwarded copy may be, in bytes and as a share of its size. */
const GAINED_BYTES = 8_192;
const GAINED_SHARE = 10;
/** Of equal ones only the first few are looked at. */
const EQUAL_ONES = 20;

/**
 * Notes items of a destination folder that may be copies of source items, except copies that the ledger knows.
 * `folder` is the number of a folder mapped to it, or 0.
 */
export function notePresent(sql: Sql, folder: Value, place: Value, present: readonly PresentItem[]): number {
  const ids = present.map(({ destinationId }) => destinationId);
  const ours = new Set(arrivedOf(sql, ids));
  const free = present.filter(({ destinationId }) => !ours.has(destinationId));
  for (const item of free)
    sql.run(
      `INSERT OR REPLACE INTO present (folder, place, destination_id, change_key, match_key, loose_key, wide_key, marker,
         size, modified_at, came_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      folder,
      place,
      item.destinationId,
      item.changeKey,
      item.matchKey,
      item.looseKey ?? null,
      item.wideKey ?? null,
      item.marker ?? null,
      item.sizeBytes ?? null,
      item.modifiedAt ?? null,
      item.cameAt ?? null,
    );
  return free.length;
}

export function listPlaces(sql: Sql): Place[] {
  const known = sql.all(
    `SELECT place, COUNT(*) AS count FROM (
       SELECT IIF(i.adopted = 3, i.lies_in, f.destination_id) AS place FROM items i JOIN folders f ON f.no = i.folder
       WHERE i.state IN ('done', 'left') AND i.destination_id IS NOT NULL
       UNION ALL SELECT place FROM (SELECT DISTINCT place, destination_id FROM present p
         WHERE NOT EXISTS (SELECT 1 FROM items WHERE destination_id = p.destination_id))) GROUP BY place`,
  );
  const counts = new Map(known.map(({ place, count }) => [place, Number(count)]));
  return sql.all(`SELECT id, sync_state, stood FROM places`).map(({ id, sync_state, stood }) => ({
    id: String(id),
    known: counts.get(id ?? null) ?? 0,
    ...(typeof sync_state === 'string' && { syncState: sync_state }),
    ...(typeof stood === 'string' && { signature: stood }),
  }));
}

/** Safe to repeat. */
export function recordArrivals(sql: Sql, placeId: string, arrivals: Arrivals): void {
  const { present, touched, gone, syncState, now, forgetBefore } = arrivals;
  for (const { destinationId, changeKey } of touched)
    sql.run(`UPDATE present SET change_key = ? WHERE destination_id = ?`, changeKey, destinationId);
  const reported = [...gone, ...present.map(({ destinationId }) => destinationId)];
  if (reported.length > 0)
    sql.run(`DELETE FROM present WHERE destination_id IN (SELECT value FROM json_each(?))`, JSON.stringify(reported));
  // What a first reading waits for is forgotten with its end.
  if (forgetBefore !== undefined)
    sql.run(
      `DELETE FROM present WHERE place = ? AND came_at < ? AND folder NOT IN (SELECT no FROM folders WHERE expects = 1)`,
      placeId,
      forgetBefore,
    );
  const folder = sql.all(`SELECT MIN(no) AS no FROM folders WHERE destination_id = ? AND is_active = 1`, placeId)[0];
  notePresent(sql, folder?.no ?? 0, placeId, present);
  sql.run(
    `INSERT INTO places (id, sync_state, heard_at) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET sync_state = excluded.sync_state, heard_at = excluded.heard_at`,
    placeId,
    syncState,
    now,
  );
}

/** Does nothing while copies are about to be removed or moved: those are counted in no folder. */
export function notePlaceSignatures(sql: Sql, places: readonly { id: string; signature: string }[]): void {
  const [onTheMove] = sql.all(
    `SELECT EXISTS (SELECT 1 FROM items WHERE moves_id IS NOT NULL) OR EXISTS (SELECT 1 FROM items WHERE replaces_id IS NOT NULL)
       OR EXISTS (SELECT 1 FROM superseded WHERE is_kept = 0) AS any_are`,
  );
  if (onTheMove?.any_are === 1) return;
  for (const { id, signature } of places)
    sql.run(
      `INSERT INTO places (id, stood) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET stood = excluded.stood`,
      id,
      signature,
    );
}

/**
 * The copy of an item that was in the destination folder before us, from an earlier tool or an earlier life of this
 * project. Each is used once, whichever source folder mapped to it has the item.
 */
export function takePresent(sql: Sql, folder: Row, item: Next): CopyThere | undefined {
  if (folder.expects !== 1) return undefined;
  const find = (column: string, key: string | undefined, more = '', ...values: Value[]) =>
    key === undefined
      ? undefined
      : sql
          .all(
            `SELECT destination_id, change_key, marker, modified_at FROM present p
             WHERE ${column} = ? AND place = (SELECT destination_id FROM folders WHERE no = ?) AND ${IS_FREE}${more}
             ORDER BY destination_id LIMIT ${EQUAL_ONES}`,
            key,
            folder.no!,
            ...values,
          )
          .find(({ destination_id }) => arrivedOf(sql, [String(destination_id)]).length === 0);
  const isSureOf = item.wideKey === undefined ? ` AND (marker IS NULL OR marker = ?)` : '';
  const marked = find('marker', item.id);
  const copy =
    marked ??
    find('match_key', item.matchKey, isSureOf, ...(isSureOf === '' ? [] : [item.id])) ??
    find('loose_key', item.looseKey) ??
    find(
      'wide_key',
      item.wideKey,
      isBySize(item.wideKey) ? ` AND ${isAboutAsLarge('p.size', '?')}` : '',
      ...sizesOf(item),
    );
  if (!copy) return undefined;
  sql.run(`DELETE FROM present WHERE destination_id = ?`, copy.destination_id!);
  return { ...copyOf(copy), adopted: marked ? 1 : 4, ...(marked && isEditedSince(item, marked) && { isOlder: true }) };
}

/** Condition on `p`: it cannot be the copy of an item in flight. */
export const IS_FREE = `NOT EXISTS (SELECT 1 FROM items o WHERE o.state IN ('intent', 'doubt')
  AND (o.match_key = p.match_key OR o.loose_key = p.loose_key OR o.wide_key = p.wide_key OR o.id = p.marker))`;

/** As a condition on two sizes. */
export function isAboutAsLarge(one: string, other: string): string {
  return `ABS(${one} - ${other}) <= ${GAINED_BYTES} + ${one} / ${GAINED_SHARE}`;
}

function isBySize(key: string | undefined): boolean {
  return key?.startsWith(BY_SIZE) === true;
}

function sizesOf(item: Next): Value[] {
  return isBySize(item.wideKey) ? [item.sizeBytes] : [];
}

/** A message's content never changes; other items may have been edited since an earlier project copied them. */
export function isEditedSince(
  { itemClass, modifiedAt }: { itemClass: string; modifiedAt?: string },
  { modified_at }: Row,
): boolean {
  if (kindOf(itemClass) === 'email' || modifiedAt === undefined || typeof modified_at !== 'string') return false;
  return Date.parse(modifiedAt) > Date.parse(modified_at);
}

export function copyOf({ destination_id, change_key }: Row): Copy {
  return { destinationId: String(destination_id), changeKey: String(change_key) };
}
