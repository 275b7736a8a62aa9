import type { SliceJob } from '../context/slice-job.ts';
import type { Omission } from '../model/setting.ts';
import type { Renamed } from './folder-plan.ts';

/** Folders that could not keep their name, because the destination has it for a well-known folder that is another one. */
export async function listRenamed({ ledger, order }: SliceJob, renamed: readonly Renamed[]): Promise<void> {
  if (renamed.length === 0 && order.type !== 'full') return;
  const omissions = renamed.map(({ path, name }): Omission => {
    const message = `At the destination the folder is called ${name}, because another folder there already has its name.`;
    return { kind: 'folders', name: path, code: 'folder-renamed', message };
  });
  await ledger.settleSettings('folders', [], omissions);
}
