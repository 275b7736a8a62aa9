import { DurableObject } from 'cloudflare:workers';
import { CALLS } from '../../ledger/calls.ts';
import type { LedgerAnswer, LedgerArguments, LedgerCalls } from '../../ledger/calls.ts';
import type { Sql } from '../../ledger/tables.ts';
import { createTables } from '../../ledger/tables.ts';

/** The ledger of one mailbox, in its own SQLite. Leases fence each other off by their number. */
export class MailboxLedger extends DurableObject {
  readonly #sql: Sql;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    const { sql } = state.storage;
    this.#sql = {
      all: (query, ...values) => sql.exec<Record<string, string | number | null>>(query, ...values).toArray(),
      run: (query, ...values) => void sql.exec(query, ...values),
    };
    void state.blockConcurrencyWhile(async () => {
      createTables(this.#sql);
      this.#sql.run(
        `CREATE TABLE IF NOT EXISTS lease (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL)`,
      );
    });
  }

  /**
   * Runs one call of the lease `number`. `{ refused: true }` when a newer lease has opened the ledger: a slice that
   * lost its lease must not write any more, however late it comes.
   */
  call<M extends keyof LedgerCalls>(
    number: number,
    method: M,
    ...values: LedgerArguments<M>
  ): { refused: true } | { answer: LedgerAnswer<M> } {
    return this.ctx.storage.transactionSync(() => {
      const current = Number(this.#sql.all(`SELECT number FROM lease`)[0]?.number ?? 0);
      if (number < current || (number > current && method !== 'open')) return { refused: true };
      if (number > current) this.#sql.run(`INSERT OR REPLACE INTO lease (one, number) VALUES (1, ?)`, number);
      const run = CALLS[method] as (sql: Sql, ...values: unknown[]) => LedgerAnswer<M>;
      return { answer: run(this.#sql, ...values) };
    });
  }

  /** Forgets everything; for a mailbox that is deleted. */
  async destroy(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }
}
