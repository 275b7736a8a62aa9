import { and, asc, count, eq } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import type { CustomerWork, UserMailbox } from '../kernel/deps.ts';
import { projects } from '../projects/table.ts';
import { stateOf, statusWords } from './status.ts';
import { mailboxes } from './table.ts';

/** What customers ask of projects and mailboxes. */
export function createCustomerWork(db: Db): CustomerWork {
  return {
    countProjects: async ({ workgroupId }, customerIds) => {
      const rows = await db
        .select({ customerId: projects.customerId, projects: count() })
        .from(projects)
        .where(and(eq(projects.workgroupId, workgroupId), isAnyOf(projects.customerId, customerIds)))
        .groupBy(projects.customerId);
      return new Map(rows.map((row) => [row.customerId, row.projects]));
    },
    projectNames: async ({ workgroupId }, customerId, limit) => {
      const rows = await db
        .select({ name: projects.name })
        .from(projects)
        .where(and(eq(projects.workgroupId, workgroupId), eq(projects.customerId, customerId)))
        .orderBy(asc(projects.id))
        .limit(limit);
      return rows.map(({ name }) => name);
    },
    mailboxesOf: async ({ workgroupId }, userIds) => {
      const rows = await db
        .select({ mailbox: mailboxes, projectName: projects.name })
        .from(mailboxes)
        .innerJoin(projects, eq(projects.id, mailboxes.projectId))
        .where(and(eq(mailboxes.workgroupId, workgroupId), isAnyOf(mailboxes.customerUserId, userIds)))
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
