import type { AppContext } from '../kernel/app.ts';
import { problem } from './errors.ts';
import { getMailbox } from './store.ts';
import type { MailboxRow } from './table.ts';
import { mailboxes } from './table.ts';

/** The mailbox of an id, if the caller may see its project. Throws `mailbox-not-found`. */
export async function requireMailbox(c: AppContext, mailboxId: string): Promise<MailboxRow> {
  const { deps, principal } = c.var;
  const isVisible = deps.visibleProjects(principal, mailboxes.projectId);
  const row = await getMailbox(deps.db, principal.workgroupId, mailboxId, isVisible);
  if (!row) throw problem('mailbox-not-found');
  return row;
}
