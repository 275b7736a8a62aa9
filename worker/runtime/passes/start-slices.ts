import { consoleLog as log } from '../platform/log.ts';
import { letSocketsIn } from '../platform/let-sockets-in.ts';
import type { Env } from './env.ts';
import type { CopyMessage } from './messages.ts';

/** A mailbox's first start makes its files. */
const BATCH_SIZE = 10;

/** Sends mailboxes their leases. One that does not answer gets it again once the lease has waited long enough. */
export async function startSlices(
  messages: readonly CopyMessage[],
  { MAILBOX_LEDGER: mailboxes }: Pick<Env, 'MAILBOX_LEDGER'>,
): Promise<void> {
  const start = async (message: CopyMessage): Promise<void> => {
    const { workgroupId, mailboxId, runId } = message;
    try {
      await mailboxes.get(mailboxes.idFromName(`${workgroupId}:${mailboxId}`)).start(message);
    } catch (error) {
      log.error('slice-not-started', { runId, error });
    }
  };
  for (let first = 0; first < messages.length; first += BATCH_SIZE) {
    if (first > 0) await letSocketsIn();
    await Promise.all(messages.slice(first, first + BATCH_SIZE).map(start));
  }
}
