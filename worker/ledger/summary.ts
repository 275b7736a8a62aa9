import type { ItemKind } from '../lib/item-kinds.ts';
import { kindOf } from '../engine/model/item.ts';
import type {
  FolderTally,
  ItemState,
  KindTally,
  LedgerSummary,
  Recorded,
  Selection,
} from '../engine/model/ledger-facts.ts';
import type { Tally } from '../engine/model/tally.ts';
import { conditionOf, roomOf } from './claim.ts';
import { isSetAside } from './folder-troubles.ts';
import type { Sql } from './database/sql.ts';

const COLUMN = {
  done: 'copied',
  left: 'copied',
  failed: 'failed',
  pending: 'waiting',
  intent: 'waiting',
  doubt: 'waiting',
} as const satisfies Record<Exclude<ItemState, 'gone'>, keyof Recorded>;

/**
 * Counts the whole ledger by folder, class and state. Reads every row: once at the start and the end of a slice.
 * What is pending and not selected, or in a folder that is set aside, is deferred; of a trial's folders only what there is room for is waited for.
 */
export function summarize(sql: Sql, selection: Selection): LedgerSummary {
  const folders = new Map<string, FolderTally>();
  const kinds = new Map<ItemKind, KindTally>();
  const all = { copied: zero(), failed: zero(), waiting: zero(), deferred: zero() };
  const { where, values } = conditionOf(selection);
  const roomFor = roomOf(sql, selection);
  const left = new Map<string, number>();
  const adopted = zero();
  const rows = sql.all(
    `SELECT f.no, f.source_id, f.path, f.distinguished_id, i.item_class, i.state, i.is_selected,
       ${isSetAside('f.source_id')} AS is_set_aside,
       COUNT(*) AS count, SUM(i.size) AS bytes, SUM(i.sight = 0 AND i.destination_id IS NOT NULL AND i.adopted <> 3) AS unseen,
       SUM(i.adopted > 0) AS adopted, SUM((i.adopted > 0) * i.size) AS adopted_bytes, SUM(i.adopted = 3) AS elsewhere
     FROM (SELECT *, (1${where}) AS is_selected FROM items) i JOIN folders f ON f.no = i.folder
     WHERE i.state IN ('done', 'left', 'failed') OR (i.state IN ('pending', 'intent', 'doubt') AND f.is_active = 1)
     GROUP BY f.no, i.item_class, i.state, i.is_selected`,
    ...values,
  );
  for (const row of rows) {
    const column = COLUMN[row.state as keyof typeof COLUMN];
    let tally: Tally = { count: Number(row.count), bytes: Number(row.bytes) };
    if (column === 'waiting' && row.is_set_aside === 1) {
      grow(all.deferred, tally);
      continue;
    }
    const folderId = String(row.source_id);
    const folder = folders.get(folderId) ?? {
      folderId,
      path: String(row.path),
      ...(row.distinguished_id !== null && { distinguishedId: String(row.distinguished_id) }),
      copied: zero(),
      failed: zero(),
      waiting: zero(),
      unseen: 0,
    };
    folders.set(folderId, folder);
    if (row.state === 'pending') {
      const room = left.get(folderId) ?? roomFor?.(row.no!).items ?? Infinity;
      const count = row.is_selected === 1 ? Math.max(0, Math.min(tally.count, room)) : 0;
      const bytes = count === tally.count ? tally.bytes : Math.round((tally.bytes * count) / tally.count);
      left.set(folderId, room - count);
      grow(all.deferred, { count: tally.count - count, bytes: tally.bytes - bytes });
      tally = { count, bytes };
    }
    grow(folder[column], tally);
    if (column === 'copied') {
      folder.unseen += Number(row.unseen);
      grow(adopted, { count: Number(row.adopted), bytes: Number(row.adopted_bytes) });
      if (Number(row.elsewhere) > 0) folder.elsewhere = (folder.elsewhere ?? 0) + Number(row.elsewhere);
    }
    grow(all[column], tally);
    if (column === 'waiting') continue;
    const kind = kindOf(String(row.item_class));
    const kindTally = kinds.get(kind) ?? { kind, copied: zero(), failed: zero() };
    kinds.set(kind, kindTally);
    grow(kindTally[column], tally);
  }
  const summary = { folders: [...folders.values()], kinds: [...kinds.values()], ...all };
  return adopted.count === 0 ? summary : { ...summary, adopted };
}

function zero(): Tally {
  return { count: 0, bytes: 0 };
}

function grow(into: Tally, by: Tally): void {
  into.count += by.count;
  into.bytes += by.bytes;
}
