import type { SQL } from 'drizzle-orm';
import { and, asc, eq, gt, isNull, not, or, sql } from 'drizzle-orm';
import type { NewEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { insertStatements, isAnyOf, runBatch } from '../kernel/db.ts';
import type { MailboxState } from '../../lib/mailbox-statuses.ts';
import { tagKey } from '../../lib/mailbox-tags.ts';
import { NO_WAVE } from '../../lib/wave-key.ts';
import { stateExpression } from './status.ts';
import type { MailboxRow, OwnServer } from './table.ts';
import { mailboxes } from './table.ts';

/**
 * Writes mailboxes and their users, with their events and what else belongs to it: all or none. Throws a unique violation
 * when an address is in the project already.
 */
export async function createMailboxes(
  db: Db,
  workgroupId: string,
  rows: readonly Omit<MailboxRow, 'workgroupId'>[],
  events: readonly NewEvent[],
  users: { ensure: readonly Statement[]; link: readonly Statement[] },
  further: readonly Statement[] = [],
): Promise<void> {
  await runBatch(db, [
    ...users.ensure,
    ...insertStatements(
      db,
      mailboxes,
      rows.map((row) => ({ ...row, workgroupId })),
    ),
    ...events.map((event) => eventStatement(db, workgroupId, event)),
    ...users.link,
    ...further,
  ]);
}

export async function getMailbox(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  isVisible?: SQL,
): Promise<MailboxRow | undefined> {
  const [row] = await db
    .select()
    .from(mailboxes)
    .where(and(eq(mailboxes.workgroupId, workgroupId), eq(mailboxes.id, mailboxId), isVisible));
  return row;
}

/** Destination addresses of those of these source addresses that move in the same project, by address in lower case. */
export async function listCounterparts(
  db: Db,
  workgroupId: string,
  projectId: string,
  sourceEmails: readonly string[],
): Promise<Map<string, string>> {
  if (sourceEmails.length === 0) return new Map();
  const rows = await db
    .select({ key: mailboxes.sourceKey, destinationEmail: mailboxes.destinationEmail })
    .from(mailboxes)
    .where(
      and(
        eq(mailboxes.workgroupId, workgroupId),
        eq(mailboxes.projectId, projectId),
        isAnyOf(
          mailboxes.sourceKey,
          sourceEmails.map((email) => email.toLowerCase()),
        ),
      ),
    );
  return new Map(rows.map((row) => [row.key, row.destinationEmail]));
}

export type MailboxFilter = {
  state?: MailboxState | undefined;
  /** Part of an address, in any case. */
  q?: string | undefined;
  /** In any case. */
  tag?: string | undefined;
  /** The id of a wave, or `none`. */
  wave?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** In the order in which they were added. */
export async function listMailboxes(
  db: Db,
  workgroupId: string,
  projectId: string,
  { state, q, tag, wave, cursor, limit }: MailboxFilter,
): Promise<MailboxRow[]> {
  const part = q === undefined || q === '' ? undefined : q.toLowerCase();
  return db
    .select()
    .from(mailboxes)
    .where(
      and(
        eq(mailboxes.workgroupId, workgroupId),
        eq(mailboxes.projectId, projectId),
        cursor === undefined ? undefined : gt(mailboxes.id, cursor),
        state === undefined ? undefined : sql`${stateExpression} = ${state}`,
        tag === undefined || tag === ''
          ? undefined
          : sql`EXISTS (SELECT 1 FROM json_each(${mailboxes.tags}) WHERE lower(value) = ${tagKey(tag)})`,
        wave === undefined || wave === ''
          ? undefined
          : wave === NO_WAVE
            ? isNull(mailboxes.waveId)
            : eq(mailboxes.waveId, wave),
        // instr, not LIKE: an underscore in an address must match literally.
        part === undefined
          ? undefined
          : or(sql`instr(${mailboxes.sourceKey}, ${part}) > 0`, sql`instr(${mailboxes.destinationKey}, ${part}) > 0`),
      ),
    )
    .orderBy(asc(mailboxes.id))
    .limit(limit);
}

/** Mailboxes of a project by id, or all of them. */
export async function listProjectMailboxes(
  db: Db,
  workgroupId: string,
  projectId: string,
  mailboxIds?: readonly string[],
): Promise<MailboxRow[]> {
  return db
    .select()
    .from(mailboxes)
    .where(
      and(
        eq(mailboxes.workgroupId, workgroupId),
        eq(mailboxes.projectId, projectId),
        mailboxIds ? isAnyOf(mailboxes.id, mailboxIds) : undefined,
      ),
    )
    .orderBy(asc(mailboxes.id));
}

/** Which of these folded addresses the project has already, on the side that the column names. */
export async function listTakenKeys(
  db: Db,
  workgroupId: string,
  projectId: string,
  side: 'sourceKey' | 'destinationKey',
  keys: readonly string[],
): Promise<Set<string>> {
  const rows = await db
    .select({ key: mailboxes[side] })
    .from(mailboxes)
    .where(
      and(eq(mailboxes.workgroupId, workgroupId), eq(mailboxes.projectId, projectId), isAnyOf(mailboxes[side], keys)),
    );
  return new Set(rows.map((row) => row.key));
}

/** The folded addresses that a project has, by side. */
export async function listAddressKeys(
  db: Db,
  workgroupId: string,
  projectId: string,
): Promise<Record<'source' | 'destination', Set<string>>> {
  const rows = await db
    .select({ source: mailboxes.sourceKey, destination: mailboxes.destinationKey })
    .from(mailboxes)
    .where(and(eq(mailboxes.workgroupId, workgroupId), eq(mailboxes.projectId, projectId)));
  return {
    source: new Set(rows.map(({ source }) => source)),
    destination: new Set(rows.map(({ destination }) => destination)),
  };
}

/** The addresses of the mailboxes that were added with a list and are still there. */
export async function listOfImport(
  db: Db,
  workgroupId: string,
  importId: string,
): Promise<Pick<MailboxRow, 'sourceEmail' | 'destinationEmail'>[]> {
  return db
    .select({ sourceEmail: mailboxes.sourceEmail, destinationEmail: mailboxes.destinationEmail })
    .from(mailboxes)
    .where(and(eq(mailboxes.workgroupId, workgroupId), eq(mailboxes.importId, importId)))
    .orderBy(asc(mailboxes.id));
}

const SIGN_IN = [
  'sourceLogin',
  'sourceLoginUnknown',
  'sourcePasswordSealed',
  'sourceGivenAt',
  'destinationLogin',
  'destinationLoginUnknown',
  'destinationPasswordSealed',
  'destinationGivenAt',
  'contactEmail',
  'contactName',
  'contactLanguage',
] as const;
export type SignIn = Pick<MailboxRow, (typeof SIGN_IN)[number]>;

/**
 * Changes how a mailbox is signed in to, and what follows of it. False where that is no longer as in `before`; whether
 * `then` is carried out, its own conditions say.
 */
export async function updateSignIn(
  db: Db,
  before: MailboxRow,
  changes: Partial<SignIn>,
  event: NewEvent,
  then: readonly Statement[],
): Promise<boolean> {
  if (Object.keys(changes).length === 0) return true;
  const isAsBefore = SIGN_IN.map((field) => sql`${mailboxes[field]} IS ${sql.param(before[field], mailboxes[field])}`);
  const [changed] = await db.batch([
    db
      .update(mailboxes)
      .set(changes)
      .where(and(eq(mailboxes.workgroupId, before.workgroupId), eq(mailboxes.id, before.id), ...isAsBefore))
      .returning({ id: mailboxes.id }),
    eventStatement(db, before.workgroupId, event),
    ...then,
  ]);
  return changed.length > 0;
}

/** Keeps the server that has a mailbox instead of its endpoint's; null: it is the endpoint's again. */
export async function setOwnServer(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  side: 'source' | 'destination',
  server: OwnServer | null,
): Promise<void> {
  await db
    .update(mailboxes)
    .set(side === 'source' ? { sourceServer: server } : { destinationServer: server })
    .where(and(eq(mailboxes.workgroupId, workgroupId), eq(mailboxes.id, mailboxId)));
}

/**
 * Deletes a mailbox with everything known of it, unless `isBusy` holds. What hangs on it goes by foreign keys. False
 * where it is still there.
 */
export async function deleteMailbox(
  db: Db,
  workgroupId: string,
  mailboxId: string,
  isBusy: SQL<boolean>,
  event: NewEvent,
): Promise<boolean> {
  const [deleted] = await db.batch([
    db
      .delete(mailboxes)
      .where(and(eq(mailboxes.workgroupId, workgroupId), eq(mailboxes.id, mailboxId), not(isBusy)))
      .returning({ id: mailboxes.id }),
    eventStatement(db, workgroupId, event),
  ]);
  return deleted.length > 0;
}

/** Deletes mailboxes of a project, all of them or, unless `areIdle` holds, none. The ids of those deleted. */
export async function deleteMailboxesOf(
  db: Db,
  workgroupId: string,
  projectId: string,
  mailboxIds: readonly string[],
  areIdle: SQL<boolean>,
  event: NewEvent,
): Promise<string[]> {
  const [deleted] = await db.batch([
    db
      .delete(mailboxes)
      .where(
        and(
          eq(mailboxes.workgroupId, workgroupId),
          eq(mailboxes.projectId, projectId),
          isAnyOf(mailboxes.id, mailboxIds),
          areIdle,
        ),
      )
      .returning({ id: mailboxes.id }),
    eventStatement(db, workgroupId, event),
  ]);
  return deleted.map(({ id }) => id);
}
