import type { Db } from '../../features/kernel/db.ts';
import { isOpenRun } from '../../features/passes/open-runs.ts';
import type { RunChange } from '../../features/passes/run-store.ts';
import { listRuns } from '../../features/passes/run-store.ts';
import { explainFault } from '../../features/reports/explain-fault.ts';
import type { Settlement } from './run-outcome.ts';
import { begunVerdict, isAtLimit, limitVerdict, verdictOf } from './run-outcome.ts';

/** What it changes that slices of these runs have begun. */
export async function changesByBeginning(
  db: Db,
  workgroupId: string,
  runIds: readonly string[],
  now: number,
): Promise<RunChange[]> {
  const runs = await listRuns(db, workgroupId, runIds);
  return runs.flatMap((run) => begunVerdict(run, now).map((verdict) => ({ ...verdict, passId: run.passId })));
}

export type SettledRun = { settlement: Settlement; isStopRequested: boolean };

/** What it changes that the slices of these runs have ended. */
export async function changesByEnd(
  db: Db,
  workgroupId: string,
  settled: ReadonlyMap<string, SettledRun>,
  now: number,
): Promise<RunChange[]> {
  const runs = await listRuns(db, workgroupId, [...settled.keys()]);
  return runs.filter(isOpenRun).map((run) => {
    const { settlement, isStopRequested } = settled.get(run.id)!;
    const isStopping = isStopRequested || run.status === 'stopping';
    const verdict = isAtLimit(run, settlement) && !isStopping ? limitVerdict : verdictOf;
    return {
      ...verdict(run, settlement, isStopping, now, explainFault),
      passId: run.passId,
      licence: run.licence,
    };
  });
}
