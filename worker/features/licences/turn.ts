import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Actor } from '../events/event.ts';
import { actorOf } from '../events/event.ts';
import type { Db, Statement } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { passMailboxes } from '../passes/table.ts';
import { getWorkgroup } from '../workgroups/store.ts';
import { resumeMailboxes } from './cover-runs.ts';
import { switchEvent } from './licence-events.ts';
import { setOn } from './switch-store.ts';
import { licenceEntries, mailboxLicences } from './table.ts';
import { listWaiting, wakeAll } from './wake-admitted.ts';

/**
 * Turns licences on or off for a workgroup. Passes that run meanwhile are not affected by turning them on. Turning them
 * off returns what is reserved, and lets waiting mailboxes go on.
 */
export async function turnLicences(deps: Deps, principal: Principal, isOn: boolean): Promise<void> {
  const { workgroupId } = principal;
  const actor = actorOf(principal);
  const workgroup = await getWorkgroup(deps.db, workgroupId);
  const event = switchEvent(deps, actor, isOn, { id: workgroupId, name: workgroup?.name ?? '' });
  const now = deps.now();
  const waiting = isOn ? [] : await listWaiting(deps.db, workgroupId);
  await setOn(deps.db, workgroupId, isOn, event, isOn ? [] : release(deps.db, workgroupId, actor, now));
  await wakeAll(deps, workgroupId, waiting);
}

function release(db: Db, workgroupId: string, actor: Actor, now: number): Statement[] {
  const reserved = sql`workgroup_id = ${workgroupId} AND state = 'reserved'`;
  const waiting = and(eq(passMailboxes.workgroupId, workgroupId), eq(passMailboxes.licence, 'waiting'));
  return [
    db.insert(licenceEntries).select(
      sql`SELECT NULL, 'lic_' || substr(run_id, 5) || 'd', ${workgroupId}, ${now}, kind, 'returned', 1, NULL, NULL, NULL, run_id,
        source_key, ${actor.kind}, ${actor.id}, ${actor.name}
        FROM mailbox_licences WHERE ${reserved} AND assignment_id IS NULL`,
    ),
    db.delete(mailboxLicences).where(reserved),
    db
      .update(passMailboxes)
      .set({ status: 'queued', licence: null, licenceLimitBytes: null, updatedAt: now })
      .where(and(waiting, eq(passMailboxes.status, 'paused'), isNull(passMailboxes.waitsFor))),
    db
      .update(passMailboxes)
      .set({ licence: null, licenceLimitBytes: null })
      .where(and(eq(passMailboxes.workgroupId, workgroupId), sql`${passMailboxes.licence} IS NOT NULL`)),
    resumeMailboxes(db, workgroupId, now),
  ];
}
