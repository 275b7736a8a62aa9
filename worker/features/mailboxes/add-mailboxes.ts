import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { PartError } from '../../lib/problem.ts';
import { isUniqueViolation } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { refuseArchived } from '../projects/require-project.ts';
import type { ProjectRow } from '../projects/table.ts';
import { problem } from './errors.ts';
import { mailboxesAdded } from './mailbox-events.ts';
import type { NewMailbox } from './schema.ts';
import { keyOf, makeMailboxes } from './make-mailboxes.ts';
import type { Servers } from './present-with-issues.ts';
import { createMailboxes, listTakenKeys } from './store.ts';
import type { MailboxRow } from './table.ts';
import { userStatements } from './user-statements.ts';

type Row = z.output<typeof NewMailbox>;

/** What is wrong with rows among themselves and against what the project has. */
function planErrors(
  rows: readonly Row[],
  taken: { sourceKey: ReadonlySet<string>; destinationKey: ReadonlySet<string> },
  isSameServer: boolean,
): PartError[] {
  const errors: PartError[] = [];
  const seen = { source: new Map<string, number>(), destination: new Map<string, number>() };
  rows.forEach((row, index) => {
    for (const side of ['source', 'destination'] as const) {
      const email = row[`${side}Email`];
      const key = keyOf(email);
      const path = `mailboxes[${String(index)}].${side}Email`;
      const earlier = seen[side].get(key);
      if (earlier !== undefined) {
        errors.push({ path, message: `${email} is already in row ${String(earlier + 1)}.` });
      } else seen[side].set(key, index);
      if (taken[`${side}Key`].has(key)) errors.push({ path, message: `${email} is already in the project.` });
    }
    if (isSameServer && keyOf(row.sourceEmail) === keyOf(row.destinationEmail)) {
      const path = `mailboxes[${String(index)}].destinationEmail`;
      errors.push({ path, message: 'Source and destination are the same mailbox on the same server.' });
    }
  });
  return errors;
}

/** Adds mailboxes to a project: all, or none and the rows at fault. */
export async function addMailboxes(
  deps: Deps,
  principal: Principal,
  project: ProjectRow,
  servers: Servers,
  rows: readonly Row[],
): Promise<MailboxRow[]> {
  refuseArchived(project);
  const isSameServer = servers.source.url === servers.destination.url;
  const refuseDoubles = async (): Promise<void> => {
    const takenOf = (side: 'sourceKey' | 'destinationKey', emails: string[]) =>
      listTakenKeys(deps.db, project.workgroupId, project.id, side, emails.map(keyOf));
    const taken = {
      sourceKey: await takenOf(
        'sourceKey',
        rows.map((row) => row.sourceEmail),
      ),
      destinationKey: await takenOf(
        'destinationKey',
        rows.map((row) => row.destinationEmail),
      ),
    };
    const errors = planErrors(rows, taken, isSameServer);
    if (errors.length > 0) throw problem('mailbox-rows-refused', undefined, errors);
  };

  await refuseDoubles();
  const now = deps.now();
  const made = await makeMailboxes(deps, project, servers, rows, now);
  try {
    const customerId = sql`(SELECT customer_id FROM projects WHERE id = ${project.id} AND workgroup_id = ${project.workgroupId})`;
    const users = userStatements(deps, principal, project, customerId, made);
    await createMailboxes(deps.db, project.workgroupId, made, [mailboxesAdded(deps, principal, project, made)], users);
  } catch (error) {
    // Someone else added the same address at the same time: name the rows.
    if (isUniqueViolation(error)) await refuseDoubles();
    throw error;
  }
  return made;
}
