import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isMigrated } from '../../worker/local/is-migrated.ts';

let folder: string;
let databases: string;
let migrations: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailferry-migrated-'));
  databases = join(folder, 'v3/d1/miniflare-D1DatabaseObject');
  migrations = join(folder, 'migrations');
  mkdirSync(databases, { recursive: true });
  mkdirSync(join(migrations, 'meta'), { recursive: true });
  for (const name of ['0000_initial.sql', '0001_more.sql', 'drizzle.config.ts'])
    writeFileSync(join(migrations, name), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(letter: string, names: readonly string[]): void {
  const database = new DatabaseSync(join(databases, `${letter.repeat(64)}.sqlite`));
  database.exec('PRAGMA journal_mode = wal; CREATE TABLE d1_migrations (name TEXT)');
  for (const name of names) database.prepare('INSERT INTO d1_migrations VALUES (?)').run(name);
  database.close();
}

describe('whether a database has had every migration', () => {
  test('is seen where there is one database, by their names', () => {
    expect(isMigrated(folder, migrations)).toBe(false);
    write('a', ['0000_initial.sql', '0001_more.sql']);
    // Of the runtime's own.
    writeFileSync(join(databases, 'metadata.sqlite'), '');
    expect(isMigrated(folder, migrations)).toBe(true);
    writeFileSync(join(migrations, '0002_new.sql'), '');
    expect(isMigrated(folder, migrations)).toBe(false);
  });

  test('is not said where it cannot be seen', () => {
    const whole = ['0000_initial.sql', '0001_more.sql'];
    expect(isMigrated(join(folder, 'nowhere'), migrations)).toBe(false);
    writeFileSync(join(databases, `${'b'.repeat(64)}.sqlite`), 'no database at all');
    expect(isMigrated(folder, migrations)).toBe(false);
    write('a', whole);
    expect(isMigrated(folder, migrations)).toBe(false);
    rmSync(join(databases, `${'b'.repeat(64)}.sqlite`));
    expect(isMigrated(folder, migrations)).toBe(true);
  });
});
