import { isOver } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import { attemptFolder, blame } from '../folders/attempt-folder.ts';
import type { FolderAt } from '../folders/folder-error.ts';
import { FaultError } from '../model/fault.ts';
import type { Folder } from '../model/item.ts';
import type { Arrivals, PresentItem } from '../model/ledger-facts.ts';
import type { Change, ChangePage } from '../model/mailbox.ts';
import { presentOf } from './baseline.ts';

/** An arrival with no counterpart at the source after this time is unrelated. */
const WAITED_FOR_MS = 7 * 86_400_000;

/** ISO 8601. */
export function forgetBefore(now: number): string {
  return new Date(now - WAITED_FOR_MS).toISOString();
}

/** Where people write, and nothing is received. */
const WRITTEN: ReadonlySet<string> = new Set(['sentitems', 'drafts', 'outbox']);

/** Whether a folder may hold received messages, moved there by a rule. */
export function mayHoldReceived({ totalCount, folderClass, distinguishedId = '' }: Folder): boolean {
  if (totalCount === 0 || distinguishedId === 'msgfolderroot' || WRITTEN.has(distinguishedId)) return false;
  return /^(IPF\.Note)?$/i.test(folderClass);
}

/** Summarises a folder's counts, and how many of its items are known. Opaque. */
export function signatureOf({ totalCount, sizeBytes }: Folder, known: number): string {
  return [totalCount, sizeBytes ?? '', known].join('/');
}

/** Whether no foreign item came or went since that signature; without one, whether all its items are known. */
export function matchesSignature(folder: Folder, known: number, signature: string | undefined): boolean {
  if (signature === undefined) return folder.totalCount === known;
  const [count = '', bytes = '', before = ''] = signature.split('/');
  if (folder.totalCount - known !== Number(count) - Number(before)) return false;
  // If we changed nothing, the size reveals an item that replaced another.
  const isComparable = known === Number(before) && bytes !== '' && folder.sizeBytes !== undefined;
  return !isComparable || folder.sizeBytes === Number(bytes);
}

/**
 * Reads a destination folder's changes since the last reading, and records in the ledger what did not come from us.
 * Without `syncState`, reads the folder from the start. Returns false if the slice ended first. A deleted folder counts
 * as empty. Throws FolderError if this one folder is at fault.
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

/** Other items cannot be recognised as a copy without guessing. */
function arrivalOf(change: Change, now: number): PresentItem[] {
  const cameAt = new Date(now).toISOString();
  return presentOf(change).flatMap((item) =>
    item.wideKey === undefined && item.marker === undefined ? [] : [{ ...item, cameAt }],
  );
}
