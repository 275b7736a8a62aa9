import { and, eq, or, sql } from 'drizzle-orm';
import type { Db } from '../kernel/db.ts';
import type { OpenRuns } from '../kernel/deps.ts';
import { projects } from '../projects/table.ts';
import { OPEN_STATUSES, passMailboxes } from './table.ts';

/** True of a run that is not over. In the words of the index of open runs: with parameters SQLite would not use it. */
export const isOpen = sql<boolean>`${passMailboxes.status} IN (${OPEN_STATUSES})`;

/** What other features ask of open runs. */
export function createOpenRuns(db: Db): OpenRuns {
  return {
    onEndpoint: async (workgroupId, endpointId) => {
      const [row] = await db
        .select({ one: sql<number>`1` })
        .from(passMailboxes)
        .innerJoin(projects, eq(projects.id, passMailboxes.projectId))
        .where(
          and(
            eq(passMailboxes.workgroupId, workgroupId),
            isOpen,
            or(eq(projects.sourceEndpointId, endpointId), eq(projects.destinationEndpointId, endpointId)),
          ),
        )
        .limit(1);
      return row !== undefined;
    },
    inProject: async (workgroupId, projectId) => {
      const [row] = await db
        .select({ passId: passMailboxes.passId })
        .from(passMailboxes)
        .where(and(eq(passMailboxes.workgroupId, workgroupId), eq(passMailboxes.projectId, projectId), isOpen))
        .limit(1);
      return row;
    },
    onMailbox: (workgroupId, mailboxId) =>
      sql<boolean>`EXISTS (SELECT 1 FROM ${passMailboxes} WHERE ${passMailboxes.workgroupId} = ${workgroupId}
        AND ${passMailboxes.mailboxId} = ${mailboxId} AND ${isOpen})`,
  };
}
