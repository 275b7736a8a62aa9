import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { isMigrated } from '../../worker/local/is-migrated.ts';

const folder = mkdtempSync(join(tmpdir(), 'mailferry-migrate-'));
const persist = join(folder, 'persist');
const migrations = join(folder, 'migrations');
mkdirSync(migrations);
afterAll(() => rmSync(folder, { recursive: true }));

function migrate(): { status: number | null; said: string } {
  const env = { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' };
  const args = ['--no-warnings', 'worker/local/migrate.ts', persist, migrations];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  return { status, said: stderr };
}

function read(sql: string): unknown[] {
  const databases = join(persist, 'v3/d1/miniflare-D1DatabaseObject');
  const name = readdirSync(databases).find((each) => /^[0-9a-f]{64}\.sqlite$/.test(each))!;
  const database = new DatabaseSync(join(databases, name), { readOnly: true });
  const rows = database.prepare(sql).all();
  database.close();
  return rows.map((row) => Object.values(row)[0]);
}
const noted = () => read('SELECT name FROM d1_migrations ORDER BY id');
const tables = () => read("SELECT name FROM sqlite_master WHERE name IN ('boats', 'crews')");

describe('the migration of a database', () => {
  test('applies each as a whole or not at all, and the next time only what is missing', () => {
    writeFileSync(
      join(migrations, '0000_boats.sql'),
      "CREATE TABLE boats (name TEXT); INSERT INTO boats VALUES ('a;b');",
    );
    writeFileSync(
      join(migrations, '0001_crews.sql'),
      'CREATE TABLE crews (name TEXT); INSERT INTO nowhere VALUES (1);',
    );
    const broken = migrate();
    expect(broken.status).not.toBe(0);
    expect(broken.said).toContain('no such table: nowhere');
    expect([noted(), tables()]).toEqual([['0000_boats.sql'], ['boats']]);

    writeFileSync(join(migrations, '0001_crews.sql'), 'CREATE TABLE crews (name TEXT);');
    expect(migrate()).toEqual({ status: 0, said: '' });
    expect([noted(), tables()]).toEqual([
      ['0000_boats.sql', '0001_crews.sql'],
      ['boats', 'crews'],
    ]);
    expect(read('SELECT name FROM boats')).toEqual(['a;b']);
    expect(isMigrated(persist, migrations)).toBe(true);
  });
});
