import type { Database, Sql } from './sql.ts';
import { STEPS } from './steps.ts';

/** A newer version of Mailferry wrote the ledger: what this one would write into it might be wrong. */
export class NewerLedger extends Error {}

/**
 * Brings a ledger to the latest version of its schema: all steps, or none when one of them throws. Throws `NewerLedger`
 * without touching the ledger when its version is later than that.
 */
export function migrate(db: Database): void {
  const version = versionOf(db);
  if (version === STEPS.length) return;
  if (version > STEPS.length) throw new NewerLedger(`The ledger has version ${version}, not ${STEPS.length}.`);
  db.transaction(() => {
    for (const step of STEPS.slice(version)) step.run(db);
    // A Durable Object does not let us at PRAGMA user_version.
    db.run(`CREATE TABLE IF NOT EXISTS version (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL)`);
    db.run(`INSERT OR REPLACE INTO version (one, number) VALUES (1, ?)`, STEPS.length);
  });
}

/** How many steps the ledger has had; 0 for a new one, and for one written when the schema had no versions. */
function versionOf(sql: Sql): number {
  if (sql.all(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'version'`).length === 0) return 0;
  return Number(sql.all(`SELECT number FROM version`)[0]?.number ?? 0);
}
