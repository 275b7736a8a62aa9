import type { Look, OpenRun } from '../../engine/pacing/plan-look.ts';
import { planLook } from '../../engine/pacing/plan-look.ts';
import { freeSlots, planDue } from '../../engine/pacing/schedule.ts';
import { slotsOf } from '../../engine/pacing/slots.ts';
import type { Db } from '../../features/kernel/db.ts';
import type { LookRun } from '../../features/passes/look-store.ts';
import { getSlotRules, listRunsToDecide } from '../../features/passes/look-store.ts';
import { isOpenRun } from '../../features/passes/open-runs.ts';
import type { RunChange } from '../../features/passes/run-store.ts';
import type { ProjectOptions } from '../../features/projects/table.ts';
import { explainFault } from '../../features/reports/explain-fault.ts';
import type { LeaseStore } from './lease-store.ts';
import type { CopyMessage } from './messages.ts';
import { lostVerdict, stoppedVerdict } from './run-outcome.ts';

export type Owner = { workgroupId: string; projectId: string };

export type Looked = { options: ProjectOptions | undefined; isHeldBack: boolean };

/** What a look reads and changes. */
export type LookPorts = {
  db: Db;
  leases: LeaseStore;
  leaseMs: number;
  now: () => number;
  write: (changes: readonly RunChange[]) => Promise<void>;
  /** The slice of this mailbox went silent. */
  endLive: (mailboxId: string) => void;
  setAlarm: (at: number) => Promise<void>;
  send: (messages: readonly CopyMessage[]) => void;
};

/**
 * Applies the plan to leases, slices and database. `isWhole`: also finds runs whose lease was lost. Returns the
 * project's options, and whether pending starts hold others back.
 */
export async function look(owner: Owner, isWhole: boolean, ports: LookPorts): Promise<Looked> {
  const { workgroupId, projectId } = owner;
  const { db, leases, leaseMs } = ports;
  const rules = await getSlotRules(db, workgroupId, projectId);
  const slots = slotsOf(rules?.options.maximumConcurrentMigrations, rules?.areImpersonated ?? false);
  const now = ports.now();
  const held = leases.list();
  const free = freeSlots(slots, held);
  const runs = await listRunsToDecide(db, workgroupId, projectId, {
    free,
    leasedIds: held.map(({ runId }) => runId),
    dueIds: planDue(held, now, leaseMs).map(({ runId }) => runId),
    withRunning: isWhole,
    now,
  });
  // Slices begin and beat while the database is asked: the leases count as they are now.
  const open = runs.filter(isOpenRun).map(openRunOf);
  const plan = planLook({ slots, leases: leases.list(), runs: open, now, leaseMs });
  await carryOut(owner, new Map(runs.map((run) => [run.id, run])), plan, now, ports);
  return { options: rules?.options, isHeldBack: free < slots - held.length };
}

async function carryOut(
  owner: Owner,
  runs: ReadonlyMap<string, LookRun>,
  plan: Look,
  now: number,
  { leases, write, endLive, setAlarm, send }: LookPorts,
): Promise<void> {
  for (const lease of plan.stop) leases.put(lease);
  for (const { runId, mailboxId } of plan.remove) {
    leases.remove(runId);
    endLive(mailboxId);
  }
  const rowsOf = (ids: readonly string[]) => ids.flatMap((id) => runs.get(id) ?? []);
  await write([
    ...rowsOf(plan.stopped).map((run) => ({
      ...stoppedVerdict(run, now, explainFault),
      passId: run.passId,
      licence: run.licence,
    })),
    ...rowsOf(plan.lost).map((run) => ({ ...lostVerdict(run, now), passId: run.passId })),
  ]);
  for (const lease of plan.resend) leases.put(lease);
  const sent = [...plan.grant.map((run) => leases.grant(run, now)), ...plan.resend];
  // The alarm first: should sending fail, it looks again and sends what was not begun.
  if (plan.wakeAt !== undefined) await setAlarm(Math.max(plan.wakeAt, now + 10));
  send(
    sent.flatMap(({ runId, mailboxId, number }): CopyMessage[] => {
      const run = runs.get(runId);
      if (!run) return [];
      return [{ ...owner, passId: run.passId, runId, mailboxId, lease: number, isResumed: run.startedAt !== null }];
    }),
  );
}

function openRunOf(run: LookRun & { status: OpenRun['status'] }): OpenRun {
  const { id: runId, mailboxId, status, notBeforeAt, updatedAt } = run;
  // A run that a server asked to wait is queued from the end of that wait.
  return { runId, mailboxId, status, notBeforeAt: notBeforeAt ?? 0, queuedAt: Math.max(updatedAt, notBeforeAt ?? 0) };
}
