import { DRAFT_PREFIX } from '../../../lib/kept-drafts.ts';
import type { ProjectDraft } from './draft.ts';
import { parseDraft } from './draft.ts';

/**
 * The draft of an agent in a workgroup, on this device: it is only a few names and ids, it is there without a connection,
 * and nobody else ever sees it. It ends with the sign-out.
 */
export function readDraft(owner: string): ProjectDraft | undefined {
  try {
    return parseDraft(localStorage.getItem(DRAFT_PREFIX + owner) ?? '');
  } catch {
    return undefined;
  }
}

/** Undefined: there is nothing to keep any more. */
export function keepDraft(owner: string, draft: ProjectDraft | undefined): void {
  try {
    if (draft) localStorage.setItem(DRAFT_PREFIX + owner, JSON.stringify(draft));
    else localStorage.removeItem(DRAFT_PREFIX + owner);
  } catch {
    // Without storage, it lasts as long as the page.
  }
}
