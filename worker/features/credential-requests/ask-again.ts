import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import type { PassType } from '../../lib/pass-types.ts';
import { actorOf } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { requireServers, sideToAskAgain } from '../mailboxes/present-with-issues.ts';
import { listProjectMailboxes } from '../mailboxes/store.ts';
import type { MailboxRow } from '../mailboxes/table.ts';
import { startPass } from '../passes/start-pass.ts';
import { getPass } from '../passes/store.ts';
import type { ProjectRow } from '../projects/table.ts';
import { resendRequests } from './renew-requests.ts';
import { listLatest } from './store.ts';

/**
 * Asks the owners of mailboxes again whose password stopped working: a pass like the one that it ended starts, and waits
 * for the answer. Owners whose mailbox waits already get their message again. Others are skipped.
 */
export async function askAgain(
  deps: Deps,
  principal: Principal,
  project: ProjectRow,
  mailboxIds: readonly string[],
): Promise<{ asked: number; skipped: number }> {
  const [rows, servers] = await Promise.all([
    listProjectMailboxes(deps.db, project.workgroupId, project.id, mailboxIds),
    requireServers(deps, project),
  ]);
  const waiting = rows.filter(({ statusCode }) => statusCode === 'waiting-for-end-user');
  const broken = rows.flatMap((row) => {
    const side = row.statusCode === 'paused' || row.statusCode === 'failed' ? sideToAskAgain(row, servers) : null;
    return side === null ? [] : [{ row, side }];
  });
  const latest = await listLatest(
    deps.db,
    project.workgroupId,
    waiting.map(({ id }) => id),
  );
  let asked = await resendRequests(deps, actorOf(principal), project, [...latest.values()]);
  for (const [passId, group] of Map.groupBy(broken, ({ row }) => row.passId)) {
    const pass = passId === null ? undefined : await getPass(deps.db, project.workgroupId, passId);
    await startAgain(deps, principal, project, pass ?? { type: 'full', olderThanAt: null }, group);
    asked += group.length;
  }
  return { asked, skipped: mailboxIds.length - asked };
}

async function startAgain(
  deps: Deps,
  principal: Principal,
  project: ProjectRow,
  { type, olderThanAt }: { type: PassType; olderThanAt: number | null },
  group: readonly { row: MailboxRow; side: MailboxSide }[],
): Promise<void> {
  await startPass(deps, {
    project,
    principal,
    request: { type, mailboxIds: group.map(({ row }) => row.id) },
    idempotencyKey: undefined,
    alsoAsk: new Map(group.map(({ row, side }) => [row.id, [side]])),
    olderThanAt,
  });
}
