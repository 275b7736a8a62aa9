import { and, asc, count, eq } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import type { CustomerWork, UserMailbox } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { projects } from '../projects/table.ts';
import { visibleProjects } from '../projects/visible-projects.ts';
import { stateOf, statusWords } from './status.ts';
import { mailboxes } from './table.ts';

/** Projects of the workgroup that someone may see. */
const isSeen = (principal: Principal) =>
  and(eq(projects.workgroupId, principal.workgroupId), visibleProjects(principal, projects.id));

/** What customers ask of projects and mailboxes. */
export function createCustomerWork(db: Db): CustomerWork {
  return {
    countProjects: async (principal, customerIds) => {
      const rows = await db
        .select({ customerId: projects.customerId, projects: count() })
        .from(projects)
        .where(and(isSeen(principal), isAnyOf(projects.customerId, customerIds)))
        .groupBy(projects.customerId);
      return new Map(rows.map((row) => [row.customerId, row.projects]));
    },
    projectNames: async (principal, customerId, limit) => {
      const rows = await db
        .select({ name: projects.name })
        .from(projects)
        .where(and(isSeen(principal), eq(projects.customerId, customerId)))
        .orderBy(asc(projects.id))
        .limit(limit);
      return rows.map(({ name }) => name);
    },
    mailboxesOf: async (principal, userIds) => {
      const rows = await db
        .select({ mailbox: mailboxes, projectName: projects.name })
        .from(mailboxes)
        .innerJoin(projects, eq(projects.id, mailboxes.projectId))
        .where(
          and(
            eq(mailboxes.workgroupId, principal.workgroupId),
            isSeen(principal),
            isAnyOf(mailboxes.customerUserId, userIds),
          ),
        )
        .orderBy(asc(mailboxes.id));
      const found = new Map<string, UserMailbox[]>();
      for (const { mailbox, projectName } of rows) {
        const { id, projectId, sourceEmail, destinationEmail, customerUserId } = mailbox;
        if (customerUserId === null) continue;
        const shown = { id, projectId, projectName, sourceEmail, destinationEmail };
        const status = { status: statusWords(mailbox), state: stateOf(mailbox) };
        found.set(customerUserId, [...(found.get(customerUserId) ?? []), { ...shown, ...status }]);
      }
      return found;
    },
  };
}
