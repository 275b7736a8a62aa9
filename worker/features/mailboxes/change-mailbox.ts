import type { z } from 'zod';
import { boundToServer } from '../credentials/bound-to.ts';
import { mailboxPasswordBinding } from '../credentials/open-credentials.ts';
import { countGivenPassword } from '../endpoints/limited-look.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Servers } from './present-with-issues.ts';
import type { MailboxChange } from './schema.ts';
import { updateSignIn } from './store.ts';
import type { MailboxRow } from './table.ts';

/**
 * Changes how a mailbox is signed in to. A password is given for the server that the endpoint has now. A pass tries it:
 * passwords for one account are limited. Throws `too-many-attempts`.
 */
export async function changeMailbox(
  deps: Pick<Deps, 'db' | 'now' | 'vault'>,
  row: MailboxRow,
  servers: Servers,
  change: z.output<typeof MailboxChange>,
): Promise<MailboxRow> {
  const { id } = row;
  const changes: Parameters<typeof updateSignIn>[3] = {};
  if (change.sourceLogin !== undefined) changes.sourceLogin = change.sourceLogin;
  if (change.destinationLogin !== undefined) changes.destinationLogin = change.destinationLogin;
  for (const side of ['source', 'destination'] as const) {
    const password = change[`${side}Password`];
    if (password === undefined) continue;
    if (password !== null) {
      const username = change[`${side}Login`] ?? row[`${side}Login`] ?? row[`${side}Email`];
      await countGivenPassword(deps, { place: servers[side].url, username });
    }
    const boundTo = boundToServer(servers[side]);
    changes[`${side}PasswordSealed`] =
      password === null
        ? null
        : await deps.vault.seal(mailboxPasswordBinding(id, `${side}_password`), boundTo, password);
  }
  await updateSignIn(deps.db, row.workgroupId, id, changes);
  return { ...row, ...changes };
}
