import { DurableObject } from 'cloudflare:workers';
import type { LedgerArguments, LedgerCalls } from '../../ledger/calls.ts';
import type { LeasedLedger, LedgerReply } from '../../ledger/leased-ledger.ts';
import { openLeasedLedger } from '../../ledger/leased-ledger.ts';
import type { Database } from '../../ledger/database/sql.ts';
import type { CopyMessage } from './messages.ts';

/** The ledger of one mailbox, in its own SQLite. How slices run in the same object: slices/mailbox-object.ts. */
export abstract class MailboxLedger extends DurableObject {
  readonly #ledger: LeasedLedger;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    this.#ledger = openLeasedLedger(databaseOf(state.storage));
  }

  /** This mailbox was granted a lease: a slice should begin. */
  abstract start(message: CopyMessage): Promise<void>;

  /** See `LeasedLedger`. */
  call<M extends keyof LedgerCalls>(number: number, method: M, ...values: LedgerArguments<M>): LedgerReply<M> {
    return this.#ledger.call(number, method, ...values);
  }

  /** Forgets everything; for a mailbox that is deleted. */
  async destroy(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }
}

export function databaseOf(storage: DurableObjectStorage): Database {
  const { sql } = storage;
  return {
    all: (query, ...values) => sql.exec<Record<string, string | number | null>>(query, ...values).toArray(),
    run: (query, ...values) => void sql.exec(query, ...values),
    transaction: (work) => storage.transactionSync(work),
  };
}
