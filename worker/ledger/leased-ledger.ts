import type { LedgerAnswer, LedgerArguments, LedgerCalls } from './calls.ts';
import { CALLS } from './calls.ts';
import { migrate, NewerLedger } from './database/migrate.ts';
import type { Database, Sql } from './database/sql.ts';

/** Why a call was not carried out: a newer lease has the ledger, or a newer version of Mailferry wrote it. */
export type Refusal = 'lease-lost' | 'newer-ledger';
export type LedgerReply<M extends keyof LedgerCalls> = { refused: Refusal } | { answer: LedgerAnswer<M> };

export type LeasedLedger = {
  /**
   * Runs one call of the lease `number`, in a transaction. Refused once a newer lease has opened the ledger: a
   * slice that lost its lease must not write, however late it comes.
   */
  call: <M extends keyof LedgerCalls>(number: number, method: M, ...values: LedgerArguments<M>) => LedgerReply<M>;
};

/** The ledger in a database, which is migrated first. Leases fence each other off by their number. */
export function openLeasedLedger(db: Database): LeasedLedger {
  try {
    migrate(db);
  } catch (error) {
    if (!(error instanceof NewerLedger)) throw error;
    return { call: () => ({ refused: 'newer-ledger' }) };
  }
  return {
    call: (number, method, ...values) =>
      db.transaction(() => {
        const current = Number(db.all(`SELECT number FROM lease`)[0]?.number ?? 0);
        if (number < current || (number > current && method !== 'open')) return { refused: 'lease-lost' };
        if (number > current) db.run(`INSERT OR REPLACE INTO lease (one, number) VALUES (1, ?)`, number);
        const run = CALLS[method] as (sql: Sql, ...values: unknown[]) => LedgerAnswer<typeof method>;
        return { answer: run(db, ...values) };
      }),
  };
}
