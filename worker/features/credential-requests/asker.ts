import { sql } from 'drizzle-orm';
import { SIDES } from '../../lib/credential-request-facts.ts';
import { actorOf, newEvent } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { CredentialAsker, Deps } from '../kernel/deps.ts';
import { isAnyOf } from '../kernel/db.ts';
import { getProject } from '../projects/store.ts';
import { askStatements } from './ask-statements.ts';
import { endStatements, IS_OPEN } from './end-requests.ts';
import { presentOfMailbox } from './present.ts';
import { releaseStatements } from './release-run.ts';
import { requestsEvent } from './request-events.ts';
import { listLatest } from './store.ts';
import { credentialRequests } from './table.ts';
import { rescheduleStatement } from './work-due.ts';

type Needs = Pick<Deps, 'db' | 'newId' | 'now' | 'licences'>;

/** What passes and mailboxes ask of credential requests. */
export function createCredentialAsker(deps: Needs): CredentialAsker {
  return {
    askStatements: (ask) => askStatements(deps, ask),
    stopStatements: (principal, pass, mailboxIds) => stopStatements(deps, principal, pass, mailboxIds),
    givenStatements: (...given) => givenStatements(deps, ...given),
    reminderStatements: (workgroupId) => [rescheduleStatement(deps.db, workgroupId, deps.now())],
    requestsOf: async (workgroupId, mailboxIds) => {
      const latest = await listLatest(deps.db, workgroupId, mailboxIds);
      return new Map([...latest].map(([mailboxId, row]) => [mailboxId, presentOfMailbox(row)]));
    },
  };
}

/** The requests of mailboxes whose runs in the pass wait. One event says how many. */
function stopStatements(
  deps: Needs,
  ...[principal, pass, mailboxIds]: Parameters<CredentialAsker['stopStatements']>
): ReturnType<CredentialAsker['stopStatements']> {
  const { db } = deps;
  const { id, workgroupId, projectId, type } = pass;
  const chosen = mailboxIds ? sql`AND ${isAnyOf(sql`r.mailbox_id`, mailboxIds)}` : sql``;
  const which = sql`${credentialRequests.mailboxId} IN (SELECT r.mailbox_id FROM pass_mailboxes r
    WHERE r.workgroup_id = ${workgroupId} AND r.pass_id = ${id} AND r.status = 'paused' AND r.waits_for = 'end-user' ${chosen})`;
  const count = sql`(SELECT count(*) FROM ${credentialRequests} WHERE ${credentialRequests.workgroupId} = ${workgroupId} AND ${IS_OPEN} AND ${which})`;
  const event = newEvent(deps, actorOf(principal), {
    type: 'credential-request.revoked',
    subject: { kind: 'pass', id, name: type },
    projectId,
    passId: id,
  });
  return [
    eventStatement(db, workgroupId, event, { when: sql`${count} > 0`, data: sql`json_object('count', ${count})` }),
    ...endStatements(db, workgroupId, { which, state: 'revoked', revokedBy: principal.actorId, now: event.at }),
  ];
}

/**
 * Someone who is not the end user has given passwords: the request asks for the rest, or ends, and then the run goes on.
 * Nothing where the mailbox has no request that can be answered, unless its run waits all the same.
 */
async function givenStatements(
  deps: Needs,
  ...[principal, mailbox, given, when]: Parameters<CredentialAsker['givenStatements']>
): ReturnType<CredentialAsker['givenStatements']> {
  const { db, now } = deps;
  const { workgroupId } = mailbox;
  const request = (await listLatest(db, workgroupId, [mailbox.id])).get(mailbox.id);
  if (!request) return [];
  const left = SIDES.filter((side) => request.sides.includes(side) && !given.includes(side));
  const isAsRead = sql`${credentialRequests.id} = ${request.id} AND ${credentialRequests.sides} = ${JSON.stringify(request.sides)} AND ${when}`;
  if (left.length > 0)
    return [
      db
        .update(credentialRequests)
        .set({ sides: left })
        .where(sql`${isAsRead} AND ${credentialRequests.state} <> 'answered'`),
    ];
  const project = await getProject(db, workgroupId, mailbox.projectId);
  const about = { id: request.id, mailboxId: mailbox.id, sourceEmail: mailbox.sourceEmail };
  const event = requestsEvent(
    deps,
    actorOf(principal),
    'credential-request.revoked',
    { id: mailbox.projectId, name: project?.name ?? '' },
    [about],
  );
  const wasOpen = sql`EXISTS (SELECT 1 FROM ${credentialRequests} WHERE ${isAsRead} AND ${IS_OPEN})`;
  return [
    eventStatement(db, workgroupId, event, { when: wasOpen }),
    ...endStatements(db, workgroupId, {
      which: isAsRead,
      state: 'revoked',
      revokedBy: principal.actorId,
      now: event.at,
    }),
    ...releaseStatements(deps, mailbox, when, now()),
  ];
}
