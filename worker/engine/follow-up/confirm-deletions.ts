import { isSetAside, untilSetAside } from '../folders/set-aside.ts';
import { readFolder } from '../inventory/read-folder.ts';
import type { LedgerFolder } from '../model/ledger-facts.ts';
import type { SliceContext, SliceFindings, SliceWaits } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';

/** Folders read side by side; as in the inventory. */
const LANES = 2;
/** Where people go on deleting meanwhile, the next pass has its turn. */
const MOST_READINGS = 3;

/**
 * What has left a folder may have come into another one that was read before: a move, and no deletion. Where copies are
 * to be removed, those folders are read once more; what came into them since is in the ledger then. Returns whether any
 * was read. It is not cut off by the end of the slice: with many folders the next one would come no further.
 */
export async function confirmDeletions(context: SliceContext): Promise<boolean> {
  if (context.options().deletions !== 'remove' || (await context.ledger.leftCount()).left === 0) return false;
  for (let readings = 0; readings < MOST_READINGS; readings++) {
    const queue = unsureFolders(context).filter(({ sourceId }) => !isSetAside(context, sourceId));
    if (queue.length === 0 || isEnded(context)) return readings > 0;
    const watermarks = await context.watermarks.all();
    const lane = async () => {
      for (let folder = queue.shift(); folder; folder = queue.shift())
        await reread(context, folder, watermarks.get(folder.sourceId));
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    await context.watermarks.flush();
  }
  return true;
}

/** Folders that were not read since something was seen to have left one. */
export function unsureFolders({ folders, reading }: SliceFindings): LedgerFolder[] {
  return [...folders.values()].filter(({ sourceId }) => (reading.askedAt.get(sourceId) ?? 0) <= reading.leftAt);
}

async function reread(context: SliceContext, folder: LedgerFolder, watermark: string | undefined): Promise<void> {
  await untilSetAside(context, folder, () => readFolder(context, folder, watermark, isEnded));
}

function isEnded({ end, stop, abort }: SliceJob & SliceWaits): boolean {
  return end !== undefined || stop.aborted || abort.aborted;
}
