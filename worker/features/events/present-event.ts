import { toIso } from '../../lib/clock.ts';
import type { EventRow } from './table.ts';

/** An event as the API shows it. */
export function presentEvent(row: EventRow) {
  return {
    id: row.id,
    at: toIso(row.at),
    type: row.type,
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    subject: row.subject,
    customerId: row.customerId,
    projectId: row.projectId,
    mailboxId: row.mailboxId,
    passId: row.passId,
    changes: row.changes,
    data: row.data,
  };
}
