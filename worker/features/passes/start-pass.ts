import type { z } from 'zod';
import { sha256 } from '../../lib/encoding.ts';
import { isLicensedPass } from '../../lib/licence-facts.ts';
import { isForeignKeyViolation, isNotNullViolation, isUniqueViolation } from '../kernel/db.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Deps } from '../kernel/deps.ts';
import type { MailboxRow } from '../mailboxes/table.ts';
import { problem as projectProblem } from '../projects/errors.ts';
import type { ProjectRow } from '../projects/table.ts';
import { decideStart } from './decide-start.ts';
import { problem } from './errors.ts';
import type { AlsoAsk } from './look-at-start.ts';
import { lookAtStart } from './look-at-start.ts';
import { olderThanOf } from './older-than.ts';
import { passStarted } from './pass-events.ts';
import { createRunStatements } from './run-store.ts';
import { listBusyMailboxIds } from './open-runs.ts';
import type { PassRequest } from './schema.ts';
import { createPass, getPassByIdempotencyKey } from './store.ts';
import type { PassRow } from './table.ts';

type Start = {
  project: ProjectRow;
  principal: Principal;
  request: z.output<typeof PassRequest>;
  idempotencyKey: string | undefined;
  alsoAsk?: AlsoAsk;
  /** Of a pre-stage pass that repeats an earlier one. */
  olderThanAt?: number | null;
};

/**
 * Starts a pass: checks everything, writes the pass and its runs in one batch, and notifies the coordinator. Runs on
 * mailboxes whose owner has to give credentials wait for that, all others start at once. A repeated
 * idempotency key returns the pass that it created and notifies the coordinator again, in case the first time broke off.
 */
export async function startPass(deps: Deps, start: Start): Promise<{ pass: PassRow; isReplay: boolean }> {
  const { project, request, idempotencyKey } = start;
  const hash = await sha256(
    JSON.stringify([
      project.id,
      request.type,
      request.mailboxIds ?? null,
      ...(request.olderThan ? [request.olderThan] : []),
      ...(request.errorCodes ? [request.errorCodes] : []),
    ]),
  );
  const earlier = await getEarlierPass(deps, project.workgroupId, idempotencyKey, hash);
  if (earlier) {
    await notifyCoordinator(deps, earlier);
    return { pass: earlier, isReplay: true };
  }
  const [{ rows, asked }, needsLicences] = await Promise.all([
    requireReadyMailboxes(deps, start),
    // Slices never ask: their run says whether it holds a licence.
    isLicensedPass(request.type) && deps.licences.isOn(project.workgroupId),
  ]);
  const now = deps.now();
  const pass: PassRow = {
    id: deps.newId('pas'),
    workgroupId: project.workgroupId,
    projectId: project.id,
    type: request.type,
    status: 'running',
    mailboxCount: rows.length,
    olderThanAt: start.olderThanAt ?? olderThanOf(request, now),
    createdBy: start.principal.actorId,
    createdAt: now,
    startedAt: now,
    endedAt: null,
    idempotencyKey: idempotencyKey ?? null,
    idempotencyHash: idempotencyKey === undefined ? null : hash,
  };
  try {
    const event = passStarted(deps, start.principal, pass, project.name);
    const { principal } = start;
    const requests =
      asked.size > 0 ? await deps.endUsers.askStatements({ principal, pass, projectName: project.name, asked }) : [];
    const reserved = needsLicences ? deps.licences.startStatements(project.workgroupId, pass.id, now) : [];
    const runs = runStatements(deps, pass, rows, asked);
    // How long people take to give their credentials cannot be estimated.
    const ids = rows.map((row) => row.id);
    const estimate = asked.size > 0 ? [] : await deps.estimates.startStatements(pass, ids);
    await createPass(deps.db, project.workgroupId, pass, runs, event, [...requests, ...reserved, ...estimate]);
  } catch (error) {
    // What was checked above changed in between: another request with the same key, or on the same mailboxes.
    if (isUniqueViolation(error, 'idempotency_key')) {
      const twin = await getEarlierPass(deps, project.workgroupId, idempotencyKey, hash);
      if (twin) return { pass: twin, isReplay: true };
    }
    if (isUniqueViolation(error, 'pass_mailboxes.mailbox_id')) {
      await refuseBusy(deps, project.workgroupId, rows);
      throw problem('mailbox-busy');
    }
    if (isNotNullViolation(error, 'passes.project_id')) throw projectProblem('project-archived');
    if (isForeignKeyViolation(error)) throw problem('mailbox-not-found', 'A mailbox was deleted in the meantime.');
    throw error;
  }
  await notifyCoordinator(deps, pass);
  if (needsLicences) await notifyAdmitted(deps, pass);
  return { pass, isReplay: false };
}

async function getEarlierPass(
  deps: Deps,
  workgroupId: string,
  key: string | undefined,
  hash: string,
): Promise<PassRow | undefined> {
  if (key === undefined) return undefined;
  const earlier = await getPassByIdempotencyKey(deps.db, workgroupId, key);
  if (earlier && earlier.idempotencyHash !== hash) throw problem('idempotency-key-reused');
  return earlier;
}

/**
 * The rows say what to do, so a coordinator that cannot be notified now finds them on its next round: the pass has
 * started either way.
 */
async function notifyCoordinator(deps: Deps, pass: PassRow): Promise<void> {
  if (pass.endedAt === null) await enqueue(deps, pass.workgroupId, pass.projectId, pass.id);
}

/** The same for other passes, whose runs got a licence that this one does not need any more. */
async function notifyAdmitted(deps: Deps, { workgroupId, id, createdAt }: PassRow): Promise<void> {
  for (const { projectId, passId } of await deps.licences.listAdmitted(workgroupId, createdAt))
    if (passId !== id) await enqueue(deps, workgroupId, projectId, passId);
}

async function enqueue(deps: Deps, workgroupId: string, projectId: string, passId: string): Promise<void> {
  try {
    await deps.coordinator.enqueue(workgroupId, projectId, passId);
  } catch (error) {
    deps.log.error('coordinator-not-told', { passId, error });
  }
}

/** The mailboxes to start, and which owners are asked. Throws where one of them cannot start now. */
async function requireReadyMailboxes(deps: Deps, { project, request, alsoAsk }: Start) {
  const look = await lookAtStart(deps, project, request, alsoAsk);
  const verdicts = decideStart({ ...look, licences: null });
  if (verdicts.has('in-pass')) throw busyProblem(verdicts.get('in-pass') ?? []);
  if (verdicts.has('credentials-missing')) throw problem('credentials-missing', undefined, look.missing);
  // Whoever names errors wants those alone; without, a pass with nothing to retry ends at once.
  const rows = request.errorCodes ? look.rows.filter(({ id }) => look.withErrors?.has(id)) : look.rows;
  if (rows.length === 0) throw problem('pass-without-mailboxes');
  return { rows, asked: look.asked };
}

async function refuseBusy(deps: Deps, workgroupId: string, rows: readonly MailboxRow[]): Promise<void> {
  const ids = rows.map((row) => row.id);
  const busy = new Set(await listBusyMailboxIds(deps.db, workgroupId, ids));
  if (busy.size > 0) throw busyProblem(rows.filter(({ id }) => busy.has(id)));
}

function busyProblem(rows: readonly MailboxRow[]) {
  const errors = rows.map((row) => ({
    path: `mailboxes.${row.id}`,
    message: `A pass is running on ${row.sourceEmail}.`,
  }));
  return problem('mailbox-busy', undefined, errors);
}

function runStatements(
  deps: Deps,
  pass: PassRow,
  rows: readonly MailboxRow[],
  asked: { has: (mailboxId: string) => boolean },
) {
  return createRunStatements(
    deps.db,
    pass.workgroupId,
    rows.map((row) => ({
      id: deps.newId('run'),
      projectId: pass.projectId,
      passId: pass.id,
      mailboxId: row.id,
      type: pass.type,
      ...(asked.has(row.id)
        ? { status: 'paused' as const, waitsFor: 'end-user' as const }
        : { status: 'queued' as const, waitsFor: null }),
      notBeforeAt: null,
      attempts: 0,
      createdAt: pass.createdAt,
      startedAt: null,
      endedAt: null,
      tally: null,
      fault: null,
      updatedAt: pass.createdAt,
      licence: null,
      licenceLimitBytes: null,
      itemsBefore: null,
    })),
  );
}
