import { toIso } from '../../lib/clock.ts';
import type { Assignment } from './assignment-store.ts';

/** The licence of a customer user as the API shows it. */
export function presentAssignment(row: Assignment) {
  return {
    id: row.id,
    userId: row.customerUserId,
    kind: row.kind,
    state: row.state,
    appliedBy: row.appliedByName,
    appliedAt: toIso(row.appliedAt),
  };
}
