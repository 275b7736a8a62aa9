import type { SQLInputValue } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import { drizzle } from 'drizzle-orm/d1';
import type { Db } from '../../worker/features/kernel/db.ts';
import { schemaOfMigrations } from './schema.ts';

/** Called before each call that reaches the database, and after it; what it throws is what the caller receives. */
export type Around = (when: 'before' | 'after') => Promise<void>;

type Prepared = { query: string; values: SQLInputValue[] };

/** D1 on Node's SQLite, in memory, with the tables of the migrations: one batch at a time, each all or nothing. */
export function openSqliteD1(): { db: Db; dbWith: (around: Around) => Db; close: () => void } {
  const sqlite = new DatabaseSync(':memory:');
  for (const statement of schemaOfMigrations()) sqlite.exec(statement);
  const rowsOf = ({ query, values }: Prepared) => sqlite.prepare(query).all(...values);
  const dbWith = (around: Around): Db => {
    const call = async <T>(work: () => T): Promise<T> => {
      await around('before');
      const result = work();
      await around('after');
      return result;
    };
    const prepare = (query: string, values: SQLInputValue[] = []) => ({
      prepared: { query, values },
      bind: (...bound: SQLInputValue[]) => prepare(query, bound),
      all: () => call(() => ({ results: rowsOf({ query, values }) })),
      run: () => call(() => ({ results: rowsOf({ query, values }) })),
      raw: () => call(() => rowsOf({ query, values }).map((row) => Object.values(row))),
    });
    const batch = (statements: { prepared: Prepared }[]) =>
      call(() => {
        sqlite.exec('BEGIN');
        try {
          const answers = statements.map(({ prepared }) => ({ results: rowsOf(prepared) }));
          sqlite.exec('COMMIT');
          return answers;
        } catch (error) {
          sqlite.exec('ROLLBACK');
          throw error;
        }
      });
    return drizzle({ prepare, batch } as never);
  };
  return { db: dbWith(async () => {}), dbWith, close: () => sqlite.close() };
}
