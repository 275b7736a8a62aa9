import { attempt, waitUntil } from '../context/attempt.ts';
import { FolderError } from '../folders/folder-error.ts';
import { listSide } from '../folders/list-trees.ts';
import { untilSetAside } from '../folders/set-aside.ts';
import { noteRecorded, selectionNow } from '../context/slice-context.ts';
import type { SliceContext } from '../context/slice-context.ts';
import { FaultError, isRefusedOperation } from '../model/fault.ts';
import type { Folder, ItemFacts } from '../model/item.ts';
import type { Adoption, LedgerFolder, Place } from '../model/ledger-facts.ts';
import type { ChangePage } from '../model/mailbox.ts';
import { wideKeyOf } from '../model/match-key.ts';
import { addTally, NOTHING } from '../model/tally.ts';
import { readArrivals, mayHoldReceived, signatureOf, matchesSignature } from './read-arrivals.ts';

/** Largest difference allowed between the servers' clocks and ours. */
const SKEW_MS = 600_000;

/** Forwarding usually begins not long before the migration. */
const FORWARDED_FOR_MS = 92 * 86_400_000;

/** See `roamsFrom`. Where the destination holds nothing, nothing was forwarded before now. */
export function roamsAtFirstFrom(destination: readonly Folder[], now: number): number {
  return destination.some(mayHoldReceived) ? now - FORWARDED_FOR_MS : Infinity;
}

/**
 * Whether items of a page may already be at the destination without our knowledge, as providers can forward mail and
 * keep a copy. If so, notes the folder for a search.
 */
export function isToBeSought(context: SliceContext, folder: LedgerFolder, { changes }: ChangePage): boolean {
  const { seeking, roamsFrom } = context;
  const arrivals = changes.flatMap((change) =>
    change.kind === 'create' && wideKeyOf(change.item) !== undefined ? [cameAt(change.item)] : [],
  );
  const latest = Math.max(-Infinity, ...arrivals);
  if (arrivals.length === 0 || (latest < roamsFrom && isReadSince(context, folder.destinationId, latest))) return false;
  seeking.set(folder.sourceId, Math.max(latest, seeking.get(folder.sourceId) ?? -Infinity));
  return true;
}

/** Epoch ms; Infinity if the server does not report it. */
function cameAt({ receivedAt, modifiedAt }: ItemFacts): number {
  const at = Date.parse(receivedAt ?? modifiedAt ?? '');
  return Number.isNaN(at) ? Infinity : at;
}

/** Whether this slice read the destination folder long enough after that instant to have seen what arrived with it. */
function isReadSince({ lastReadAt }: SliceContext, placeId: string, at: number): boolean {
  return at < (lastReadAt.get(placeId) ?? -Infinity) - SKEW_MS;
}

/**
 * Looks for new source items in their destination folders, and for missing messages also in other folders with new
 * items, as a rule may have moved them. What is found counts as copied and is never copied again; the rest may be copied
 * now. Returns whether there was anything to look for. If the slice ends meanwhile, the next one continues.
 */
export async function adoptArrivals(context: SliceContext): Promise<boolean> {
  if (context.seeking.size === 0) return false;
  const own = await readOwn(context);
  if (!own) return true;
  const { roaming, youngestAt } = await adopt(context, false);
  if (roaming > 0) {
    const others = await othersOf(context, own, youngestAt);
    const read = await readOthers(context, others);
    if (!read) return true;
    await adopt(context, true);
    await noteSignatures(context, read);
  }
  context.seeking.clear();
  context.news.notify();
  return true;
}

const READ_TRIES = 5;
const RETRY_MS = 2_000;

/**
 * As `readArrivals`, for a folder that nothing is copied into now. Returns undefined if it repeatedly cannot be read.
 */
async function readElsewhere(
  context: SliceContext,
  placeId: string,
  syncState: string | undefined,
): Promise<boolean | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      return await readArrivals(context, placeId, syncState);
    } catch (error) {
      if (!(error instanceof FolderError)) throw error;
      if (tries === READ_TRIES) return undefined;
      await waitUntil(context, context.now() + Math.min(RETRY_MS * 2 ** tries, context.longestWaitMs ?? Infinity));
    }
  }
}

async function placesById({ ledger }: SliceContext): Promise<ReadonlyMap<string, Place>> {
  return new Map((await ledger.places()).map((place) => [place.id, place]));
}

/** The destination folders that are known now; undefined when the slice ended before. */
async function readOwn(context: SliceContext): Promise<ReadonlySet<string> | undefined> {
  const places = await placesById(context);
  const read = new Set<string>();
  for (const [id, latest] of context.seeking) {
    const folder = context.folders.get(id);
    if (!folder || read.has(folder.destinationId)) continue;
    const { destinationId } = folder;
    if (!isReadSince(context, destinationId, latest)) {
      const work = () => readArrivals(context, destinationId, places.get(destinationId)?.syncState);
      const isRead = await untilSetAside(context, folder, work);
      if (isRead?.value === false) return undefined;
      if (!isRead) continue;
    }
    read.add(destinationId);
  }
  return read;
}

/** Those that could be read; undefined when the slice ended before. */
async function readOthers(context: SliceContext, folders: readonly Folder[]): Promise<Folder[] | undefined> {
  const places = await placesById(context);
  const read: Folder[] = [];
  for (const folder of folders) {
    const isRead = await readElsewhere(context, folder.id, places.get(folder.id)?.syncState);
    if (isRead === false) return undefined;
    if (isRead) read.push(folder);
  }
  return read;
}

/** Folders of the destination, but those `read`, into which something may have been moved since they were read last. */
async function othersOf(
  context: SliceContext,
  read: ReadonlySet<string>,
  youngestAt: string | undefined,
): Promise<Folder[]> {
  // What came after the folders were listed may have been moved since; and what was copied since is among their items.
  const isEarlier = youngestAt !== undefined && Date.parse(youngestAt) < context.listedAt - SKEW_MS;
  if (!isEarlier || context.hasWritten) {
    const listedAt = context.now();
    context.destinationTree = await listSide(context, 'destination');
    context.listedAt = listedAt;
  }
  const places = await placesById(context);
  return context.destinationTree.filter((folder) => {
    const { known = 0, signature } = places.get(folder.id) ?? {};
    return mayHoldReceived(folder) && !matchesSignature(folder, known, signature) && !read.has(folder.id);
  });
}

/** These are now completely known. They were listed before they were read, so later arrivals change the signature. */
async function noteSignatures(context: SliceContext, folders: readonly Folder[]): Promise<void> {
  if (folders.length === 0) return;
  const places = await placesById(context);
  await context.ledger.noteSignatures(
    folders.map((folder) => ({ id: folder.id, signature: signatureOf(folder, places.get(folder.id)?.known ?? 0) })),
  );
}

async function adopt(context: SliceContext, everywhere: boolean): Promise<Adoption> {
  const { progress, ledger } = context;
  const asked = { present: new Array<string>(), gone: new Array<string>() };
  for (;;) {
    const adoption = await ledger.adopt(everywhere, selectionNow(context), asked);
    if (adoption.adopted.count > 0) progress.adopted = addTally(progress.adopted ?? NOTHING, adoption.adopted);
    noteRecorded(context, adoption.recorded);
    const { unsure } = adoption;
    if (unsure.length === 0) return adoption;
    const isThere = await presenceOf(context, unsure);
    for (const id of unsure) (isThere(id) ? asked.present : asked.gone).push(id);
  }
}

/** If the server cannot say, assume that nothing was moved. */
async function presenceOf(context: SliceContext, ids: readonly string[]): Promise<(id: string) => boolean> {
  try {
    const keys = await attempt(context, () => context.destination.changeKeys(ids, context.abort));
    return (id) => keys.has(id);
  } catch (error) {
    if (!(error instanceof FaultError) || !isRefusedOperation(error.fault)) throw error;
    return () => true;
  }
}
