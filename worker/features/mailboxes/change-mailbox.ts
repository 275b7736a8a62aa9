import type { z } from 'zod';
import { boundToServer } from '../credentials/bound-to.ts';
import { mailboxPasswordBinding } from '../credentials/open-credentials.ts';
import { countGivenPassword } from '../endpoints/limited-look.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { writeOn } from '../kernel/write-on.ts';
import { problem } from './errors.ts';
import { mailboxUpdated } from './mailbox-events.ts';
import type { Servers } from './present-with-issues.ts';
import type { MailboxChange } from './schema.ts';
import { getMailbox, updateSignIn } from './store.ts';
import type { MailboxRow } from './table.ts';

/**
 * Changes how a mailbox is signed in to. A password is given for the server that the endpoint has now. A pass tries it:
 * passwords for one account are limited. Throws `too-many-attempts`.
 */
export async function changeMailbox(
  deps: Pick<Deps, 'db' | 'newId' | 'now' | 'vault'>,
  principal: Principal,
  row: MailboxRow,
  servers: Servers,
  change: z.output<typeof MailboxChange>,
): Promise<MailboxRow> {
  const { id } = row;
  const changes: Parameters<typeof updateSignIn>[2] = {};
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
  const written = await writeOn(
    row,
    () => getMailbox(deps.db, row.workgroupId, id),
    async (before) => {
      const event = mailboxUpdated(deps, principal, before, changes, change);
      return (await updateSignIn(deps.db, before, changes, event)) ? { ...before, ...changes } : undefined;
    },
  );
  if (!written) throw problem('mailbox-not-found');
  return written;
}
