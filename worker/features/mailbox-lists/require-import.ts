import type { AppContext } from '../kernel/app.ts';
import { problem } from './errors.ts';
import { getImport } from './store.ts';
import type { MailboxImportRow } from './table.ts';
import { mailboxImports } from './table.ts';

/** The import of an id, if the caller may see its project. Throws `mailbox-import-not-found`. */
export async function requireImport(c: AppContext, importId: string): Promise<MailboxImportRow> {
  const { deps, principal } = c.var;
  const isVisible = deps.visibleProjects(principal, mailboxImports.projectId);
  const row = await getImport(deps.db, principal.workgroupId, importId, isVisible);
  if (!row) throw problem('mailbox-import-not-found');
  return row;
}
