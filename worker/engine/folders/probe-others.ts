import type { SliceContext } from '../context/slice-context.ts';
import type { Fault } from '../model/fault.ts';
import { FaultError, isPassing } from '../model/fault.ts';
import type { Folder } from '../model/item.ts';
import type { FolderAt } from './folder-error.ts';

/** How many to ask if none is known to work: one of them may be in trouble as well. */
const MOST_ASKED = 3;

/** Whether another folder of that side can be read at this moment. */
export async function othersAnswer(context: SliceContext, at: FolderAt): Promise<boolean> {
  for (const id of candidates(context, at)) {
    const fault = await faultOfReading(context, { side: at.side, id });
    if (fault === undefined) {
      context.answered[at.side].add(id);
      return true;
    }
    // A server that is busy is not asked for more.
    if (isPassing(fault, 'throttling', 'absence')) return false;
  }
  return false;
}

/** Whether another folder of that side has been read in this slice, since the server asked for less. */
export function haveOthersAnswered({ answered }: SliceContext, { side, id }: FolderAt): boolean {
  return answered[side].size > (answered[side].has(id) ? 1 : 0);
}

/** A folder that has answered in this slice, otherwise a few; those with few items first. */
function candidates({ answered, sourceTree, destinationTree }: SliceContext, { side, id }: FolderAt): string[] {
  const tree = side === 'source' ? sourceTree : destinationTree;
  const others = tree.filter((folder) => folder.id !== id && folder.denied === undefined);
  const known = others.filter((folder) => answered[side].has(folder.id)).toSorted(byCount);
  const [best] = known;
  if (best) return [best.id];
  return others
    .toSorted((one, other) => rankOf(one) - rankOf(other) || byCount(one, other))
    .slice(0, MOST_ASKED)
    .map((folder) => folder.id);
}

const byCount = (one: Folder, other: Folder): number => one.totalCount - other.totalCount;

/** Every mailbox has an Inbox; not every server lists changes of its root. */
function rankOf({ distinguishedId }: Folder): number {
  if (distinguishedId === 'inbox') return 0;
  return distinguishedId === 'msgfolderroot' ? 2 : 1;
}

async function faultOfReading(
  { source, destination, abort }: SliceContext,
  { side, id }: FolderAt,
): Promise<Fault | undefined> {
  try {
    await (side === 'source' ? source.changes(id, undefined, abort, 1) : destination.changes(id, undefined, abort));
    return undefined;
  } catch (error) {
    if (error instanceof FaultError) return error.fault;
    throw error;
  }
}
