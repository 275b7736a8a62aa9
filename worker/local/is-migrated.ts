import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where wrangler keeps the databases of a folder, and what it calls one of them. */
const DATABASES = 'v3/d1/miniflare-D1DatabaseObject';
const DATABASE = /^[0-9a-f]{64}\.sqlite$/;

/**
 * Whether the database under `persist` has had every migration of the folder; false also where that cannot be seen.
 * wrangler takes seconds to find that there is nothing to do.
 */
export function isMigrated(persist: string, migrations: string): boolean {
  try {
    const folder = join(persist, DATABASES);
    const [file, other] = readdirSync(folder).filter((name) => DATABASE.test(name));
    if (file === undefined || other !== undefined) return false;
    const database = new DatabaseSync(join(folder, file), { readOnly: true });
    try {
      const done = database.prepare('SELECT name FROM d1_migrations').all();
      const names = new Set(done.map(({ name }) => name));
      return readdirSync(migrations).every((name) => !name.endsWith('.sql') || names.has(name));
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}
