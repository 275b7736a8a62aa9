import type { MailboxDestination } from '../../worker/engine/model/mailbox.ts';

/** The sync state of a destination folder as of now. */
export async function baselineOf(destination: MailboxDestination, folderId: string): Promise<string> {
  for (let state: string | undefined; ;) {
    const page = await destination.changes(folderId, state, new AbortController().signal);
    if (page.isLast || page.syncState === state) return page.syncState;
    state = page.syncState;
  }
}
