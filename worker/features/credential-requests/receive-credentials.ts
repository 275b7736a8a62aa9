import type { SQL } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import type { Actor, NewEvent } from '../events/event.ts';
import { newEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Statement } from '../kernel/db.ts';
import { runBatch } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { MailboxRow } from '../mailboxes/table.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { withdrawStatement } from '../messages/store.ts';
import { endLinks, IS_OPEN } from './end-requests.ts';
import { releaseStatements } from './release-run.ts';
import type { RequestRow } from './table.ts';
import { credentialLinks, credentialRequests } from './table.ts';

/** What a server has accepted, sealed for the mailbox as `mailboxPasswordBinding` says. All sides of the request. */
export type Received = Partial<Record<MailboxSide, { login: string; sealed: string }>>;

/** By what an answer comes: a link that works, or what was kept of an earlier answer. */
export type AnswerWay = { tokenHash: string } | { pendingSince: number };

export type Answered = {
  request: RequestRow;
  mailbox: Pick<
    MailboxRow,
    'id' | 'workgroupId' | 'projectId' | 'passId' | 'passType' | 'sourceEmail' | 'destinationEmail'
  >;
  way: AnswerWay;
};

type Needs = Pick<Deps, 'db' | 'newId' | 'now' | 'licences'>;

/** The person behind a link, as far as Mailferry knows. */
export function endUserOf({ recipient, recipientName }: RequestRow): Actor {
  return { kind: 'end-user', id: null, name: recipientName ?? recipient };
}

/**
 * Statements of one batch in which the credentials of a request arrive: they are the mailbox's, the request and its links
 * end, and the run goes on. Nothing is written where the link or the request has ended meanwhile, or asks for more than
 * when it was read. `event`: whether the database has it afterwards says which.
 */
function receiveStatements(
  deps: Needs,
  { request, mailbox, way }: Answered,
  received: Received,
): { event: NewEvent; statements: Statement[] } {
  const { db, now } = deps;
  const { workgroupId } = request;
  const at = now();
  const event = newEvent(deps, endUserOf(request), {
    type: 'credentials.received',
    subject: { kind: 'mailbox', id: mailbox.id, name: mailbox.sourceEmail },
    projectId: mailbox.projectId,
    mailboxId: mailbox.id,
    passId: mailbox.passId,
    data: {
      requestId: request.id,
      sides: request.sides,
      destinationEmail: mailbox.destinationEmail,
      passType: mailbox.passType,
    },
  });
  const isReceived = sql`EXISTS (SELECT 1 FROM events WHERE id = ${event.id})`;
  const ended = { pending: null, pendingSince: null, nextCheckAt: null };
  const statements = [
    db
      .update(credentialRequests)
      .set({ state: 'answered', answeredAt: at, endedAt: at, ...ended })
      .where(
        and(
          eq(credentialRequests.workgroupId, workgroupId),
          eq(credentialRequests.id, request.id),
          IS_OPEN,
          sql`${credentialRequests.sides} = ${JSON.stringify(request.sides)}`,
          isOpenWay(request, way, at),
        ),
      ),
    eventStatement(db, workgroupId, event, {
      data: sql`json_object('projectName', (SELECT name FROM projects WHERE id = ${mailbox.projectId}))`,
    }),
    db
      .update(mailboxes)
      .set(columnsOf(received, at))
      .where(and(eq(mailboxes.workgroupId, workgroupId), eq(mailboxes.id, mailbox.id), isReceived)),
    endLinks(db, workgroupId, sql`${credentialLinks.requestId} = ${request.id} AND ${isReceived}`, 'answered', at),
    withdrawStatement(
      db,
      workgroupId,
      sql`(SELECT message_id FROM credential_requests WHERE id = ${request.id} AND ${isReceived})`,
      'The end user gave the credentials before the message was sent.',
    ),
    ...releaseStatements(deps, mailbox, isReceived, at),
  ];
  return { event, statements };
}

/** Takes credentials in, and has the run go on. False where the link or the request ended meanwhile. */
export async function receiveCredentials(
  deps: Needs & Pick<Deps, 'coordinator' | 'outbox' | 'log'>,
  answered: Answered,
  received: Received,
): Promise<boolean> {
  const { db, coordinator, outbox, log } = deps;
  const { workgroupId, projectId, passId } = { ...answered.mailbox };
  const { event, statements } = receiveStatements(deps, answered, received);
  await runBatch(db, statements);
  const written = await db.$client.prepare('SELECT 1 FROM events WHERE id = ?').bind(event.id).first();
  if (written === null) return false;
  try {
    if (passId) await coordinator.enqueue(workgroupId, projectId, passId);
  } catch (error) {
    // The schedule finds the run.
    log.error('coordinator-not-told', { passId, error });
  }
  await outbox.wake(workgroupId);
  return true;
}

function columnsOf(received: Received, at: number) {
  const { source, destination } = received;
  return {
    ...(source && { sourceLogin: source.login, sourcePasswordSealed: source.sealed, sourceGivenAt: at }),
    ...(destination && {
      destinationLogin: destination.login,
      destinationPasswordSealed: destination.sealed,
      destinationGivenAt: at,
    }),
  };
}

function isOpenWay({ id }: RequestRow, way: AnswerWay, at: number): SQL {
  if ('pendingSince' in way) return eq(credentialRequests.pendingSince, way.pendingSince);
  return sql`EXISTS (SELECT 1 FROM credential_links l WHERE l.token_hash = ${way.tokenHash} AND l.request_id = ${id}
    AND l.ended_at IS NULL AND l.expires_at > ${at})`;
}
