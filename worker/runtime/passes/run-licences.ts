import { createRunLicences } from '../../features/licences/run-licences.ts';
import { wakeAdmitted } from '../../features/licences/wake-admitted.ts';
import type { Db } from '../../features/kernel/db.ts';
import type { RunLicences } from '../../features/kernel/deps.ts';
import type { RunChange } from '../../features/passes/run-store.ts';
import { licenceSettings } from '../platform/licence-settings.ts';
import { consoleLog as log } from '../platform/log.ts';
import type { Env } from './env.ts';

export function licencesOf(env: Env, db: Db): RunLicences {
  return createRunLicences(db, licenceSettings(env));
}

/** Whether these changes may have given a licence to a run that waits, in this project or another. */
export function mayFreeLicence(changes: readonly RunChange[]): boolean {
  return changes.some(
    ({ run, licence }) => licence === 'held' && (run.status === 'failed' || run.status === 'stopped'),
  );
}

/** Notifies the coordinators of runs that got their licence in the batch of this instant. */
export async function wakeLicensed(env: Env, db: Db, workgroupId: string, at: number): Promise<void> {
  const { PROJECT_COORDINATOR: coordinators } = env;
  const enqueue = async (_workgroupId: string, projectId: string, passId: string): Promise<void> => {
    const coordinator = coordinators.get(coordinators.idFromName(`${workgroupId}:${projectId}`));
    await coordinator.enqueue({ workgroupId, projectId, passId });
  };
  await wakeAdmitted({ db, coordinator: { enqueue }, log }, workgroupId, at);
}
