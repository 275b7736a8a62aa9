import type { Adoption, Recorded, Selection } from '../engine/model/ledger.ts';
import { NOTHING } from '../engine/model/tally.ts';
import { BY_SIZE } from '../engine/model/match-key.ts';
import { countItems } from './count-items.ts';
import { copyOf, IS_FREE, isAboutAsLarge, isEditedSince } from './present.ts';
import { loadRows, workOn } from './rows.ts';
import type { Row, Sql } from './database/sql.ts';

const AT_ONCE = 500;

/** What a person wrote lies where they wrote it: no rule has moved it, and it was not received. */
const WRITTEN = `('sentitems', 'drafts', 'outbox')`;

const IS_WAITING = `i.state = 'pending' AND i.replaces_id IS NULL AND i.moves_id IS NULL AND f.is_active = 1`;
const IS_NO_ONES = `NOT EXISTS (SELECT 1 FROM items WHERE destination_id = p.destination_id)
  AND NOT EXISTS (SELECT 1 FROM items WHERE replaces_id = p.destination_id)
  AND NOT EXISTS (SELECT 1 FROM items WHERE moves_id = p.destination_id)
  AND NOT EXISTS (SELECT 1 FROM superseded WHERE destination_id = p.destination_id)`;

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

/** See `adopt` of the ledger's port. */
export function adoptPresent(sql: Sql, everywhere: boolean, selection: Selection): Adoption {
  const recorded: Recorded = { waiting: { ...NOTHING }, copied: { ...NOTHING }, failed: { ...NOTHING } };
  const adopted = { ...NOTHING };
  if (sql.all(`SELECT 1 FROM present LIMIT 1`).length > 0)
    for (const condition of [...HERE, ...(everywhere ? ELSEWHERE : [])])
      adoptBy(sql, condition, selection, recorded, adopted);
  const [left] = sql.all(
    `SELECT COUNT(*) AS count, MAX(i.item_at) AS youngest FROM items i JOIN folders f ON f.no = i.folder
     WHERE i.seeks = 1 AND ${IS_WAITING} AND ${roams('f')}`,
  );
  const roaming = everywhere ? 0 : Number(left?.count ?? 0);
  if (roaming === 0) sql.run(`UPDATE items SET seeks = 0 WHERE seeks = 1`);
  return {
    adopted,
    recorded,
    roaming,
    ...(roaming > 0 && typeof left?.youngest === 'string' && { youngestAt: left.youngest }),
  };
}

function adoptBy(
  sql: Sql,
  condition: string,
  selection: Selection,
  recorded: Recorded,
  adopted: { count: number; bytes: number },
): void {
  for (;;) {
    const pairs = sql.all(
      `SELECT i.id, i.size, i.item_class, i.modified_at AS changed_at, f.destination_id AS goes_to, p.place, p.marker,
         p.destination_id, p.change_key, p.modified_at
       FROM items i JOIN folders f ON f.no = i.folder CROSS JOIN present p
       WHERE ${IS_WAITING} AND ${condition} AND ${IS_NO_ONES} AND ${IS_FREE} ORDER BY i.no, p.destination_id LIMIT ${AT_ONCE}`,
    );
    const chosen = onePerItem(pairs);
    if (chosen.length === 0) return;
    const ids = chosen.map(({ id }) => String(id));
    countItems(sql, ids, selection, recorded, -1);
    const work = workOn(sql, loadRows(sql, ids));
    for (const pair of chosen) {
      const isMarked = pair.marker === pair.id;
      const item = {
        itemClass: String(pair.item_class),
        ...(typeof pair.changed_at === 'string' && { modifiedAt: pair.changed_at }),
      };
      const isOlder = isMarked && isEditedSince(item, pair);
      const whose = isMarked ? 1 : pair.place === pair.goes_to ? 2 : 3;
      work.apply(String(pair.id), { type: 'adopted', copy: { ...copyOf(pair), adopted: whose, isOlder } });
      if (isOlder) continue;
      adopted.count += 1;
      adopted.bytes += Number(pair.size);
    }
    work.save();
    const taken = JSON.stringify(chosen.map(({ destination_id }) => destination_id));
    sql.run(`DELETE FROM present WHERE destination_id IN (SELECT value FROM json_each(?))`, taken);
    countItems(sql, ids, selection, recorded, 1);
  }
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
