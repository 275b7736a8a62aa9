import type { ListedOmission } from '../engine/model/ledger-facts.ts';
import { settingKey } from '../engine/settings/merge.ts';
import type { Omission } from '../engine/model/setting.ts';
import type { SettingKind } from '../lib/omission-kinds.ts';
import type { Sql, Value } from './database/sql.ts';

export function listSettings(sql: Sql): { carried: [key: string, fingerprint: string][]; settled: SettingKind[] } {
  const carried = sql
    .all(`SELECT key, fingerprint FROM settings`)
    .map((row): [string, string] => [String(row.key), String(row.fingerprint)]);
  const settled = sql.all(`SELECT kind FROM settled_settings WHERE pass = (SELECT id FROM pass)`);
  return { carried, settled: settled.map((row) => row.kind as SettingKind) };
}

export function settleSettings(
  sql: Sql,
  kind: SettingKind,
  carried: readonly [key: string, fingerprint: string][],
  omissions: readonly Omission[],
): void {
  for (const [key, fingerprint] of carried)
    sql.run(
      `INSERT INTO settings (key, fingerprint) VALUES (?, ?)
       ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint`,
      key,
      fingerprint,
    );
  const keys = omissions.map((omission) => settingKey(kind, omission.name, omission.code));
  sql.run(
    `UPDATE losses SET is_over = 1 WHERE kind = ? AND key NOT IN (SELECT value FROM json_each(?))`,
    kind,
    JSON.stringify(keys),
  );
  for (const [index, omission] of omissions.entries()) putOmission(sql, { ...omission, key: keys[index]! });
  sql.run(
    `INSERT INTO settled_settings (kind, pass) SELECT ?, id FROM pass WHERE true
     ON CONFLICT (kind) DO UPDATE SET pass = excluded.pass`,
    kind,
  );
}

/** Stores the omissions of items, by id, for the latest version that arrived. */
export function noteItemOmissions(sql: Sql, items: ReadonlyMap<string, readonly string[]>): void {
  const whole: string[] = [];
  for (const [id, omissions] of items) {
    const key = settingKey('item', id);
    if (omissions.length === 0) whole.push(key);
    else putOmission(sql, { key, kind: 'item', name: '', code: 'item-incomplete', message: omissions.join(' ') }, id);
  }
  if (whole.length === 0) return;
  const isOne = `key IN (SELECT value FROM json_each(?)) AND is_over = 0`;
  sql.run(`UPDATE losses SET is_over = 1 WHERE ${isOne}`, JSON.stringify(whole));
}

const KEPT = {
  'deleted-copy-kept':
    'The item was deleted at the source. Its copy was changed at the destination later, so it was kept.',
  'received-copy-kept': 'The item was deleted at the source. The destination received it on its own, so it was kept.',
  'older-copy-kept': 'An older copy of the item was changed at the destination, so it was kept beside the newer one.',
};

/** A copy that stays because someone changed it. It is listed until it is gone, or has its item back. */
export function noteKeptCopy(sql: Sql, code: keyof typeof KEPT, item: Value, destinationId: Value): void {
  const name = String(destinationId);
  putOmission(sql, { key: settingKey('copy', name), kind: 'copy', name, code, message: KEPT[code] }, String(item));
}

function endKeptCopies(sql: Sql): void {
  sql.run(
    `UPDATE losses SET is_over = 1 WHERE kind = 'copy' AND is_over = 0
       AND NOT EXISTS (SELECT 1 FROM superseded WHERE destination_id = losses.name)
       AND NOT EXISTS (SELECT 1 FROM items
         WHERE destination_id = losses.name AND state = 'left' AND is_kept = 1 AND sight <> 2)`,
  );
}

function putOmission(sql: Sql, { key, kind, name, code, message }: ListedOmission, item: string | null = null): void {
  sql.run(
    `INSERT INTO losses (key, kind, name, code, message, item) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET message = excluded.message, is_over = 0,
       is_listed = is_listed AND message = excluded.message`,
    key,
    kind,
    name,
    code,
    message,
    item,
  );
}

export function listUnlistedOmissions(sql: Sql, limit: number): { omissions: ListedOmission[]; recovered: string[] } {
  endKeptCopies(sql);
  const rows = sql.all(
    `SELECT l.*, i.item_class, i.item_at, f.path FROM losses l
     LEFT JOIN items i ON i.id = l.item LEFT JOIN folders f ON f.no = i.folder
     WHERE l.is_over = 1 OR l.is_listed = 0 ORDER BY l.key LIMIT ?`,
    limit,
  );
  const omissions = rows
    .filter((row) => row.is_over === 0)
    .map((row): ListedOmission => ({
      key: String(row.key),
      kind: row.kind as ListedOmission['kind'],
      name: row.item === null ? String(row.name) : String(row.path ?? ''),
      code: String(row.code),
      message: String(row.message),
      ...(typeof row.item_class === 'string' && { itemClass: row.item_class }),
      ...(typeof row.item_at === 'string' && { itemAt: row.item_at }),
    }));
  return { omissions, recovered: rows.filter((row) => row.is_over === 1).map((row) => String(row.key)) };
}

export function settleOmissionsListed(sql: Sql, keys: readonly string[]): void {
  for (const key of keys) {
    sql.run(`DELETE FROM losses WHERE key = ? AND is_over = 1`, key);
    sql.run(`UPDATE losses SET is_listed = 1 WHERE key = ?`, key);
  }
}
