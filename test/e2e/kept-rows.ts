import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const D1 = 'mailferry/v3/d1/miniflare-D1DatabaseObject';

/** Calls `read` with a copy of the database of a Mailferry, which may be running. */
export function withDatabaseOf<T>(stateDir: string, read: (database: DatabaseSync) => T): T {
  const copy = mkdtempSync(join(tmpdir(), 'mailferry-d1-'));
  cpSync(join(stateDir, D1), copy, { recursive: true });
  const name = readdirSync(copy).find((each) => /^[\da-f]{64}\.sqlite$/.test(each));
  if (name === undefined) throw new Error(`There is no database in ${dirname(join(stateDir, D1))}.`);
  const database = new DatabaseSync(join(copy, name));
  try {
    return read(database);
  } finally {
    database.close();
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Everything that the tables have, as one text. */
export function textOfTables(database: DatabaseSync): string {
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
  return tables
    .filter(({ name }) => !name.startsWith('_cf_'))
    .map(({ name }) => JSON.stringify(database.prepare(`SELECT * FROM "${name}"`).all()))
    .join('\n');
}
