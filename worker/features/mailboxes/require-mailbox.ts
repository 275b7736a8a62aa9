import type { AppContext } from '../kernel/app.ts';
import { problem } from './errors.ts';
import { getMailbox } from './store.ts';
import type { MailboxRow } from './table.ts';

/** The mailbox of an id in the workgroup of the request. Throws `mailbox-not-found`. */
export async function requireMailbox(c: AppContext, mailboxId: string): Promise<MailboxRow> {
  const row = await getMailbox(c.var.deps.db, c.var.principal.workgroupId, mailboxId);
  if (!row) throw problem('mailbox-not-found');
  return row;
}
