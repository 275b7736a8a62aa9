import { keysOf } from '../model/match-key.ts';
import { unfinishedOf } from '../model/marker.ts';
import { FaultError } from '../model/fault.ts';
import type { LedgerFolder, PresentItem } from '../model/ledger-facts.ts';
import type { Change, ChangePage } from '../model/mailbox.ts';
import type { SliceContext } from '../context/slice-context.ts';
import { attemptFolder, blame } from '../folders/attempt-folder.ts';
import { aheadOr, takeAhead } from './look-ahead.ts';

/**
 * Stores the destination folder's sync state from before our first upload into it. Records its existing items in the
 * ledger, so that copies by an earlier tool are adopted instead of made again.
 */
export function ensureBaseline(context: SliceContext, folder: LedgerFolder): Promise<void> {
  if (folder.baseline !== undefined) return Promise.resolve();
  let pending = context.baselines.get(folder.sourceId);
  if (!pending) {
    pending = readBaseline(context, folder);
    context.baselines.set(folder.sourceId, pending);
    pending.catch(() => context.baselines.delete(folder.sourceId));
  }
  return pending;
}

async function readBaseline(context: SliceContext, folder: LedgerFolder): Promise<void> {
  const { destinationId } = folder;
  let ahead = takeAhead(context.baselinesAhead, destinationId);
  let isRestarted = false;
  const askedAt = context.now();
  for (let state: string | undefined; ;) {
    let page: ChangePage;
    try {
      const asked = state;
      const ask = () => context.destination.changes(destinationId, asked, context.abort);
      const next = aheadOr(ahead, ask);
      ahead = undefined;
      page = await attemptFolder(context, { side: 'destination', id: destinationId }, next);
    } catch (error) {
      // The server no longer accepts the state that it returned a moment ago: start over, once.
      const isRefusal = error instanceof FaultError && error.fault.kind === 'sync-state';
      if (isRestarted || state === undefined || !isRefusal)
        throw error instanceof FaultError
          ? await blame(context, { side: 'destination', id: destinationId }, error)
          : error;
      isRestarted = true;
      state = undefined;
      continue;
    }
    const present = page.changes.flatMap(presentOf);
    if (present.length > 0) await context.ledger.expect(folder.sourceId, present);
    const isLast = page.isLast || page.syncState === state;
    state = page.syncState;
    if (!isLast) continue;
    await context.ledger.setBaseline(folder.sourceId, state, askedAt);
    context.lastReadAt.set(destinationId, askedAt);
    // Set it last: it permits the folder's other batches to upload.
    folder.baseline = state;
    return;
  }
}

/** The items in a change that may be the copy of a source item. Unfinished copies are left out. */
export function presentOf(change: Change): PresentItem[] {
  if (change.kind !== 'create' && change.kind !== 'update') return [];
  const { id, changeKey, marker, sizeBytes, modifiedAt, receivedAt } = change.item;
  if (unfinishedOf(marker) !== undefined) return [];
  return [
    {
      destinationId: id,
      changeKey,
      ...keysOf(change.item),
      sizeBytes,
      ...(marker !== undefined && { marker }),
      ...(modifiedAt !== undefined && { modifiedAt }),
      ...(receivedAt !== undefined && { cameAt: receivedAt }),
    },
  ];
}
