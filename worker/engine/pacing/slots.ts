/** Where the project says nothing: the mailboxes of one account share its budget, under impersonation each has its own. */
const SHARED_SLOTS = 20;
const IMPERSONATED_SLOTS = 1000;

/** How many mailboxes of a project may move at once. `areImpersonated`: on both sides. */
export function slotsOf(option: number | undefined, areImpersonated: boolean): number {
  return option ?? (areImpersonated ? IMPERSONATED_SLOTS : SHARED_SLOTS);
}
