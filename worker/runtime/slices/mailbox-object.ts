import { MailboxLedger } from '../passes/mailbox-ledger.ts';
import type { CopyMessage } from '../passes/messages.ts';
import { consoleLog as log } from '../platform/log.ts';
import { countBindings } from './count-bindings.ts';
import { runLease } from './run-slice.ts';
import { openSpend } from './slice-spend.ts';
import { waitForSeat } from './wait-for-seat.ts';

const START = 'start';

/**
 * A mailbox: its ledger, and the slices that work on it. A slice runs in the object's own alarm, next to the ledger that
 * it calls for every batch. So no ledger call leaves the object, any number of mailboxes can run, and each begins as soon
 * as its lease is granted.
 */
export class MailboxObject extends MailboxLedger {
  #slice: { lease: number; end: () => void } | undefined;

  /**
   * A lease was granted to this mailbox. Returns before its slice begins. Safe to repeat; it ends the slice of an
   * older lease.
   */
  override async start(message: CopyMessage): Promise<void> {
    const running = this.#slice?.lease ?? 0;
    if (running >= message.lease) return;
    await this.ctx.storage.put(START, message);
    await this.ctx.storage.setAlarm(Date.now());
    this.#slice?.end();
  }

  override async alarm(): Promise<void> {
    const message = await this.ctx.storage.get<CopyMessage>(START);
    if (!message) return;
    // Before the slice: whatever becomes of it, the coordinator has the truth, and sends again what a lease lost.
    await this.ctx.storage.delete(START);
    const over = new Promise<void>((resolve) => {
      this.#slice = { lease: message.lease, end: resolve };
    });
    await Promise.race([this.#run(message), over]);
    if (this.#slice?.lease === message.lease) this.#slice = undefined;
  }

  async #run(message: CopyMessage): Promise<void> {
    try {
      const spend = openSpend(this.env);
      const env = countBindings(this.env, spend);
      const seat = await waitForSeat(message, env);
      try {
        if (seat) await runLease(message, env, this, spend, seat.opened);
      } finally {
        seat?.leave();
      }
    } catch (error) {
      // The lease expires on its own.
      log.error('slice-lost', { runId: message.runId, error });
    }
  }
}
