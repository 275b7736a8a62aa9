import { sha256 } from '../../lib/encoding.ts';
import { requireOpenCustomer } from '../customers/require-customer.ts';
import { eventStatement } from '../events/event-statement.ts';
import { isUniqueViolation, runBatch } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { problem as mailboxProblem } from '../mailboxes/errors.ts';
import { listProjectMailboxes } from '../mailboxes/store.ts';
import { refuseArchived } from '../projects/require-project.ts';
import type { ProjectRow } from '../projects/table.ts';
import { addRecipientsStatement, forgetStatement, isChosen } from './add-recipients.ts';
import { countChoice } from './count-choice.ts';
import { problem } from './errors.ts';
import { noticeCreated } from './notice-events.ts';
import type { NoticeRequest, Times } from './request-notice.ts';
import { requireTimes } from './request-notice.ts';
import { sameKeyOf } from './same-key.ts';
import { getNoticeByIdempotencyKey } from './store.ts';
import type { NoticeRow } from './table.ts';
import { notices } from './table.ts';

type Create = {
  project: ProjectRow;
  principal: Principal;
  request: NoticeRequest;
  idempotencyKey: string | undefined;
};

/**
 * Makes a notice with its recipients, in one batch; its messages are made when it is due. A repeated idempotency key gives
 * the notice that it made. Whoever has had the same notice is on its list, and skipped.
 */
export async function createNotice(deps: Deps, create: Create): Promise<{ row: NoticeRow; isReplay: boolean }> {
  const { project, principal, request, idempotencyKey } = create;
  const { workgroupId } = project;
  const hash = await sha256(JSON.stringify([project.id, request]));
  const earlier = await getEarlier(deps, workgroupId, idempotencyKey, hash);
  if (earlier) return { row: earlier, isReplay: true };
  refuseArchived(project);
  await requireOpenCustomer(deps, workgroupId, project.customerId);
  const times = requireTimes(project, request, deps.now());
  await requireMailboxes(deps, project, request.mailboxIds);
  const sameKey = sameKeyOf(request.kind, times.starts?.resolved.at ?? null);
  const chosen = isChosen(workgroupId, project.id, request);
  const counts = await countChoice(deps.db, chosen, sameKey, request.again);
  if (counts.chosen === 0) throw problem('notice-without-recipients');
  if (counts.toSend === 0) throw problem('notice-already-sent');
  const now = deps.now();
  const row: NoticeRow = {
    id: deps.newId('ntc'),
    workgroupId,
    projectId: project.id,
    kind: request.kind,
    language: request.language,
    automatic: null,
    state: times.send ? 'scheduled' : 'sending',
    ...columnsOf(times, now),
    createdBy: principal.actorId,
    createdByName: principal.actorName,
    createdAt: now,
    endedAt: null,
    idempotencyKey: idempotencyKey ?? null,
    idempotencyHash: idempotencyKey === undefined ? null : hash,
  };
  try {
    await runBatch(deps.db, [
      deps.db.insert(notices).values(row),
      eventStatement(deps.db, workgroupId, noticeCreated(deps, principal, row, project, counts.chosen)),
      forgetStatement(deps.db, workgroupId, chosen, sameKey, request.again),
      addRecipientsStatement(deps.db, { noticeId: row.id, workgroupId, sameKey, now }, chosen),
    ]);
  } catch (error) {
    // Another request with the same key was faster.
    const twin = isUniqueViolation(error, 'idempotency_key')
      ? await getEarlier(deps, workgroupId, idempotencyKey, hash)
      : undefined;
    if (twin) return { row: twin, isReplay: true };
    throw error;
  }
  return { row, isReplay: false };
}

function columnsOf({ starts, send }: Times, now: number) {
  return {
    startsLocal: starts?.wall.local ?? null,
    startsZone: starts?.wall.timeZone ?? null,
    startsAt: starts?.resolved.at ?? null,
    sendLocal: send?.wall.local ?? null,
    sendZone: send?.wall.timeZone ?? null,
    dueAt: send?.resolved.at ?? now,
  };
}

async function getEarlier(
  deps: Deps,
  workgroupId: string,
  key: string | undefined,
  hash: string,
): Promise<NoticeRow | undefined> {
  if (key === undefined) return undefined;
  const earlier = await getNoticeByIdempotencyKey(deps.db, workgroupId, key);
  if (earlier && earlier.idempotencyHash !== hash) throw problem('idempotency-key-reused');
  return earlier;
}

/** Throws `mailbox-not-found` where the project has not all of these mailboxes. */
export async function requireMailboxes(
  { db }: Pick<Deps, 'db'>,
  { workgroupId, id }: ProjectRow,
  mailboxIds: readonly string[] | undefined,
): Promise<void> {
  if (!mailboxIds) return;
  const found = new Set((await listProjectMailboxes(db, workgroupId, id, mailboxIds)).map((row) => row.id));
  const errors = mailboxIds.flatMap((mailboxId, index) =>
    found.has(mailboxId)
      ? []
      : [{ path: `mailboxIds[${String(index)}]`, message: `There is no mailbox ${mailboxId}.` }],
  );
  if (errors.length > 0) throw mailboxProblem('mailbox-not-found', undefined, errors);
}
