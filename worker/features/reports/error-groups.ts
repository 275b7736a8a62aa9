import { sql } from 'drizzle-orm';
import type { FaultKind } from '../../engine/model/fault.ts';
import type { Db } from '../kernel/db.ts';
import { explainItemError } from './explain-fault.ts';

/** Items and folders of a project's mailboxes that failed, with the code of the failure; `e` is the error. */
const ERRORS = (workgroupId: string, projectId: string) => sql`(
  SELECT i.mailbox_id, i.code, i.message, i.fault_kind, i.fault_side FROM mailboxes m
    JOIN item_errors i ON i.workgroup_id = m.workgroup_id AND i.mailbox_id = m.id
    WHERE m.workgroup_id = ${workgroupId} AND m.project_id = ${projectId} AND m.error_count > 0
  UNION ALL
  SELECT f.mailbox_id, f.code, f.message, f.fault_kind, f.side FROM mailboxes m
    JOIN folder_errors f ON f.workgroup_id = m.workgroup_id AND f.mailbox_id = m.id
    WHERE m.workgroup_id = ${workgroupId} AND m.project_id = ${projectId} AND m.error_count > 0) e`;

/** More kinds of errors than people look through. */
const MOST_GROUPS = 50;

type Group = {
  code: string;
  message: string;
  faultKind: FaultKind | null;
  side: 'source' | 'destination' | null;
  count: number;
  mailboxes: number;
};

/** What failed in a project, by its code, the most frequent first: each with cause and remedy. */
export async function listErrorGroups(db: Db, workgroupId: string, projectId: string) {
  const groups = await db.all<Group>(sql`SELECT e.code, max(e.message) AS message, max(e.fault_kind) AS faultKind,
      max(e.fault_side) AS side, count(*) AS count, count(DISTINCT e.mailbox_id) AS mailboxes
    FROM ${ERRORS(workgroupId, projectId)} GROUP BY e.code ORDER BY count(*) DESC, e.code LIMIT ${MOST_GROUPS}`);
  return groups.map(({ code, message, faultKind, side, count, mailboxes }) => ({
    code,
    ...explainItemError({ kind: faultKind, code, message, ...(side && { side }) }),
    errorCount: count,
    mailboxCount: mailboxes,
  }));
}

/** Mailboxes of a project with an error of one of these codes. */
export async function listMailboxesWithErrors(
  db: Db,
  workgroupId: string,
  projectId: string,
  codes: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.all<{
    id: string;
  }>(sql`SELECT DISTINCT e.mailbox_id AS id FROM ${ERRORS(workgroupId, projectId)}
    WHERE e.code IN (SELECT value FROM json_each(${JSON.stringify(codes)}))`);
  return new Set(rows.map(({ id }) => id));
}
