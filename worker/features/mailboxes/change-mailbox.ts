import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import { SIDES } from '../../lib/credential-request-facts.ts';
import { boundToServer } from '../credentials/bound-to.ts';
import { mailboxPasswordBinding } from '../credentials/open-credentials.ts';
import { countGivenPasswords } from '../endpoints/limited-look.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { writeOn } from '../kernel/write-on.ts';
import { problem } from './errors.ts';
import { loginOf } from './login-of.ts';
import { mailboxUpdated } from './mailbox-events.ts';
import type { Servers } from './present-with-issues.ts';
import type { MailboxChange } from './schema.ts';
import type { SignIn } from './store.ts';
import { getMailbox, updateSignIn } from './store.ts';
import type { MailboxRow } from './table.ts';
import { mailboxes } from './table.ts';

type Change = z.output<typeof MailboxChange>;
type Needs = Pick<Deps, 'db' | 'newId' | 'now' | 'vault' | 'endUsers' | 'coordinator' | 'log'>;

/**
 * Changes how a mailbox is signed in to, and how its owner is written to. A password is given for the server that the
 * endpoint has now. A pass tries it: passwords for one account are limited. A run that waits for the owner continues once
 * every password is there. Throws `too-many-attempts`.
 */
export async function changeMailbox(
  deps: Needs,
  principal: Principal,
  row: MailboxRow,
  servers: Servers,
  change: Change,
): Promise<MailboxRow> {
  const changes = await columnsOf(deps, row, servers, change);
  const given = SIDES.filter((side) => typeof changes[`${side}PasswordSealed`] === 'string');
  const written = await writeOn(
    row,
    () => getMailbox(deps.db, row.workgroupId, row.id),
    async (before) => {
      const event = mailboxUpdated(deps, principal, before, changes);
      const isWritten = sql`EXISTS (SELECT 1 FROM ${mailboxes} WHERE ${mailboxes.id} = ${row.id} AND ${sql.join(
        given.map((side) => sql`${mailboxes[`${side}PasswordSealed`]} = ${changes[`${side}PasswordSealed`]}`),
        sql` AND `,
      )})`;
      const then = given.length === 0 ? [] : await deps.endUsers.givenStatements(principal, before, given, isWritten);
      return (await updateSignIn(deps.db, before, changes, event, then)) ? { ...before, ...changes } : undefined;
    },
  );
  if (!written) throw problem('mailbox-not-found');
  if (given.length === 0 || written.statusCode !== 'waiting-for-end-user') return written;
  if (written.passId) await notifyCoordinator(deps, written, written.passId);
  return (await getMailbox(deps.db, row.workgroupId, row.id)) ?? written;
}

async function columnsOf(deps: Needs, row: MailboxRow, servers: Servers, change: Change): Promise<Partial<SignIn>> {
  const changes: Partial<SignIn> = {};
  for (const side of SIDES) {
    if (change[`${side}Login`] !== undefined) Object.assign(changes, loginOf(side, change));
    const isUnknown = changes[`${side}LoginUnknown`] === true;
    const password = isUnknown ? null : change[`${side}Password`];
    if (password === undefined) continue;
    changes[`${side}GivenAt`] = null;
    changes[`${side}PasswordSealed`] = null;
    if (password === null) continue;
    const username = change[`${side}Login`] ?? row[`${side}Login`] ?? row[`${side}Email`];
    await countGivenPasswords(deps, [{ place: servers[side].url, username }]);
    // Whoever knows the password knows the login.
    changes[`${side}LoginUnknown`] = false;
    changes[`${side}PasswordSealed`] = await deps.vault.seal(
      mailboxPasswordBinding(row.id, `${side}_password`),
      boundToServer(servers[side]),
      password,
    );
  }
  if (change.contactEmail !== undefined) changes.contactEmail = change.contactEmail;
  if (change.contactName !== undefined) changes.contactName = change.contactName;
  if (change.language !== undefined) changes.contactLanguage = change.language;
  return changes;
}

/** A run that waited may continue. If that can't be said now, the schedule does it later. */
async function notifyCoordinator(
  { coordinator, log }: Needs,
  { workgroupId, projectId }: MailboxRow,
  passId: string,
): Promise<void> {
  try {
    await coordinator.enqueue(workgroupId, projectId, passId);
  } catch (error) {
    log.error('coordinator-not-told', { passId, error });
  }
}
