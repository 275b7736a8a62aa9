import type { StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import type { Ledger } from '../../worker/engine/model/ledger.ts';
import type { LedgerArguments, LedgerCalls } from '../../worker/ledger/calls.ts';
import { openLeasedLedger } from '../../worker/ledger/leased-ledger.ts';
import type { Database, Sql } from '../../worker/ledger/database/sql.ts';
import { createLedgerClient } from '../../worker/runtime/slices/ledger-client.ts';

export type SqliteLedger = { lease: (number: number) => Ledger; sql: Sql; close: () => void };

/** A database in memory, on Node's SQLite. `dump` is the SQL text of what is in it. */
export function openSqlite(dump = ''): Database & Disposable {
  const db = new DatabaseSync(':memory:');
  db.exec(dump);
  // As in a Durable Object: a statement that is used again is not compiled again.
  const statements = new Map<string, StatementSync>();
  const prepare = (query: string): StatementSync => {
    const statement = statements.get(query) ?? db.prepare(query);
    statements.set(query, statement);
    return statement;
  };
  return {
    all: (query, ...values) => prepare(query).all(...values) as ReturnType<Sql['all']>,
    run: (query, ...values) => void prepare(query).run(...values),
    transaction: (work) => {
      db.exec('BEGIN');
      try {
        const answer = work();
        db.exec('COMMIT');
        return answer;
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    [Symbol.dispose]: () => db.close(),
  };
}

/** The ledger on Node's SQLite. `dump` is the SQL text of a ledger to start from. */
export function createSqliteLedger(dump?: string): SqliteLedger {
  const db = openSqlite(dump);
  const ledger = openLeasedLedger(db);
  const stub = {
    // As over the wire of a Durable Object: what is handed over is a copy.
    call: async (number: number, method: string, ...values: unknown[]) =>
      ledger.call(
        number,
        method as keyof LedgerCalls,
        ...(structuredClone(values) as LedgerArguments<keyof LedgerCalls>),
      ),
  };
  return { lease: (number) => createLedgerClient(stub, number), sql: db, close: () => db[Symbol.dispose]() };
}
