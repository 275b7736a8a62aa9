import type { ItemFacts } from '../../engine/model/item.ts';
import type { Change } from '../../engine/model/mailbox.ts';
import { unfinishedOf } from '../../engine/model/marker.ts';
import type { Connection } from '../client/connection.ts';
import { readChanges } from '../folders/sync.ts';
import { removeItems } from './remove-items.ts';

type Arrivals = {
  arrived: Map<string, ItemFacts>;
  /** Items that are marked as unfinished: the source's id by theirs. */
  begun: Map<string, string>;
};

/**
 * See `arrivals` of MailboxDestination. Removes unfinished copies that an interrupted run left in the folder: the items
 * are copied again. `isOpen`: whether this run is still working on the copy of a source id.
 */
export async function readArrivals(
  connection: Connection,
  folderId: string,
  baseline: string | undefined,
  isWanted: (item: ItemFacts) => boolean,
  isOpen: (sourceId: string) => boolean,
  signal: AbortSignal,
): Promise<ItemFacts[]> {
  const arrivals: Arrivals = { arrived: new Map(), begun: new Map() };
  for (let state = baseline; ;) {
    const page = await readChanges(connection, folderId, state, signal);
    for (const change of page.changes) note(arrivals, change, isWanted);
    if (page.isLast || page.syncState === state) break;
    state = page.syncState;
  }
  const left = [...arrivals.begun].filter(([, sourceId]) => !isOpen(sourceId)).map(([id]) => id);
  await removeItems(connection, left, 'for-good', signal);
  return [...arrivals.arrived.values()];
}

function note({ arrived, begun }: Arrivals, change: Change, isWanted: (item: ItemFacts) => boolean): void {
  if (change.kind === 'read-flag') return;
  if (change.kind === 'delete') {
    arrived.delete(change.id);
    begun.delete(change.id);
    return;
  }
  const { item } = change;
  const sourceId = unfinishedOf(item.marker);
  if (sourceId !== undefined) begun.set(item.id, sourceId);
  else if (isWanted(item)) arrived.set(item.id, item);
}
