import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { D1Database } from '@cloudflare/workers-types';
import { getPlatformProxy, unstable_splitSqlQuery as splitSql } from 'wrangler';

/**
 * Applies to the database under a folder those of another folder's migrations that it has not had, each as a whole or not
 * at all, and notes them where `wrangler d1 migrations apply` does. That starts a runtime for each migration, which takes
 * ten times as long; this starts one for all.
 */
const [persist, migrations] = process.argv.slice(2);
if (!persist || !migrations) throw new Error('commands.ts runs this script.');

const CREATE = `CREATE TABLE IF NOT EXISTS d1_migrations(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`;

const runtime = await getPlatformProxy<{ DB: D1Database }>({
  configPath: fileURLToPath(new URL('database.toml', import.meta.url)),
  envFiles: [],
  // Where `--persist-to` keeps it.
  persist: { path: join(persist, 'v3') },
});
try {
  const { DB } = runtime.env;
  await DB.prepare(CREATE).run();
  const { results } = await DB.prepare('SELECT name FROM d1_migrations').all<{ name: string }>();
  const done = new Set(results.map(({ name }) => name));
  const names = readdirSync(migrations).filter((name) => name.endsWith('.sql') && !done.has(name));
  for (const name of names.toSorted()) {
    const statements = splitSql(readFileSync(join(migrations, name), 'utf8'));
    const note = DB.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name);
    await DB.batch([...statements.map((statement) => DB.prepare(statement)), note]);
  }
} finally {
  await runtime.dispose();
}
