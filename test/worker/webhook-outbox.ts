import type { EventType } from '../../worker/lib/event-types.ts';
import { SYSTEM } from '../../worker/features/events/event.ts';
import { eventStatement } from '../../worker/features/events/event-statement.ts';
import { createWebhookReader } from '../../worker/features/webhooks/read-events.ts';
import { pauseReport } from '../../worker/features/webhooks/report-pause.ts';
import { organization } from '../../worker/features/workgroups/table.ts';
import { drain } from '../../worker/runtime/delivery/drain.ts';
import { createPlace } from '../../worker/runtime/delivery/place.ts';
import { createWebhookSender } from '../../worker/runtime/delivery/webhook-sender.ts';
import type { Fetch } from '../../worker/runtime/platform/http.ts';
import type { Harness } from './harness.ts';

export const PUBLIC_URL = 'https://mailferry.example';

/** What the outbox of a workgroup does, with requests that `fetch` answers. */
export function outboxOf({ deps }: Harness, workgroupId: string, fetch: Fetch) {
  const reader = createWebhookReader(deps, PUBLIC_URL);
  const sender = createWebhookSender({
    ...deps,
    chance: () => 0,
    fetch,
    timeoutMs: 1000,
    connections: 6,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onPause: (webhook, reason) => pauseReport({ ...deps, publicUrl: PUBLIC_URL }, webhook, reason),
  });
  return () =>
    drain({
      workgroupId,
      readers: [
        {
          name: reader.name,
          read: (events) => reader.read(events, deps.db, workgroupId),
          place: createPlace(deps.db, { workgroupId, reader: reader.name }),
        },
      ],
      senders: [sender],
      now: deps.now,
      log: deps.log,
    });
}

export async function writeEvent(
  { deps }: Harness,
  workgroupId: string,
  type: EventType,
  projectId: string | null = null,
) {
  const { db } = deps;
  const event = {
    id: deps.newId('evt'),
    at: deps.now(),
    type,
    actor: SYSTEM,
    subject: { kind: 'pass', id: 'pas_1', name: 'full' },
    projectId,
    passId: 'pas_1',
  };
  await db.batch([db.update(organization).set({ logo: null }), eventStatement(db, workgroupId, event)]);
}
