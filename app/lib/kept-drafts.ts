/** What the names of drafts in the storage of this device begin with. Who they belong to comes next. */
export const DRAFT_PREFIX = 'mailferry.project-draft.';

/** Nothing that an agent has entered stays on a device that they sign out of. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(DRAFT_PREFIX)) localStorage.removeItem(key);
  } catch {
    // Without storage there are none.
  }
}
