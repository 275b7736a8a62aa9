import { SliceEnd } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import { attemptFolder } from '../folders/attempt-folder.ts';
import { FolderError } from '../folders/folder-error.ts';
import { saysGone, wentMeanwhile } from '../folders/gone-folders.ts';
import { asTroubled, noteTrouble } from '../folders/set-aside.ts';
import { FaultError } from '../model/fault.ts';
import type { Batch, ItemOutcome, LedgerFolder, LedgerItem } from '../model/ledger-facts.ts';
import { listedButUnreadable } from './item-faults.ts';
import { retry, failed } from './outcomes.ts';

/** A folder that is still being read is asked about after that. */
const UNREAD_WAIT_MS = 2_000;

/** What a listing says of items that could not be read. `unread`: it does not say anything yet. */
type Listing = { left: ReadonlySet<string> } | 'all-left' | 'unread';

/**
 * A server may report an item as missing only because this account may not see it. The item is gone once the listing of
 * its folder confirms that; otherwise it is listed as unreadable. Never rejects.
 */
export async function confirmAbsence(
  context: SliceContext,
  { folderId, items }: Batch,
  outcomes: readonly ItemOutcome[],
): Promise<ItemOutcome[]> {
  const missing = new Set(outcomes.flatMap(({ id, to }) => (to === 'gone' ? [id] : [])));
  const folder = context.folders.get(folderId);
  if (missing.size === 0 || folder === undefined) return [...outcomes];
  const byId = new Map(items.map((item) => [item.id, item]));
  const replace = (outcomeOf: (item: LedgerItem) => ItemOutcome) =>
    outcomes.map((outcome) => {
      const item = outcome.to === 'gone' ? byId.get(outcome.id) : undefined;
      return item ? outcomeOf(item) : outcome;
    });
  try {
    const listing = await listingOf(context, folder, missing);
    if (listing === 'all-left') return [...outcomes];
    if (listing === 'unread') return replace(later(context.now() + UNREAD_WAIT_MS));
    return replace((item) =>
      listing.left.has(item.id) ? { id: item.id, to: 'gone' } : failed(item, listedButUnreadable()),
    );
  } catch (error) {
    if (error instanceof SliceEnd) context.end ??= error.result;
    if (error instanceof FolderError)
      return replace(later(await noteTrouble(context, asTroubled(context, folder), error.fault)));
    return replace(retry);
  }
}

/** Not before a moment; without one, not in this pass. */
function later(notBeforeAt: number | undefined): (item: LedgerItem) => ItemOutcome {
  return ({ id, attempts, method }) => ({
    id,
    to: 'pending',
    attempts,
    method,
    ...(notBeforeAt !== undefined && { notBeforeAt }),
  });
}

/** Which of the wanted items the folder's listing says have left it, since it was last read. */
async function listingOf(context: SliceContext, folder: LedgerFolder, wanted: ReadonlySet<string>): Promise<Listing> {
  const isRead = folder.isRead === true || context.inventoryEnded || context.order.type === 'trial';
  if (!isRead) return 'unread';
  const start = (await context.watermarks.all()).get(folder.sourceId);
  // A listing from the start names only what is there, never what is gone.
  const left = new Set(start === undefined ? wanted : []);
  try {
    for (let state = start, isLast = false; !isLast;) {
      const since = state;
      const at = { side: 'source', id: folder.sourceId } as const;
      const page = await attemptFolder(context, at, () =>
        context.source.changes(folder.sourceId, since, context.abort),
      );
      for (const change of page.changes) {
        const id = 'item' in change ? change.item.id : change.id;
        if (change.kind !== 'delete') left.delete(id);
        else if (wanted.has(id)) left.add(id);
      }
      isLast = page.isLast || (page.changes.length === 0 && page.syncState === state);
      state = page.syncState;
    }
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const isGone = saysGone(error) && (await wentMeanwhile(context, folder));
    return isGone ? 'all-left' : { left: new Set() };
  }
  return { left };
}
