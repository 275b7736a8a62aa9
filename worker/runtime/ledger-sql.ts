import { kindOf } from '../engine/item.ts';
import type {
  Batch,
  ClaimLimits,
  Doubt,
  ItemError,
  ItemOutcome,
  LedgerChange,
  LedgerFolder,
  LedgerItem,
  LedgerSummary,
} from '../engine/ledger.ts';
import type { CopyPath } from '../engine/item.ts';
import { planBatch } from '../engine/plan.ts';
import type { Tally } from '../engine/tally.ts';
import { summarize } from './ledger-summary.ts';

type Value = string | number | null;
type Row = Record<string, Value>;

/** As much of SQLite as the ledger needs: a Durable Object's storage has it, and so has `node:sqlite`. */
export type Sql = {
  all: (query: string, ...values: Value[]) => Row[];
  run: (query: string, ...values: Value[]) => void;
};

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS folders (
    no INTEGER PRIMARY KEY, source_id TEXT NOT NULL UNIQUE, destination_id TEXT NOT NULL, path TEXT NOT NULL,
    distinguished_id TEXT, mark TEXT, is_active INTEGER NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS items (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, folder INTEGER NOT NULL, change_key TEXT NOT NULL,
    item_class TEXT NOT NULL, size INTEGER NOT NULL, match_key TEXT NOT NULL, path TEXT NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, not_before INTEGER NOT NULL DEFAULT 0,
    is_read INTEGER, told_read INTEGER, is_changed INTEGER NOT NULL DEFAULT 0,
    destination_id TEXT, destination_change_key TEXT, intent_at INTEGER,
    item_at TEXT, subject TEXT, fault TEXT, is_listed INTEGER NOT NULL DEFAULT 0)`,
  // Rows written cost money: only what is still open is indexed, and that is little once a pass is through.
  `CREATE INDEX IF NOT EXISTS items_pending ON items (folder, path, no) WHERE state = 'pending'`,
  `CREATE INDEX IF NOT EXISTS items_open ON items (folder, match_key) WHERE state IN ('intent', 'doubt')`,
  `CREATE INDEX IF NOT EXISTS items_read ON items (no) WHERE state = 'done' AND is_read IS NOT told_read`,
  `CREATE INDEX IF NOT EXISTS items_unlisted ON items (no) WHERE is_listed IS NOT (state = 'failed')`,
];

export function createTables(sql: Sql): void {
  for (const statement of SCHEMA) sql.run(statement);
}

/** Every intent of an older lease is a doubt: no one is left who heard how it ended. */
export function openLedger(sql: Sql): { folders: LedgerFolder[]; summary: LedgerSummary } {
  sql.run(`UPDATE items SET state = 'doubt' WHERE state = 'intent'`);
  const folders = sql.all(`SELECT * FROM folders ORDER BY no`).map(folderOf);
  return { folders, summary: summarize(sql) };
}

export function mapFolders(sql: Sql, folders: readonly LedgerFolder[]): void {
  sql.run(`UPDATE folders SET is_active = 0 WHERE is_active = 1`);
  for (const folder of folders)
    sql.run(
      `INSERT INTO folders (source_id, destination_id, path, distinguished_id, mark, is_active) VALUES (?, ?, ?, ?, ?, 1)
       ON CONFLICT (source_id) DO UPDATE SET destination_id = excluded.destination_id, path = excluded.path,
         distinguished_id = excluded.distinguished_id, mark = excluded.mark, is_active = 1`,
      folder.sourceId,
      folder.destinationId,
      folder.path,
      folder.distinguishedId ?? null,
      folder.mark ?? null,
    );
}

export function markFolder(sql: Sql, sourceId: string, mark: string): void {
  sql.run(`UPDATE folders SET mark = ? WHERE source_id = ?`, mark, sourceId);
}

/** `paths` tells the path of each item class that occurs in `changes`. */
export function recordChanges(
  sql: Sql,
  folderId: string,
  changes: readonly LedgerChange[],
  paths: Readonly<Record<string, CopyPath>>,
): Tally {
  const folder = sql.all(`SELECT no FROM folders WHERE source_id = ?`, folderId)[0]?.no;
  if (folder === undefined) throw new Error('The folder is not mapped.');
  const added = { count: 0, bytes: 0 };
  const add = (sign: number, bytes: number) => {
    added.count += sign;
    added.bytes += sign * bytes;
  };
  for (const change of changes) {
    const row = sql.all(`SELECT no, state, size, change_key FROM items WHERE id = ?`, change.id)[0];
    if (change.kind === 'read-flag') {
      sql.run(`UPDATE items SET is_read = ? WHERE id = ?`, change.isRead ? 1 : 0, change.id);
    } else if (change.kind === 'delete') {
      if (row?.state !== 'pending' && row?.state !== 'failed') continue;
      sql.run(`UPDATE items SET state = 'gone' WHERE no = ?`, row.no!);
      if (row.state === 'pending') add(-1, Number(row.size));
    } else if (!row) {
      insert(sql, folder as number, change, paths[change.itemClass] ?? 'typed');
      add(1, change.sizeBytes);
    } else if (row.change_key !== change.changeKey || row.state === 'gone') {
      update(sql, row, change, paths[change.itemClass] ?? 'typed');
      if (row.state === 'gone') add(1, change.sizeBytes);
    }
  }
  return added;
}

type ItemChange = Extract<LedgerChange, { kind: 'item' }>;

function insert(sql: Sql, folder: number, item: ItemChange, path: CopyPath): void {
  sql.run(
    `INSERT INTO items (id, folder, change_key, item_class, size, match_key, path, state, is_read, item_at, subject)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?)`,
    item.id,
    folder,
    item.changeKey,
    item.itemClass,
    item.sizeBytes,
    item.matchKey,
    path,
    item.isRead === undefined ? null : Number(item.isRead),
    item.itemAt ?? null,
    item.subject ?? null,
  );
}

/** An item that has changed at the source: what had failed gets another chance, what has crossed is noted. */
function update(sql: Sql, row: Row, item: ItemChange, path: CopyPath): void {
  const isRead = item.isRead === undefined ? null : Number(item.isRead);
  if (row.state === 'done' || row.state === 'intent' || row.state === 'doubt')
    sql.run(
      `UPDATE items SET change_key = ?, is_read = ?, is_changed = 1 WHERE no = ?`,
      item.changeKey,
      isRead,
      row.no!,
    );
  else
    sql.run(
      `UPDATE items SET change_key = ?, item_class = ?, size = ?, match_key = ?, path = ?, state = 'pending',
         attempts = 0, not_before = 0, is_read = ?, item_at = ?, subject = ?, fault = NULL WHERE no = ?`,
      item.changeKey,
      item.itemClass,
      item.sizeBytes,
      item.matchKey,
      path,
      isRead,
      item.itemAt ?? null,
      item.subject ?? null,
      row.no!,
    );
}

/** How many candidates to look at in one go; more when all of them have to wait for a twin. */
const CANDIDATES = 60;

export function claimBatch(sql: Sql, batchId: string, limits: ClaimLimits, now: number): Batch | undefined {
  for (const folder of sql.all(`SELECT no, source_id FROM folders WHERE is_active = 1 ORDER BY no`)) {
    for (let offset = 0; ; offset += CANDIDATES) {
      const rows = sql.all(
        `SELECT no, id, change_key, item_class, size, match_key, path, attempts, is_read FROM items
         WHERE state = 'pending' AND folder = ? AND not_before <= ? ORDER BY path, no LIMIT ? OFFSET ?`,
        folder.no!,
        now,
        CANDIDATES,
        offset,
      );
      if (rows.length === 0) break;
      const open = sql.all(`SELECT match_key FROM items WHERE folder = ? AND state IN ('intent', 'doubt')`, folder.no!);
      const openKeys = new Set(open.map((row) => String(row.match_key)));
      for (const path of new Set(rows.map((row) => row.path as CopyPath))) {
        const candidates = rows.filter((row) => row.path === path).map(itemOf);
        const items = planBatch(candidates, openKeys, limits);
        if (items.length === 0) continue;
        for (const item of items)
          sql.run(`UPDATE items SET state = 'intent', intent_at = ?, told_read = is_read WHERE id = ?`, now, item.id);
        return { id: batchId, folderId: String(folder.source_id), path, items };
      }
    }
  }
  return undefined;
}

export function settleItems(sql: Sql, outcomes: readonly ItemOutcome[]): void {
  const open = `state IN ('intent', 'doubt')`;
  for (const outcome of outcomes)
    switch (outcome.to) {
      case 'done':
        sql.run(
          `UPDATE items SET state = 'done', destination_id = ?, destination_change_key = ?, fault = NULL
           WHERE id = ? AND ${open}`,
          outcome.destinationId,
          outcome.changeKey,
          outcome.id,
        );
        break;
      case 'pending':
        sql.run(
          `UPDATE items SET state = 'pending', attempts = ?, path = ?, not_before = ? WHERE id = ? AND ${open}`,
          outcome.attempts,
          outcome.path,
          outcome.notBeforeAt ?? 0,
          outcome.id,
        );
        break;
      case 'failed':
        sql.run(
          `UPDATE items SET state = 'failed', fault = ?, is_listed = 0 WHERE id = ? AND ${open}`,
          JSON.stringify(outcome.fault),
          outcome.id,
        );
        break;
      case 'doubt':
        sql.run(
          `UPDATE items SET state = 'doubt', attempts = MAX(attempts, ?) WHERE id = ? AND ${open}`,
          outcome.attempts ?? 0,
          outcome.id,
        );
        break;
      case 'gone':
        sql.run(`UPDATE items SET state = 'gone' WHERE id = ? AND ${open}`, outcome.id);
        break;
    }
}

export function nextPendingAt(sql: Sql): number | undefined {
  const row = sql.all(
    `SELECT MIN(not_before) AS at FROM items
     WHERE state = 'pending' AND folder IN (SELECT no FROM folders WHERE is_active = 1)`,
  )[0];
  return typeof row?.at === 'number' ? row.at : undefined;
}

export function listDoubts(sql: Sql): Doubt[] {
  const rows = sql.all(
    `SELECT i.id, f.source_id, i.match_key, i.path, i.attempts, i.size, i.intent_at FROM items i
     JOIN folders f ON f.no = i.folder WHERE i.state = 'doubt' AND f.is_active = 1`,
  );
  return rows.map((row) => ({
    id: String(row.id),
    folderId: String(row.source_id),
    matchKey: String(row.match_key),
    path: row.path as CopyPath,
    attempts: Number(row.attempts),
    sizeBytes: Number(row.size),
    intentAt: Number(row.intent_at),
  }));
}

export function arrivedOf(sql: Sql, destinationIds: readonly string[]): string[] {
  // One list as JSON instead of many bound values: their number is limited.
  const rows = sql.all(
    `SELECT destination_id FROM items WHERE destination_id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(destinationIds),
  );
  return rows.map((row) => String(row.destination_id));
}

export function listReadChanges(sql: Sql, limit: number): { id: string; destinationId: string; isRead: boolean }[] {
  const rows = sql.all(
    `SELECT id, destination_id, is_read FROM items
     WHERE state = 'done' AND is_read IS NOT told_read AND is_read IS NOT NULL ORDER BY no LIMIT ?`,
    limit,
  );
  return rows.map((row) => ({
    id: String(row.id),
    destinationId: String(row.destination_id),
    isRead: row.is_read === 1,
  }));
}

export function settleRead(sql: Sql, items: readonly { id: string; isRead: boolean }[]): void {
  for (const item of items) sql.run(`UPDATE items SET told_read = ? WHERE id = ?`, item.isRead ? 1 : 0, item.id);
}

export function listUnlisted(sql: Sql, limit: number): { failed: ItemError[]; recovered: string[] } {
  const rows = sql.all(
    `SELECT i.*, f.path AS folder_path FROM items i JOIN folders f ON f.no = i.folder
     WHERE i.is_listed IS NOT (i.state = 'failed') ORDER BY i.no LIMIT ?`,
    limit,
  );
  const failed = rows.filter((row) => row.state === 'failed').map(errorOf);
  return { failed, recovered: rows.filter((row) => row.state !== 'failed').map((row) => String(row.id)) };
}

export function settleListed(sql: Sql, ids: readonly string[]): void {
  for (const id of ids) sql.run(`UPDATE items SET is_listed = (state = 'failed') WHERE id = ?`, id);
}

function folderOf(row: Row): LedgerFolder {
  return {
    sourceId: String(row.source_id),
    destinationId: String(row.destination_id),
    path: String(row.path),
    ...(row.distinguished_id !== null && { distinguishedId: String(row.distinguished_id) }),
    ...(row.mark !== null && { mark: String(row.mark) }),
  };
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
  };
}

function errorOf(row: Row): ItemError {
  return {
    id: String(row.id),
    folderPath: String(row.folder_path),
    itemClass: String(row.item_class),
    kind: kindOf(String(row.item_class)),
    sizeBytes: Number(row.size),
    path: row.path as CopyPath,
    fault: JSON.parse(String(row.fault)) as ItemError['fault'],
    ...(row.item_at !== null && { itemAt: String(row.item_at) }),
    ...(row.subject !== null && { subject: String(row.subject) }),
  };
}
