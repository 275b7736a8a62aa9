import { IMPERSONATED_SLOTS, SHARED_SLOTS } from '../../lib/limits.ts';

/** How many mailboxes of a project may move at once. `areImpersonated`: on both sides. */
export function slotsOf(option: number | undefined, areImpersonated: boolean): number {
  return option ?? (areImpersonated ? IMPERSONATED_SLOTS : SHARED_SLOTS);
}
