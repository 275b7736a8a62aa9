import { and, eq } from 'drizzle-orm';
import type { ManualStep } from '../../lib/plan-steps.ts';
import { eventStatement } from '../events/event-statement.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Db } from '../kernel/db.ts';
import { runBatch } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { ProjectRow } from '../projects/table.ts';
import type { PlanFacts } from './facts.ts';
import { planMarks } from './table.ts';

/** When steps were marked as done. */
export async function getMarks(db: Db, workgroupId: string, projectId: string): Promise<PlanFacts['marks']> {
  const rows = await db
    .select({ step: planMarks.step, markedAt: planMarks.markedAt })
    .from(planMarks)
    .where(and(eq(planMarks.workgroupId, workgroupId), eq(planMarks.projectId, projectId)));
  return Object.fromEntries(rows.map(({ step, markedAt }) => [step, markedAt]));
}

/** Marks a step as done, or takes that back. What changes nothing writes no event. */
export async function markStep(
  deps: Pick<Deps, 'db' | 'newId' | 'now'>,
  principal: Principal,
  { workgroupId, id, name }: ProjectRow,
  step: ManualStep,
  isDone: boolean,
): Promise<void> {
  const { db } = deps;
  const event = newEvent(deps, actorOf(principal), {
    type: 'project.step-marked',
    subject: { kind: 'project', id, name },
    projectId: id,
    data: { step, isDone },
  });
  const change = isDone
    ? db.insert(planMarks).values({ workgroupId, projectId: id, step, markedAt: event.at }).onConflictDoNothing()
    : db
        .delete(planMarks)
        .where(and(eq(planMarks.workgroupId, workgroupId), eq(planMarks.projectId, id), eq(planMarks.step, step)));
  await runBatch(db, [change, eventStatement(db, workgroupId, event)]);
}
