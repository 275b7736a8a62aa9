import type { SQL } from 'drizzle-orm';
import { and, desc, eq, lt, ne, sql } from 'drizzle-orm';
import { mailboxes } from '../mailboxes/table.ts';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { isAnyOf, runBatch } from '../kernel/db.ts';
import type { PassRow } from './table.ts';
import { isOpen } from './open-runs.ts';
import { passes, passMailboxes } from './table.ts';

export async function getPass(
  db: Db,
  workgroupId: string,
  passId: string,
  isVisible?: SQL,
): Promise<PassRow | undefined> {
  const [row] = await db
    .select()
    .from(passes)
    .where(and(eq(passes.workgroupId, workgroupId), eq(passes.id, passId), isVisible));
  return row;
}

export async function getPassByIdempotencyKey(db: Db, workgroupId: string, key: string): Promise<PassRow | undefined> {
  const [row] = await db
    .select()
    .from(passes)
    .where(and(eq(passes.workgroupId, workgroupId), eq(passes.idempotencyKey, key)));
  return row;
}

/** Latest first. */
export async function listPasses(
  db: Db,
  workgroupId: string,
  projectId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<PassRow[]> {
  return db
    .select()
    .from(passes)
    .where(
      and(
        eq(passes.workgroupId, workgroupId),
        eq(passes.projectId, projectId),
        page.cursor === undefined ? undefined : lt(passes.id, page.cursor),
      ),
    )
    .orderBy(desc(passes.id))
    .limit(page.limit);
}

/** No id of an archived project: then the batch fails, see isNotNullViolation. */
const idIfOpen = (projectId: string): SQL =>
  sql`(SELECT id FROM projects WHERE id = ${projectId} AND archived_at IS NULL)`;

/** Writes a pass, its runs and the mailboxes' new status, then what follows of it: all or nothing. Fails for an archived project. */
export async function createPass(
  db: Db,
  workgroupId: string,
  pass: PassRow,
  runs: readonly Statement[],
  event: NewEvent,
  then: readonly Statement[] = [],
): Promise<void> {
  const inPass = sql`(SELECT ${passMailboxes.mailboxId} FROM ${passMailboxes} 
    WHERE ${passMailboxes.workgroupId} = ${workgroupId} AND ${passMailboxes.passId} = ${pass.id})`;
  await runBatch(db, [
    db.insert(passes).values({ ...pass, workgroupId, projectId: idIfOpen(pass.projectId) }),
    eventStatement(db, workgroupId, event),
    ...runs,
    db
      .update(mailboxes)
      .set({
        statusCode: 'queued',
        statusDetail: null,
        failure: null,
        phase: null,
        itemsPerSecond: 0,
        bytesPerSecond: 0,
        etaMs: null,
        passId: pass.id,
        passType: pass.type,
        lastActivityAt: pass.createdAt,
      })
      .where(and(eq(mailboxes.workgroupId, workgroupId), sql`${mailboxes.id} IN ${inPass}`)),
    ...then,
  ]);
}

/**
 * Marks open runs of a pass as stopping, with their mailboxes; without `mailboxIds` the pass itself too. What was
 * only queued is for the coordinator to end. `before`: what is to be written while waiting runs still wait.
 */
export async function markStopping(
  db: Db,
  workgroupId: string,
  passId: string,
  mailboxIds: readonly string[] | undefined,
  event: NewEvent,
  before: readonly Statement[] = [],
): Promise<void> {
  const now = event.at;
  const runs = and(
    eq(passMailboxes.workgroupId, workgroupId),
    eq(passMailboxes.passId, passId),
    isOpen,
    // What is stopping already has been asked to.
    ne(passMailboxes.status, 'stopping'),
    mailboxIds ? isAnyOf(passMailboxes.mailboxId, mailboxIds) : undefined,
  );
  const statements: Statement[] = [
    ...before,
    db
      .update(mailboxes)
      .set({ statusCode: 'stopping', statusDetail: null, lastActivityAt: now })
      .where(
        and(
          eq(mailboxes.workgroupId, workgroupId),
          sql`${mailboxes.id} IN (SELECT ${passMailboxes.mailboxId} FROM ${passMailboxes} WHERE ${runs})`,
        ),
      ),
    db.update(passMailboxes).set({ status: 'stopping', waitsFor: null, notBeforeAt: null, updatedAt: now }).where(runs),
  ];
  if (!mailboxIds) {
    statements.push(
      db
        .update(passes)
        .set({ status: 'stopping' })
        .where(and(eq(passes.workgroupId, workgroupId), eq(passes.id, passId), eq(passes.status, 'running'))),
    );
  }
  statements.push(eventStatement(db, workgroupId, event));
  await runBatch(db, statements);
}
