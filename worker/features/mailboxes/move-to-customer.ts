import { and, eq, sql } from 'drizzle-orm';
import type { CustomerMove, Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { mailboxes } from './table.ts';
import { userStatements } from './user-statements.ts';

type Project = Parameters<Deps['moveToCustomer']>[1];

/**
 * Has the owners of a project's mailboxes be users of its new customer. With a mailbox that comes in between, the change
 * does not take place: then it starts from what is there by then.
 */
export async function moveToCustomer(
  deps: Pick<Deps, 'db' | 'newId' | 'now'>,
  principal: Principal,
  { updatedAt, ...project }: Project,
): Promise<CustomerMove> {
  const ofProject = and(eq(mailboxes.workgroupId, project.workgroupId), eq(mailboxes.projectId, project.id));
  const lines = await deps.db
    .select({ sourceEmail: mailboxes.sourceEmail, destinationEmail: mailboxes.destinationEmail })
    .from(mailboxes)
    .where(ofProject);
  const customerId = sql`(SELECT customer_id FROM projects WHERE id = ${project.id} AND workgroup_id = ${project.workgroupId} AND updated_at = ${updatedAt})`;
  const { ensure, link } = userStatements(deps, principal, project, customerId, lines);
  return {
    when: sql`(SELECT count(*) FROM ${mailboxes} WHERE ${ofProject}) = ${lines.length}`,
    more: [...ensure, ...link],
  };
}
