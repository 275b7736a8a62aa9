import { consoleLog as log } from '../platform/log.ts';
import type { Env } from './env.ts';
import type { CopyMessage } from './messages.ts';

/** Tells mailboxes of their leases. One that does not hear is told again when its lease has waited long enough. */
export async function startSlices(
  messages: readonly CopyMessage[],
  { MAILBOX_LEDGER: mailboxes }: Pick<Env, 'MAILBOX_LEDGER'>,
): Promise<void> {
  await Promise.all(
    messages.map(async (message) => {
      const { workgroupId, mailboxId, runId } = message;
      try {
        await mailboxes.get(mailboxes.idFromName(`${workgroupId}:${mailboxId}`)).start(message);
      } catch (error) {
        log.error('slice-not-started', { runId, error });
      }
    }),
  );
}
