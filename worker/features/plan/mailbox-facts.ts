import type { SQL } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import { SIDES } from '../../lib/credential-request-facts.ts';
import { LICENCE_LIMIT_REACHED, NO_LICENCE_LEFT } from '../../lib/licence-facts.ts';
import type { Db } from '../kernel/db.ts';
import { mailboxes } from '../mailboxes/table.ts';
import type { EndpointFacts, MailboxFacts } from './facts.ts';

/** What a mailbox does in its latest pass; null: nothing any more. */
type Doing = 'open' | 'waitingForOwner' | 'waitingForLicence' | 'failed' | null;

export type MailboxSums = MailboxFacts & { doing: { passType: string; doing: NonNullable<Doing>; count: number }[] };

const DOING = sql<Doing>`CASE ${mailboxes.statusCode}
  WHEN 'waiting-for-end-user' THEN 'waitingForOwner'
  WHEN 'failed' THEN 'failed' WHEN 'stopped' THEN 'failed'
  WHEN 'submitted' THEN 'open' WHEN 'queued' THEN 'open' WHEN 'processing' THEN 'open' WHEN 'stopping' THEN 'open'
  WHEN 'paused' THEN CASE
    WHEN ${mailboxes.failure} IS NULL THEN 'open'
    WHEN json_extract(${mailboxes.failure}, '$.code') IN (${NO_LICENCE_LEFT}, ${LICENCE_LIMIT_REACHED}) THEN 'waitingForLicence'
    ELSE 'failed' END
  END`;

/** The sums over the mailboxes of a project: one statement, whose answer does not grow with them. */
export async function getMailboxSums(
  db: Db,
  workgroupId: string,
  projectId: string,
  endpoints: Readonly<Record<MailboxSide, Pick<EndpointFacts, 'hasAdministrator'>>>,
): Promise<MailboxSums> {
  const isOwners = (side: MailboxSide): SQL =>
    sql`(${mailboxes[`${side}LoginUnknown`]} = 1 OR ${mailboxes[`${side}GivenAt`]} IS NOT NULL)`;
  // As `planSignIns` decides, without where a password may be sent.
  const lacks = (side: MailboxSide): SQL =>
    sql`(${mailboxes[`${side}PasswordSealed`]} IS NULL AND (${isOwners(side)} OR ${endpoints[side].hasAdministrator ? 0 : 1}))`;
  const either = (is: (side: MailboxSide) => SQL): SQL => sql`(${sql.join(SIDES.map(is), sql` OR `)})`;
  const sum = (condition: SQL) => sql<number>`coalesce(sum(${condition}), 0)`;
  const rows = await db
    .select({
      passType: mailboxes.passType,
      doing: DOING.as('doing'),
      total: sql<number>`count(*)`,
      lastAddedAt: sql<number>`max(${mailboxes.createdAt})`,
      withoutCredentials: sum(either(lacks)),
      ofOwners: sum(either(isOwners)),
      givenByOwners: sum(either((side) => sql`${mailboxes[`${side}GivenAt`]} IS NOT NULL`)),
      beyondVerify: sum(
        sql`${mailboxes.statusCode} = 'completed-verification' OR ${mailboxes.passType} IN ('trial', 'pre-stage', 'full', 'retry-errors')`,
      ),
      withErrors: sum(sql`${mailboxes.errorCount} > 0`),
      errors: sum(sql`${mailboxes.errorCount}`),
    })
    .from(mailboxes)
    .where(and(eq(mailboxes.workgroupId, workgroupId), eq(mailboxes.projectId, projectId)))
    .groupBy(mailboxes.passType, sql`doing`);
  const add = (name: Exclude<keyof MailboxFacts, 'lastAddedAt'>) => rows.reduce((all, row) => all + row[name], 0);
  return {
    total: add('total'),
    lastAddedAt: rows.length === 0 ? null : Math.max(...rows.map(({ lastAddedAt }) => lastAddedAt)),
    withoutCredentials: add('withoutCredentials'),
    ofOwners: add('ofOwners'),
    givenByOwners: add('givenByOwners'),
    beyondVerify: add('beyondVerify'),
    withErrors: add('withErrors'),
    errors: add('errors'),
    doing: rows.flatMap(({ passType, doing, total }) =>
      passType === null || doing === null ? [] : [{ passType, doing, count: total }],
    ),
  };
}
