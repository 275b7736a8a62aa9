import { DatabaseSync } from 'node:sqlite';
import type { Ledger } from '../../worker/engine/model/ledger.ts';
import { createLedgerClient } from '../../worker/runtime/slices/ledger-client.ts';
import type { LedgerStub } from '../../worker/runtime/slices/ledger-client.ts';
import { CALLS } from '../../worker/ledger/calls.ts';
import type { Sql } from '../../worker/ledger/tables.ts';
import { createTables } from '../../worker/ledger/tables.ts';

export type SqliteLedger = { lease: (number: number) => Ledger; sql: Sql; close: () => void };

/**
 * The ledger's own SQL on Node's SQLite, with the fencing that the Durable Object gives it. `dump` is the SQL text of a
 * ledger to start from.
 */
export function createSqliteLedger(dump = ''): SqliteLedger {
  const db = new DatabaseSync(':memory:');
  db.exec(dump);
  const sql: Sql = {
    all: (query, ...values) => db.prepare(query).all(...values) as ReturnType<Sql['all']>,
    run: (query, ...values) => void db.prepare(query).run(...values),
  };
  createTables(sql);
  let current = 0;
  const stub: LedgerStub = {
    async call(number, method, ...values) {
      if (number < current || (number > current && method !== 'open')) return { refused: true };
      current = number;
      db.exec('BEGIN');
      try {
        // As over the wire of a Durable Object: what is handed over is a copy.
        const run = (CALLS as unknown as Record<string, (sql: Sql, ...values: unknown[]) => unknown>)[method]!;
        const answer = run(sql, ...structuredClone(values));
        db.exec('COMMIT');
        return { answer };
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
  };
  return { lease: (number) => createLedgerClient(stub, number), sql, close: () => db.close() };
}
