import type { Folder } from '../../worker/engine/model/item.ts';
import { FaultError } from '../../worker/engine/model/fault.ts';
import type { MailboxDestination, NewFolder } from '../../worker/engine/model/mailbox.ts';

/** Folders that a destination must create. Throws FaultError for one that it does not. */
export async function madeFolders(
  destination: MailboxDestination,
  parentId: string,
  wanted: readonly NewFolder[],
  signal: AbortSignal,
): Promise<Folder[]> {
  const results = await destination.createFolders(parentId, wanted, signal);
  return results.map((result) => {
    if ('fault' in result) throw new FaultError(result.fault);
    return result;
  });
}
