import { isOver } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import { attemptFolder, blame } from '../folders/attempt-folder.ts';
import type { FolderAt } from '../folders/folder-error.ts';
import { FaultError } from '../model/fault.ts';
import type { Folder } from '../model/item.ts';
import type { Arrivals, PresentItem } from '../model/ledger.ts';
import type { Change, ChangePage } from '../model/mailbox.ts';
import { presentOf } from './baseline.ts';

/** What came to the destination, and is not at the source so long after, is something else. */
const WAITED_FOR_MS = 7 * 86_400_000;

/** ISO 8601. */
export function forgetBefore(now: number): string {
  return new Date(now - WAITED_FOR_MS).toISOString();
}

/** Where people write, and nothing is received. */
const WRITTEN: ReadonlySet<string> = new Set(['sentitems', 'drafts', 'outbox']);

/** Whether messages stand in a folder that may have been received, and been moved there by a rule. */
export function mayHoldReceived({ totalCount, folderClass, distinguishedId = '' }: Folder): boolean {
  if (totalCount === 0 || distinguishedId === 'msgfolderroot' || WRITTEN.has(distinguishedId)) return false;
  return /^(IPF\.Note)?$/i.test(folderClass);
}

/** What a folder looks like from outside, and how many of its items are known. Opaque. */
export function signatureOf({ totalCount, sizeBytes }: Folder, known: number): string {
  return [totalCount, sizeBytes ?? '', known].join('/');
}

/** Whether nothing of others has come or gone since it stood like that; where no one knows, whether all that it holds is known. */
export function matchesSignature(folder: Folder, known: number, signature: string | undefined): boolean {
  if (signature === undefined) return folder.totalCount === known;
  const [count = '', bytes = '', before = ''] = signature.split('/');
  if (folder.totalCount - known !== Number(count) - Number(before)) return false;
  // Where we have changed nothing, its size tells of one that came for another that went.
  const isComparable = known === Number(before) && bytes !== '' && folder.sizeBytes !== undefined;
  return !isComparable || folder.sizeBytes === Number(bytes);
}

/**
 * Reads what changed in a destination folder since it was last read, and tells the ledger what came there by other ways
 * than ours. Without `syncState` the folder is read from nothing. Returns false when the slice ended before. A folder
 * that is gone holds nothing. Throws FolderError where this one folder is at fault.
 */
export async function readArrivals(
  context: SliceContext,
  placeId: string,
  syncState: string | undefined,
): Promise<boolean> {
  const askedAt = context.now();
  const at: FolderAt = { side: 'destination', id: placeId };
  for (let state = syncState, isRestarted = false; ;) {
    if (isOver(context)) return false;
    let page: ChangePage;
    try {
      const asked = state;
      page = await attemptFolder(context, at, () => context.destination.changes(placeId, asked, context.abort));
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      if (error.fault.kind === 'vanished') break;
      // The server takes the state no longer: it is read again, once.
      if (isRestarted || state === undefined || error.fault.kind !== 'sync-state')
        throw await blame(context, at, error);
      isRestarted = true;
      state = undefined;
      continue;
    }
    const isLast = page.isLast || page.syncState === state;
    state = page.syncState;
    const arrivals = arrivalsOf(page, askedAt);
    await context.ledger.recordArrivals(
      placeId,
      isLast ? { ...arrivals, forgetBefore: forgetBefore(askedAt) } : arrivals,
    );
    if (isLast) break;
  }
  context.lastReadAt.set(placeId, askedAt);
  return true;
}

function arrivalsOf({ changes, syncState }: ChangePage, now: number): Arrivals {
  return {
    present: changes.flatMap((change) => arrivalOf(change, now)),
    touched: changes.flatMap((change) =>
      change.kind === 'read-flag' && change.changeKey !== undefined
        ? [{ destinationId: change.id, changeKey: change.changeKey }]
        : [],
    ),
    gone: changes.flatMap((change) => (change.kind === 'delete' ? [change.id] : [])),
    syncState,
    now,
  };
}

/** Nothing else can be told to be someone's copy without guessing. */
function arrivalOf(change: Change, now: number): PresentItem[] {
  const cameAt = new Date(now).toISOString();
  return presentOf(change).flatMap((item) =>
    item.wideKey === undefined && item.marker === undefined ? [] : [{ ...item, cameAt }],
  );
}
