import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const MIGRATIONS = new URL('../../migrations', import.meta.url).pathname;

let statements: string[] | undefined;

/**
 * The statements that make a new database what all migrations make it. A test that begins with one runs these: the
 * migrations take ten times as long. Throws if a migration leaves rows, which these would lack.
 */
export function schemaOfMigrations(): string[] {
  return (statements ??= readSchema());
}

function readSchema(): string[] {
  const sqlite = new DatabaseSync(':memory:');
  for (const file of readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort())
    sqlite.exec(readFileSync(join(MIGRATIONS, file), 'utf8'));
  const made = sqlite
    .prepare("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    .all() as { type: string; name: string; sql: string }[];
  for (const { name } of made.filter(({ type }) => type === 'table'))
    if (sqlite.prepare(`SELECT 1 FROM "${name}" LIMIT 1`).get()) throw new Error(`A migration leaves rows in ${name}.`);
  sqlite.close();
  return made.map(({ sql }) => sql);
}
