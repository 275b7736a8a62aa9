import type { Db, Statement } from '../kernel/db.ts';

/**
 * Runs a batch whose first statement decides and returns what it wrote. The others must hang on it: by `HAS_CHANGED`, as
 * events do, or by what it wrote. True if it wrote a row.
 */
export async function runDecided(db: Db, first: Statement, others: readonly Statement[]): Promise<boolean> {
  const [rows] = await db.batch([first, ...others]);
  return Array.isArray(rows) && rows.length > 0;
}
