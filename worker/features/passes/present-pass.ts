import { toIso } from '../../lib/clock.ts';
import type { PassRow } from './table.ts';

/** A pass as the API shows it. */
export function presentPass(row: PassRow) {
  return {
    id: row.id,
    projectId: row.projectId,
    type: row.type,
    status: row.status,
    mailboxCount: row.mailboxCount,
    olderThanAt: toIso(row.olderThanAt),
    createdAt: toIso(row.createdAt),
    startedAt: toIso(row.startedAt),
    endedAt: toIso(row.endedAt),
  };
}
