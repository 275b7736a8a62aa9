import type { SliceJob } from '../context/slice-job.ts';
import { ARCHIVE_ROOT, RECOVERABLE_ROOT } from '../model/folder-tree.ts';
import type { Folder } from '../model/item.ts';
import { reachOf } from '../model/pass.ts';
import type { Omission } from '../model/setting.ts';

/** Lists the roots that the pass should cover but one side does not have; everything else is copied. */
export async function listMissingRoots(
  { ledger, options }: SliceJob,
  source: readonly Folder[],
  missing: readonly Folder[],
): Promise<void> {
  const { archive, recoverableItems } = reachOf(options());
  const isMissing = (name: string) => missing.some(({ distinguishedId }) => distinguishedId === name);
  if (archive) {
    const message = 'The destination has no archive mailbox.';
    const omission: Omission = { kind: 'archive', name: '', code: 'no-archive', message };
    await ledger.settleSettings('archive', [], isMissing(ARCHIVE_ROOT) ? [omission] : []);
  }
  if (recoverableItems) {
    const isShown = source.some(({ distinguishedId }) => distinguishedId === RECOVERABLE_ROOT);
    const side = isShown ? 'destination' : 'source';
    const message = `The ${side} does not give access to the Recoverable Items folder.`;
    const omission: Omission = { kind: 'recoverable-items', name: '', code: 'no-recoverable-items', message };
    await ledger.settleSettings('recoverable-items', [], isShown && !isMissing(RECOVERABLE_ROOT) ? [] : [omission]);
  }
}
