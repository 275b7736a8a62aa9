import type { SQL } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import { DAY_MS } from '../../lib/units.ts';
import type { Actor } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Statement } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { messagesIf } from '../messages/message-statement.ts';
import { getProject } from '../projects/store.ts';
import { IS_OF_REQUEST } from './ask-statements.ts';
import { withdrawEarlier } from './end-requests.ts';
import { endUserOf } from './receive-credentials.ts';
import type { Person } from './people-store.ts';
import { listPeople } from './people-store.ts';
import { hasWaitingRun } from './release-run.ts';
import { requestMessage } from './request-message.ts';
import { requestsEvent } from './request-events.ts';
import type { RequestSettings } from './settings.ts';
import { dueAtOf, getRequestSettings } from './settings.ts';
import type { RequestRow } from './table.ts';
import { credentialRequests } from './table.ts';

type Needs = Pick<Deps, 'db' | 'newId' | 'now'>;

/** A request that gets another message. */
type Renewed = { before: RequestRow; person: Person; row: RequestRow };

/**
 * Sends requests again, with a new link and a new term, as long as runs wait for their answers: also those that have
 * expired, bounced or were revoked, and to the address that the mailbox has now. The link of the message before works until
 * the new one goes out. Returns how many.
 */
export async function resendRequests(
  deps: Needs,
  actor: Actor,
  project: Place,
  requests: readonly RequestRow[],
): Promise<number> {
  let sent = 0;
  for (let from = 0; from < requests.length; from += BATCH_SIZE)
    sent += await resendBatch(deps, actor, project, requests.slice(from, from + BATCH_SIZE));
  return sent;
}

type Place = { id: string; workgroupId: string; name: string };

/** What one statement takes of them stays well below what D1 does. */
const BATCH_SIZE = 2_000;

async function resendBatch(
  deps: Needs,
  actor: Actor,
  project: Place,
  requests: readonly RequestRow[],
): Promise<number> {
  const { workgroupId } = project;
  const now = deps.now();
  const [people, settings] = await Promise.all([
    listPeople(
      deps.db,
      workgroupId,
      requests.map(({ mailboxId }) => mailboxId),
    ),
    getRequestSettings(deps.db, workgroupId),
  ]);
  const renewed = requests.flatMap((before): Renewed[] => {
    const person = people.get(before.mailboxId);
    if (!person || before.state === 'answered') return [];
    const { address, name, language, timeZone } = person.recipient;
    const recipient = { recipient: address, recipientName: name, language, timeZone };
    return [{ before, person, row: renewedRow(deps, { ...before, ...recipient, ...FRESH }, settings) }];
  });
  // Mailboxes that wait, of those asked for; whatever changes until the batch, its own condition decides.
  const waiting = await listWaiting(deps, workgroupId, renewed);
  const sent = renewed.filter(({ row }) => waiting.has(row.mailboxId));
  if (sent.length === 0) return 0;
  const about = sent.map(({ row, person }) => ({ ...row, sourceEmail: person.sourceEmail }));
  const event = requestsEvent(deps, actor, 'credential-request.resent', project, about);
  const data = sent.length > 1 ? { data: sql`json_object('count', changes())` } : {};
  const [, written] = await deps.db.batch([
    withdrawEarlier(
      deps.db,
      workgroupId,
      sent.map(({ before }) => before),
    ),
    renewStatement(deps, workgroupId, sent, sql`true`, FRESH, now),
    eventStatement(deps.db, workgroupId, event, data),
    ...messageStatements(deps, workgroupId, sent, now),
  ]);
  return written.length;
}

/**
 * The holder of an old link asks for a new one, to the address that the request has: none where it was revoked or answered.
 * What they have tried before still counts.
 */
export async function mailNewLink(deps: Needs & Pick<Deps, 'outbox'>, request: RequestRow): Promise<boolean> {
  const { workgroupId, projectId } = request;
  const { db } = deps;
  const now = deps.now();
  const [people, settings, project] = await Promise.all([
    listPeople(db, workgroupId, [request.mailboxId]),
    getRequestSettings(db, workgroupId),
    getProject(db, workgroupId, projectId),
  ]);
  const person = people.get(request.mailboxId);
  if (!person || !project || request.state === 'revoked' || request.state === 'answered') return false;
  const row = renewedRow(deps, request, settings);
  const renewed = [{ before: request, person, row }];
  const about = { ...request, sourceEmail: person.sourceEmail };
  const event = requestsEvent(deps, endUserOf(request), 'credential-request.resent', project, [about]);
  const isAllowed = sql`${credentialRequests.state} NOT IN ('revoked', 'answered')`;
  const [, written] = await db.batch([
    withdrawEarlier(db, workgroupId, [request]),
    renewStatement(deps, workgroupId, renewed, isAllowed, {}, now),
    eventStatement(db, workgroupId, event),
    ...messageStatements(deps, workgroupId, renewed, now),
  ]);
  await deps.outbox.wake(workgroupId);
  return written.length > 0;
}

/** What an agent who asks again forgets. */
const FRESH = { attempts: 0, reminders: 0, remindedAt: null };

function renewedRow({ newId, now }: Needs, before: RequestRow, settings: RequestSettings): RequestRow {
  const term = { askedAt: now(), expiresAt: now() + settings.validDays * DAY_MS, reminders: before.reminders };
  return { ...before, ...term, messageId: newId('msg'), dueAt: dueAtOf(term, settings) };
}

async function listWaiting(
  { db }: Needs,
  workgroupId: string,
  renewed: readonly Renewed[],
): Promise<ReadonlySet<string>> {
  const ids = JSON.stringify(renewed.map(({ row }) => row.mailboxId));
  const rows = await db.all<{ id: string }>(
    sql`SELECT value AS id FROM json_each(${ids}) AS asked WHERE ${hasWaitingRun(sql`asked.value`)}
      AND ${workgroupId} = (SELECT workgroup_id FROM mailboxes WHERE id = asked.value)`,
  );
  return new Set(rows.map(({ id }) => id));
}

function renewStatement(
  { db }: Needs,
  workgroupId: string,
  renewed: readonly Renewed[],
  isAllowed: SQL,
  more: Partial<RequestRow>,
  now: number,
) {
  const rows = renewed.map(({ row }) => [
    row.id,
    row.messageId,
    row.expiresAt,
    row.recipient,
    row.recipientName,
    row.language,
    row.timeZone,
    row.dueAt,
  ]);
  const given = (index: number) => sql.raw(`json_extract(given.value, '$[${String(index)}]')`);
  return db
    .update(credentialRequests)
    .set({
      state: sql`iif(${credentialRequests.state} = 'opened', 'opened', 'queued')`,
      messageId: given(1),
      expiresAt: given(2),
      recipient: given(3),
      recipientName: given(4),
      language: given(5),
      timeZone: given(6),
      dueAt: given(7),
      askedAt: now,
      endedAt: null,
      revokedBy: null,
      byCopiedLink: false,
      ...more,
    })
    .from(sql`json_each(${JSON.stringify(rows)}) AS given`)
    .where(
      and(
        eq(credentialRequests.workgroupId, workgroupId),
        sql`${credentialRequests.id} = ${given(0)}`,
        sql`${credentialRequests.state} <> 'answered'`,
        hasWaitingRun(credentialRequests.mailboxId),
        // One that has ended stays so where a newer one took its place.
        sql`NOT EXISTS (SELECT 1 FROM credential_requests o WHERE o.mailbox_id = ${credentialRequests.mailboxId} AND o.id > ${credentialRequests.id})`,
        isAllowed,
      ),
    )
    .returning({ id: credentialRequests.id });
}

function messageStatements({ db }: Needs, workgroupId: string, renewed: readonly Renewed[], now: number): Statement[] {
  const queued = renewed.map(({ row, person }) => ({
    workgroupId,
    message: requestMessage('credential-request', row.messageId ?? '', person, row, now),
  }));
  return messagesIf(db, queued, IS_OF_REQUEST);
}
