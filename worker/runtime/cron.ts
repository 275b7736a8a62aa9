import { dropOldAccountRows } from '../features/account/retention.ts';
import { sealedOtpSecrets } from '../features/account/two-factor/sealed-secret.ts';
import { sealedPendingAnswers } from '../features/credential-requests/sealed-answers.ts';
import { rotateSeals } from '../features/credentials/rotate-seals.ts';
import { sealedEndpointPasswords } from '../features/endpoints/sealed-passwords.ts';
import { dropOldEvents } from '../features/events/retention.ts';
import type { Deps } from '../features/kernel/deps.ts';
import { sealedMailPasswords } from '../features/messages/sealed-passwords.ts';
import { sealedMailboxPasswords } from '../features/mailboxes/sealed-passwords.ts';
import { dropOldDeliveries } from '../features/webhooks/retention.ts';
import { sealedWebhookSecrets } from '../features/webhooks/sealed-secrets.ts';
import { dropOldAttempts } from '../features/workgroups/attempt-store.ts';
import { DAY_MS } from '../lib/units.ts';
import type { Parts } from './delivery/parts.ts';
import { wakeBehind } from './delivery/wake-behind.ts';
import { listProjectsWithOpenRuns } from '../features/passes/open-runs.ts';

const PROJECT_BATCH_SIZE = 500;
const SEAL_BATCH_SIZE = 200;

/**
 * The schedule, every few minutes: wakes the coordinators of projects with open runs (one may have lost its alarm, or
 * missed a pass) and the outboxes of workgroups with something to deliver, rewraps credentials after a change of the
 * vault's key, and drops old counts of attempts, links and sign-ins that were not finished, old deliveries and, where that is set, old events.
 */
export async function runSchedule(
  deps: Pick<Deps, 'db' | 'now' | 'vault' | 'coordinator' | 'outbox' | 'settings' | 'log'>,
  parts: Parts = { readers: [], senders: [] },
): Promise<void> {
  for (const open of await listProjectsWithOpenRuns(deps.db, PROJECT_BATCH_SIZE)) {
    try {
      await deps.coordinator.enqueue(open.workgroupId, open.projectId, open.passId);
    } catch (error) {
      // One project's trouble must not keep the others from being looked at.
      deps.log.error('coordinator-not-told', { projectId: open.projectId, error });
    }
  }
  await wakeBehind(deps, parts);
  await dropOldAttempts(deps.db, deps.now() - DAY_MS, deps.now());
  await dropOldAccountRows(deps.db, deps.now());
  await dropOldDeliveries(deps.db, deps.now());
  const { keepEventsMs } = deps.settings;
  if (keepEventsMs !== undefined) {
    const readers = parts.readers.map(({ name }) => name);
    const dropped = await dropOldEvents(deps.db, deps.now() - keepEventsMs, readers);
    if (dropped > 0) deps.log.info('old-events-dropped', { count: dropped });
  }
  const stores = [
    sealedEndpointPasswords(deps.db),
    sealedMailboxPasswords(deps.db),
    sealedWebhookSecrets(deps.db),
    sealedMailPasswords(deps.db),
    sealedOtpSecrets(deps.db),
    sealedPendingAnswers(deps.db),
  ];
  const rewrapped = await rotateSeals(deps, stores, SEAL_BATCH_SIZE);
  if (rewrapped > 0) deps.log.info('seals-rotated', { count: rewrapped });
}
