import type { Db } from '../../features/kernel/db.ts';
import { isOpenRun } from '../../features/passes/open-runs.ts';
import type { RunChange } from '../../features/passes/run-store.ts';
import { getRun } from '../../features/passes/run-store.ts';
import { explainFault } from '../../features/reports/explain-fault.ts';
import type { CopyMessage } from './messages.ts';
import type { Settlement } from './run-outcome.ts';
import { begunVerdict, verdictOf } from './run-outcome.ts';

/** What it changes that the slice of this message has begun. */
export async function changesByBeginning(db: Db, message: CopyMessage, now: number): Promise<RunChange[]> {
  const run = await getRun(db, message.workgroupId, message.runId);
  return run ? begunVerdict(run, now).map((verdict) => ({ ...verdict, passId: run.passId })) : [];
}

/** What it changes that the slice of this message has ended. */
export async function changesByEnd(
  db: Db,
  message: CopyMessage,
  settlement: Settlement,
  isToldToStop: boolean,
  now: number,
): Promise<RunChange[]> {
  const run = await getRun(db, message.workgroupId, message.runId);
  if (!run || !isOpenRun(run)) return [];
  const isStopping = isToldToStop || run.status === 'stopping';
  return [{ ...verdictOf(run, settlement, isStopping, now, explainFault), passId: run.passId }];
}
