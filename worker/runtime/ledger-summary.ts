import type { ItemKind } from '../engine/item.ts';
import { kindOf } from '../engine/item.ts';
import type { FolderTally, KindTally, LedgerSummary } from '../engine/ledger.ts';
import type { Tally } from '../engine/tally.ts';
import type { Sql } from './ledger-sql.ts';

const COLUMN = { done: 'copied', failed: 'failed', pending: 'waiting', intent: 'waiting', doubt: 'waiting' } as const;

/** Counts the whole ledger by folder, class and state. Reads every row: once at the start and the end of a slice. */
export function summarize(sql: Sql): LedgerSummary {
  const folders = new Map<string, FolderTally>();
  const kinds = new Map<ItemKind, KindTally>();
  const all = { copied: zero(), failed: zero(), waiting: zero() };
  const rows = sql.all(
    `SELECT f.source_id, f.path, f.distinguished_id, i.item_class, i.state, COUNT(*) AS count, SUM(i.size) AS bytes
     FROM items i JOIN folders f ON f.no = i.folder
     WHERE i.state IN ('done', 'failed') OR (i.state IN ('pending', 'intent', 'doubt') AND f.is_active = 1)
     GROUP BY f.no, i.item_class, i.state`,
  );
  for (const row of rows) {
    const column = COLUMN[row.state as keyof typeof COLUMN];
    const tally: Tally = { count: Number(row.count), bytes: Number(row.bytes) };
    const folderId = String(row.source_id);
    const folder = folders.get(folderId) ?? {
      folderId,
      path: String(row.path),
      ...(row.distinguished_id !== null && { distinguishedId: String(row.distinguished_id) }),
      copied: zero(),
      failed: zero(),
      waiting: zero(),
    };
    folders.set(folderId, folder);
    const kind = kindOf(String(row.item_class));
    const kindTally = kinds.get(kind) ?? { kind, copied: zero(), failed: zero() };
    kinds.set(kind, kindTally);
    grow(folder[column], tally);
    grow(all[column], tally);
    if (column !== 'waiting') grow(kindTally[column], tally);
  }
  return { folders: [...folders.values()], kinds: [...kinds.values()], ...all };
}

function zero(): Tally {
  return { count: 0, bytes: 0 };
}

function grow(into: Tally, by: Tally): void {
  into.count += by.count;
  into.bytes += by.bytes;
}
