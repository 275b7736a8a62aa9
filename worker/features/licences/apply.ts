import type { LicenceKind } from '../../lib/licence-facts.ts';
import { LICENCE_NAMES } from '../../lib/licence-facts.ts';
import type { CustomerRow } from '../customers/table.ts';
import { actorOf, newEvent } from '../events/event.ts';
import { runBatch } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Assignment, WhichAssignments } from './assignment-store.ts';
import { applyStatements, countNeedy, getAssignment, listAssignmentsOf, revokeStatements } from './assignment-store.ts';
import { coverWaitingRuns } from './cover-runs.ts';
import { problem } from './errors.ts';
import { wakeAdmitted } from './wake-admitted.ts';

/**
 * Applies licences to users of a customer who have none of the kind: to all of them or to none. Passes that wait for them
 * continue. Returns the ids of the licences that it asked for; users who had one keep theirs. Throws `customer-user-not-found` and `too-few-licences`.
 */
export async function applyLicences(
  deps: Deps,
  principal: Principal,
  customer: CustomerRow,
  { userIds, kind }: { userIds: readonly string[]; kind: LicenceKind },
): Promise<string[]> {
  const { db } = deps;
  const { workgroupId } = principal;
  const before = await countNeedy(db, workgroupId, customer.id, kind, userIds);
  const known = new Set(before.known);
  const errors = userIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `userIds[${String(index)}]`, message: `The customer has no user ${id}.` }],
  );
  if (errors.length > 0) throw problem('customer-user-not-found', undefined, errors);
  const now = deps.now();
  const event = newEvent(deps, actorOf(principal), {
    type: 'licence.applied',
    subject: { kind: 'customer', id: customer.id, name: customer.companyName },
    customerId: customer.id,
    data: { licence: LICENCE_NAMES[kind] },
  });
  const application = {
    workgroupId,
    customerId: customer.id,
    kind,
    users: userIds.map((userId) => ({ id: deps.newId('las'), userId })),
    actor: { ...actorOf(principal), id: principal.actorId },
    now,
  };
  await runBatch(db, [
    ...applyStatements(db, application, event),
    ...coverWaitingRuns(db, workgroupId, deps.settings.licences, now),
  ]);
  const after = await countNeedy(db, workgroupId, customer.id, kind, userIds);
  if (after.needy > 0)
    throw problem(
      'too-few-licences',
      `${String(after.needy)} ${after.needy === 1 ? 'licence is' : 'licences are'} needed, and ${String(after.available)} ${after.available === 1 ? 'is' : 'are'} left.`,
    );
  await wakeAdmitted(deps, workgroupId, now);
  return application.users.map(({ id }) => id);
}

/** Takes a licence back that no pass has used. Throws `licence-in-use`. */
export async function revokeLicence(
  deps: Deps,
  principal: Principal,
  assignment: Assignment & { userName: string },
): Promise<void> {
  const { db } = deps;
  const { workgroupId, id, customerId, kind } = assignment;
  const actor = actorOf(principal);
  const now = deps.now();
  const event = newEvent(deps, actor, {
    type: 'licence.revoked',
    subject: { kind: 'customer-user', id: assignment.customerUserId, name: assignment.userName },
    customerId,
    data: { licence: LICENCE_NAMES[kind] },
  });
  await runBatch(db, [
    ...revokeStatements(db, { workgroupId, ids: [id] }, actor, now, event),
    ...coverWaitingRuns(db, workgroupId, deps.settings.licences, now),
  ]);
  if (await getAssignment(db, workgroupId, id)) throw problem('licence-in-use');
  await wakeAdmitted(deps, workgroupId, now);
}

/** Takes back those of several licences of a customer's users that no pass has used, and returns them. */
export async function revokeLicences(
  deps: Deps,
  principal: Principal,
  customer: CustomerRow,
  which: WhichAssignments,
): Promise<Assignment[]> {
  const { db } = deps;
  const { workgroupId } = principal;
  const named = await listAssignmentsOf(db, workgroupId, customer.id, which);
  const unused = named.filter(({ state }) => state === 'applied');
  if (unused.length === 0) return [];
  const ids = unused.map(({ id }) => id);
  const actor = actorOf(principal);
  const now = deps.now();
  const event = newEvent(deps, actor, {
    type: 'licence.revoked',
    subject: { kind: 'customer', id: customer.id, name: customer.companyName },
    customerId: customer.id,
  });
  await runBatch(db, [
    ...revokeStatements(db, { workgroupId, ids }, actor, now, event),
    ...coverWaitingRuns(db, workgroupId, deps.settings.licences, now),
  ]);
  // A pass may have begun to use one in between.
  const left = new Set((await listAssignmentsOf(db, workgroupId, customer.id, { ids })).map(({ id }) => id));
  await wakeAdmitted(deps, workgroupId, now);
  return unused.filter(({ id }) => !left.has(id));
}
