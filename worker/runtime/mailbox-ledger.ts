import { DurableObject } from 'cloudflare:workers';
import type { CopyPath } from '../engine/item.ts';
import type { ClaimLimits, ItemOutcome, LedgerChange, LedgerFolder } from '../engine/ledger.ts';
import * as store from './ledger-sql.ts';
import { summarize } from './ledger-summary.ts';

/** What may be asked of a ledger, by name. Each runs in one transaction. */
const CALLS = {
  open: (sql: store.Sql) => store.openLedger(sql),
  mapFolders: (sql: store.Sql, folders: LedgerFolder[]) => store.mapFolders(sql, folders),
  markFolder: (sql: store.Sql, sourceId: string, mark: string) => store.markFolder(sql, sourceId, mark),
  record: (sql: store.Sql, folderId: string, changes: LedgerChange[], paths: Record<string, CopyPath>) =>
    store.recordChanges(sql, folderId, changes, paths),
  claim: (sql: store.Sql, batchId: string, limits: ClaimLimits, now: number) =>
    store.claimBatch(sql, batchId, limits, now),
  settle: (sql: store.Sql, outcomes: ItemOutcome[]) => store.settleItems(sql, outcomes),
  nextPendingAt: (sql: store.Sql) => store.nextPendingAt(sql),
  doubts: (sql: store.Sql) => store.listDoubts(sql),
  arrived: (sql: store.Sql, ids: string[]) => store.arrivedOf(sql, ids),
  readChanges: (sql: store.Sql, limit: number) => store.listReadChanges(sql, limit),
  readSettled: (sql: store.Sql, items: { id: string; isRead: boolean }[]) => store.settleRead(sql, items),
  unlisted: (sql: store.Sql, limit: number) => store.listUnlisted(sql, limit),
  listed: (sql: store.Sql, ids: string[]) => store.settleListed(sql, ids),
  summary: (sql: store.Sql) => summarize(sql),
};

export type LedgerCalls = typeof CALLS;
type Tail<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;
export type LedgerArguments<M extends keyof LedgerCalls> = Tail<Parameters<LedgerCalls[M]>>;
export type LedgerAnswer<M extends keyof LedgerCalls> = ReturnType<LedgerCalls[M]>;

/** The ledger of one mailbox, in its own SQLite. Leases fence each other off by their number. */
export class MailboxLedger extends DurableObject {
  readonly #sql: store.Sql;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    const { sql } = state.storage;
    this.#sql = {
      all: (query, ...values) => sql.exec<Record<string, string | number | null>>(query, ...values).toArray(),
      run: (query, ...values) => void sql.exec(query, ...values),
    };
    void state.blockConcurrencyWhile(async () => {
      store.createTables(this.#sql);
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
      const run = CALLS[method] as (sql: store.Sql, ...values: unknown[]) => LedgerAnswer<M>;
      return { answer: run(this.#sql, ...values) };
    });
  }

  /** Forgets everything; for a mailbox that is deleted. */
  async destroy(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }
}
