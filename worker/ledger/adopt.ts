import type { Adoption, Asked, Recorded, Selection } from '../engine/model/ledger-facts.ts';
import { NOTHING } from '../engine/model/tally.ts';
import { BY_SIZE } from '../engine/model/match-key.ts';
import { countItems } from './count-items.ts';
import { isSetAside } from './folder-troubles.ts';
import { copyOf, IS_FREE, isAboutAsLarge, isEditedSince } from './present.ts';
import type { CopyThere } from './item-row.ts';
import { loadRows, workOn } from './rows.ts';
import type { Row, Sql } from './database/sql.ts';

/** In the order of the index of pending items: items that were found are no longer pending, and do not come up again. */
const BATCH_SIZE = 2_000;
const LOOKUP_BATCH_SIZE = 100;

/** What a person wrote lies where they wrote it: no rule has moved it, and it was not received. */
const WRITTEN = `('sentitems', 'drafts', 'outbox')`;

const IS_WAITING = `i.state = 'pending' AND i.replaces_id IS NULL AND i.moves_id IS NULL AND f.is_active = 1
  AND NOT ${isSetAside('f.source_id')}`;
const IS_NO_ONES = `NOT EXISTS (SELECT 1 FROM items WHERE destination_id = p.destination_id)
  AND NOT EXISTS (SELECT 1 FROM items WHERE replaces_id = p.destination_id)
  AND NOT EXISTS (SELECT 1 FROM items WHERE moves_id = p.destination_id)
  AND NOT EXISTS (SELECT 1 FROM superseded WHERE destination_id = p.destination_id)
  AND (p.marker IS NULL OR p.marker = i.id OR NOT EXISTS (SELECT 1 FROM items o WHERE o.id = p.marker AND o.state <> 'gone'))`;

/** In which order it is looked for: what is surest comes first. */
const HERE = ['p.marker = i.id', ...alike('p.place = f.destination_id')];
const ELSEWHERE = alike(
  `p.place <> f.destination_id AND ${roams('f')}
     AND p.place NOT IN (SELECT destination_id FROM folders w WHERE w.distinguished_id IN ${WRITTEN})`,
);

function alike(where: string): string[] {
  const isAsLarge = `(i.wide_key NOT LIKE '${BY_SIZE}%' OR ${isAboutAsLarge('i.size', 'p.size')})`;
  return [`p.loose_key = i.loose_key AND ${where}`, `p.wide_key = i.wide_key AND ${isAsLarge} AND ${where}`];
}

function roams(folder: string): string {
  return `i.kind = 'email' AND COALESCE(${folder}.distinguished_id, '') NOT IN ${WRITTEN}`;
}

/** What one call looks at and finds. */
type Search = {
  sql: Sql;
  selection: Selection;
  present: Set<string>;
  gone: Set<string>;
  unsure: Set<string>;
  /** Of the destination's items, those that have to wait for an answer about others. */
  waiting: Set<string>;
  adopted: { count: number; bytes: number };
  recorded: Recorded;
};

/** See `adopt` of the ledger's port. */
export function adoptPresent(sql: Sql, everywhere: boolean, selection: Selection, asked: Asked): Adoption {
  const search: Search = {
    sql,
    selection,
    present: new Set(asked.present),
    gone: new Set(asked.gone),
    unsure: new Set(),
    waiting: new Set(),
    adopted: { ...NOTHING },
    recorded: { waiting: { ...NOTHING }, copied: { ...NOTHING }, failed: { ...NOTHING } },
  };
  if (sql.all(`SELECT 1 FROM present LIMIT 1`).length > 0)
    for (const condition of [...HERE, ...(everywhere ? ELSEWHERE : [])]) adoptBy(search, condition);
  const { adopted, recorded, unsure } = search;
  if (unsure.size > 0) return { adopted, recorded, roaming: 0, unsure: [...unsure] };
  const [left] = sql.all(
    `SELECT COUNT(*) AS count, MAX(i.item_at) AS youngest FROM items i JOIN folders f ON f.no = i.folder
     WHERE i.seeks = 1 AND ${IS_WAITING} AND ${roams('f')}`,
  );
  const roaming = everywhere ? 0 : Number(left?.count ?? 0);
  // Items of a folder that was set aside are looked for once the folder is retried.
  if (roaming === 0)
    sql.run(
      `UPDATE items SET seeks = 0
       WHERE seeks = 1 AND folder NOT IN (SELECT no FROM folders WHERE ${isSetAside('source_id')})`,
    );
  const youngestAt = roaming > 0 ? left?.youngest : undefined;
  return { adopted, recorded, roaming, unsure: [], ...(typeof youngestAt === 'string' && { youngestAt }) };
}

function adoptBy(search: Search, condition: string): void {
  const { sql, selection, recorded } = search;
  for (;;) {
    const found = sql.all(
      `SELECT i.id, i.size, i.item_class, i.wide_key, i.modified_at AS changed_at, f.destination_id AS goes_to, p.place,
         p.marker, p.destination_id, p.change_key, p.modified_at
       FROM items i JOIN folders f ON f.no = i.folder CROSS JOIN present p
       WHERE ${IS_WAITING} AND ${condition} AND ${IS_NO_ONES} AND ${IS_FREE}
         AND p.destination_id NOT IN (SELECT value FROM json_each(?))
       LIMIT ${BATCH_SIZE}`,
      JSON.stringify([...search.waiting]),
    );
    if (found.length === 0) return;
    const chosen = withoutOthers(search, onePerItem(found));
    const ids = chosen.map(({ id }) => String(id));
    countItems(sql, ids, selection, recorded, -1);
    const work = workOn(sql, loadRows(sql, ids));
    for (const pair of chosen) work.apply(String(pair.id), { type: 'adopted', copy: noteAdopted(search, pair) });
    work.save();
    forget(sql, chosen);
    countItems(sql, ids, selection, recorded, 1);
  }
}

function noteAdopted({ adopted, present }: Search, pair: Row): CopyThere {
  const isMarked = pair.marker === pair.id;
  const item = {
    itemClass: String(pair.item_class),
    ...(typeof pair.changed_at === 'string' && { modifiedAt: pair.changed_at }),
  };
  present.add(String(pair.destination_id));
  if (isMarked && isEditedSince(item, pair)) return { ...copyOf(pair), adopted: 1, isOlder: true };
  adopted.count += 1;
  adopted.bytes += Number(pair.size);
  if (isMarked && pair.place === pair.goes_to) return { ...copyOf(pair), adopted: 1 };
  return { ...copyOf(pair), adopted: 2, ...(pair.place !== pair.goes_to && { liesIn: String(pair.place) }) };
}

/**
 * An item that looks like one with a known copy may be that copy, moved by a person. So it is adopted only if the known
 * copy is still in its folder, which the destination is asked about.
 */
function withoutOthers(search: Search, pairs: readonly Row[]): Row[] {
  const { sql, present, gone, unsure, waiting } = search;
  const copies = sql.all(
    `SELECT wide_key, destination_id FROM items WHERE state IN ('done', 'left') AND destination_id IS NOT NULL
       AND wide_key IN (SELECT value FROM json_each(?))`,
    JSON.stringify(pairs.map(({ wide_key }) => wide_key)),
  );
  const byKey = Map.groupBy(copies, ({ wide_key }) => wide_key);
  return pairs.filter((pair) => {
    if (pair.marker === pair.id) return true;
    const others = (byKey.get(pair.wide_key) ?? []).map(({ destination_id }) => String(destination_id));
    const unknown = others.filter((id) => !present.has(id) && !gone.has(id));
    const moved = others.find((id) => gone.has(id));
    if (unknown.length === 0 && moved === undefined) return true;
    if (unknown.length > 0) {
      waiting.add(String(pair.destination_id));
      if (unsure.size < LOOKUP_BATCH_SIZE) for (const id of unknown) unsure.add(id);
    } else if (moved !== undefined) {
      gone.delete(moved);
      present.add(moved);
      forget(sql, [pair]);
    }
    return false;
  });
}

function forget(sql: Sql, pairs: readonly Row[]): void {
  const ids = JSON.stringify(pairs.map(({ destination_id }) => destination_id));
  sql.run(`DELETE FROM present WHERE destination_id IN (SELECT value FROM json_each(?))`, ids);
}

/** Each item takes one, and each is taken once. */
function onePerItem(pairs: readonly Row[]): Row[] {
  const used = new Set<unknown>();
  return pairs.filter(({ id, destination_id }) => {
    const [item, copy] = [`i${String(id)}`, `p${String(destination_id)}`];
    if (used.has(item) || used.has(copy)) return false;
    used.add(item).add(copy);
    return true;
  });
}
