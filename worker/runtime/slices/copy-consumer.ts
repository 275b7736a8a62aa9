import type { Env } from '../passes/env.ts';
import type { CopyMessage } from '../passes/messages.ts';
import { consoleLog as log } from '../platform/log.ts';
import { runLease } from './run-slice.ts';

/**
 * Runs the leases of one queue batch side by side. Every message is acknowledged, whatever became of its slice: the
 * coordinator has the truth, and sends anew what a lease lost.
 */
export async function consumeCopyBatch(batch: MessageBatch<CopyMessage>, env: Env): Promise<void> {
  await Promise.all(
    batch.messages.map(async (message) => {
      try {
        await runLease(message.body, env);
      } catch (error) {
        // The lease runs out by itself.
        log.error('slice-lost', { runId: message.body.runId, error });
      } finally {
        message.ack();
      }
    }),
  );
}
