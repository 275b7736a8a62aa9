import type { SQL } from 'drizzle-orm';
import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import { DAY_MS } from '../../lib/units.ts';
import { actorOf, newEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import { contactOf } from '../customers/contact-of.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { insertStatements, isAnyOf } from '../kernel/db.ts';
import type { CredentialAsker, Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { messagesIf } from '../messages/message-statement.ts';
import { listPeople } from './people-store.ts';
import { mailboxEvents } from './request-events.ts';
import { requestMessage } from './request-message.ts';
import { dueAtOf, getRequestSettings } from './settings.ts';
import type { RequestRow } from './table.ts';
import { credentialRequests, OPEN_STATES } from './table.ts';

type Ask = Parameters<CredentialAsker['askStatements']>[0];
type Needs = Pick<Deps, 'db' | 'newId' | 'now'>;

/**
 * Asks the owners of mailboxes whose runs wait for them, in the batch that writes the pass: requests, messages and events,
 * in a few statements for any number. A mailbox that has a request which can be answered keeps it, with its link.
 */
export async function askStatements(deps: Needs, { principal, pass, projectName, asked }: Ask): Promise<Statement[]> {
  const { db } = deps;
  const { workgroupId, createdAt: now } = pass;
  const [people, settings] = await Promise.all([
    listPeople(db, workgroupId, [...asked.keys()]),
    getRequestSettings(db, workgroupId),
  ]);
  const requests = [...asked].flatMap(([mailboxId, sides]): { row: RequestRow; message: Message }[] => {
    const person = people.get(mailboxId);
    if (!person) return [];
    const { recipient } = person;
    const messageId = deps.newId('msg');
    const term = { askedAt: now, expiresAt: now + settings.validDays * DAY_MS, reminders: 0 };
    const row: RequestRow = {
      id: deps.newId('crq'),
      workgroupId,
      projectId: pass.projectId,
      mailboxId,
      sides: [...sides],
      recipient: recipient.address,
      recipientName: recipient.name,
      language: recipient.language,
      timeZone: recipient.timeZone,
      contact: contactOf(person.contact, nameOf(principal, person.company)),
      state: 'queued',
      messageId,
      createdAt: now,
      ...term,
      dueAt: dueAtOf(term, settings),
      ...NOTHING_YET,
    };
    return [{ row, message: requestMessage('credential-request', messageId, person, row, now) }];
  });
  const event = newEvent(deps, actorOf(principal), {
    type: 'credentials.requested',
    subject: { kind: 'pass', id: pass.id, name: pass.type },
    projectId: pass.projectId,
    passId: pass.id,
    data: { projectName, count: requests.length },
  });
  const rows = requests.map(({ row }) => row);
  return [
    ...widenStatements(db, workgroupId, asked),
    ...insertStatements(db, credentialRequests, rows, { where: HAS_NONE_OPEN }),
    ...messagesIf(
      db,
      requests.map(({ message }) => ({ workgroupId, message })),
      IS_OF_REQUEST,
    ),
    waitStatement(db, workgroupId, pass.id),
    eventStatement(db, workgroupId, event, { when: sql`true` }),
    mailboxEvents(db, workgroupId, {
      type: 'mailbox.waiting_for_end_user',
      id: sql`substr(r.id, 5) || 'w'`,
      from: sql`pass_mailboxes r JOIN mailboxes m ON m.id = r.mailbox_id
        JOIN credential_requests q ON q.mailbox_id = m.id AND q.state IN (${OPEN_STATES})`,
      where: sql`r.workgroup_id = ${workgroupId} AND r.pass_id = ${pass.id} AND r.waits_for = 'end-user'`,
      passId: sql`r.pass_id`,
      data: sql`json_object('passType', r.type, 'requestId', q.id, 'to', q.recipient, 'sides', json(q.sides))`,
      now,
    }),
  ];
}

/** Who asks, as a recipient may know them. */
function nameOf({ agentId, actorName }: Principal, company: string): string {
  return agentId === null ? company : `${actorName} (${company})`;
}

type Message = ReturnType<typeof requestMessage>;

const NOTHING_YET = {
  sentAt: null,
  openedAt: null,
  answeredAt: null,
  endedAt: null,
  remindedAt: null,
  attempts: 0,
  lastAttemptAt: null,
  lastFailure: null,
  pending: null,
  pendingSince: null,
  nextCheckAt: null,
  byCopiedLink: false,
  revokedBy: null,
};

/** Of a row that travels as JSON: the value of a column of the table. */
function valueOf(property: keyof RequestRow): SQL {
  const index = Object.keys(getTableColumns(credentialRequests)).indexOf(property);
  return sql.raw(`json_extract(value, '$[${String(index)}]')`);
}

const HAS_NONE_OPEN = sql`NOT EXISTS (SELECT 1 FROM credential_requests o
  WHERE o.mailbox_id = ${valueOf('mailboxId')} AND o.state IN (${OPEN_STATES}))`;

/** True of messages, with the id first, that a request has as its own. */
export const IS_OF_REQUEST = sql`EXISTS (SELECT 1 FROM credential_requests q WHERE q.message_id = json_extract(value, '$[0]'))`;

/** Requests that can still be answered ask for what is needed besides. */
function widenStatements(db: Db, workgroupId: string, asked: ReadonlyMap<string, readonly MailboxSide[]>): Statement[] {
  const bySides = Map.groupBy([...asked], ([, sides]) => JSON.stringify(sides));
  return [...bySides].map(([sides, group]) =>
    db
      .update(credentialRequests)
      .set({ sides: ['source', 'destination'] })
      .where(
        and(
          eq(credentialRequests.workgroupId, workgroupId),
          sql`${credentialRequests.state} IN (${OPEN_STATES})`,
          sql`${credentialRequests.sides} <> ${sides}`,
          isAnyOf(
            credentialRequests.mailboxId,
            group.map(([mailboxId]) => mailboxId),
          ),
        ),
      ),
  );
}

function waitStatement(db: Db, workgroupId: string, passId: string): Statement {
  return db
    .update(mailboxes)
    .set({ statusCode: 'waiting-for-end-user' })
    .where(
      and(
        eq(mailboxes.workgroupId, workgroupId),
        sql`${mailboxes.id} IN (SELECT r.mailbox_id FROM pass_mailboxes r
          WHERE r.workgroup_id = ${workgroupId} AND r.pass_id = ${passId} AND r.waits_for = 'end-user')`,
      ),
    );
}
