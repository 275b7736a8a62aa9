import { firstPath } from '../model/copy-path.ts';
import { digestOf, looseKeyOf, matchKeyOf } from '../model/match-key.ts';
import { FaultError } from '../model/fault.ts';
import { saysGone, wentMeanwhile } from '../folders/gone-folders.ts';
import type { ItemFacts } from '../model/item.ts';
import type { LedgerChange, LedgerFolder } from '../model/ledger.ts';
import type { Change, ChangePage } from '../model/mailbox.ts';
import { ensureMark } from './mark.ts';
import type { SliceContext, SliceFindings, SliceWaits } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { noteRecorded, pathsOf, selectionNow } from '../context/slice-context.ts';
import { attempt, isOver } from '../context/attempt.ts';

/** Reads one folder on from its watermark, for what may have changed since it was read. */
export async function readOn(context: SliceContext, folder: LedgerFolder): Promise<void> {
  const watermark = (await context.watermarks.all()).get(folder.sourceId);
  // Whoever reads the folder right now is further already.
  if (watermark === undefined || !isReadTo(folder, watermark)) return;
  await readFolder(context, folder, watermark);
  await context.watermarks.flush();
}

/** Returns false when the slice ended before the folder was read to its end. Its last watermark waits for a `flush`. */
export async function readFolder(
  context: SliceContext,
  folder: LedgerFolder,
  watermark?: string,
  isEnded = isOver,
): Promise<boolean> {
  const { reading } = context;
  // What was recorded since a watermark that a crash has left behind may have come and gone: a server tells nothing of it.
  const goesOn = watermark !== undefined && isReadTo(folder, watermark);
  let state = goesOn ? watermark : undefined;
  let coming: Promise<ChangePage> | undefined;
  let askedAt = 0;
  let isRelisted = folder.awaitsEnd ?? false;
  /** The ledger waits for the last page, though nothing may be in that. */
  let awaitsEnd = !goesOn || isRelisted;
  // What stands at the destination is looked at meanwhile, where there will be something to hold against it.
  const marking = state === undefined && hasItems(context, folder) ? heard(ensureMark(context, folder)) : undefined;
  try {
    if (!goesOn && (watermark !== undefined || folder.readTo !== undefined || folder.awaitsEnd)) {
      await relist(context, folder);
      isRelisted = true;
    }
    for (;;) {
      if (isEnded(context)) return false;
      if (!coming) askedAt = ++reading.turn;
      const page = await nextPage(context, folder, state, coming);
      coming = undefined;
      if (!page) {
        // Nothing comes into it any more.
        reading.askedAt.set(folder.sourceId, Infinity);
        return true;
      }
      // What a full reading does not bring any more has left, too.
      isRelisted ||= page.isRelisted ?? false;
      if (isRelisted || page.changes.some(({ kind }) => kind === 'delete')) reading.leftAt = ++reading.turn;
      const isLast = page.isLast || (page.changes.length === 0 && page.syncState === state);
      if (isLast) reading.askedAt.set(folder.sourceId, askedAt);
      // The server looks for the next page while this one is written down.
      if (!isLast && context.order.type !== 'trial') {
        askedAt = ++reading.turn;
        coming = heard(askFor(context, folder, page.syncState));
      }
      // Where nothing has changed the old watermark is as good as the new one, and costs no write.
      if (page.changes.length > 0 || awaitsEnd || page.isRelisted) {
        await takePage(context, folder, page, isLast);
        awaitsEnd = true;
      }
      if (isLast || context.order.type === 'trial') return true;
      state = page.syncState;
    }
  } finally {
    await Promise.allSettled([marking, coming]);
  }
}

async function takePage(context: SliceContext, folder: LedgerFolder, page: Page, isLast: boolean): Promise<void> {
  // What stands at the destination is known before the first item is: it may be a copy of one.
  if (page.changes.length > 0) await ensureMark(context, folder);
  const readTo = digestOf(page.syncState);
  const recorded = await context.ledger.record(
    folder.sourceId,
    page.changes.map((change) => reduce(change, context.options().includeSubjects ?? false)),
    (itemClass) => firstPath(pathsOf(context), itemClass) ?? 'typed',
    { isLast, readTo },
    selectionNow(context),
  );
  folder.readTo = readTo;
  folder.awaitsEnd &&= !isLast;
  if (isLast) context.watermarks.keep(folder, page.syncState);
  else await context.watermarks.put(folder, page.syncState);
  noteRecorded(context, recorded);
}

function isReadTo({ readTo }: LedgerFolder, syncState: string): boolean {
  return readTo === digestOf(syncState);
}

/** What the ledger knows of the folder is to be held against a reading from nothing. */
async function relist({ ledger }: SliceJob, folder: LedgerFolder): Promise<void> {
  await ledger.relistFolder(folder.sourceId);
  delete folder.readTo;
  folder.awaitsEnd = true;
}

function hasItems({ sourceTree }: SliceFindings, { sourceId }: LedgerFolder): boolean {
  return sourceTree.some(({ id, totalCount }) => id === sourceId && totalCount > 0);
}

/** What goes wrong is heard where the promise is awaited, which may be later. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

type Page = ChangePage & { isRelisted?: true };

function askFor(
  context: SliceJob & SliceWaits,
  { sourceId }: LedgerFolder,
  state: string | undefined,
): Promise<ChangePage> {
  return attempt(context, () => context.source.changes(sourceId, state, context.abort));
}

/** Undefined when the folder is gone. A sync state that is no longer taken is replaced by a full reading, once. */
async function nextPage(
  context: SliceJob & SliceWaits,
  folder: LedgerFolder,
  state: string | undefined,
  coming?: Promise<ChangePage>,
): Promise<Page | undefined> {
  try {
    return await (coming ?? askFor(context, folder, state));
  } catch (error) {
    if (!(error instanceof FaultError) || !saysGone(error)) throw error;
    if (error.fault.kind === 'vanished' || state === undefined) return goneOrThrow(context, folder, error);
    await relist(context, folder);
    try {
      return { ...(await askFor(context, folder, undefined)), isRelisted: true };
    } catch (again) {
      if (!(again instanceof FaultError) || !saysGone(again)) throw again;
      return goneOrThrow(context, folder, again);
    }
  }
}

/** What is still listed and can not be read is no folder that went: it must not pass for read. */
async function goneOrThrow(
  context: SliceJob & SliceWaits,
  folder: LedgerFolder,
  error: FaultError,
): Promise<undefined> {
  if (!(await wentMeanwhile(context, folder))) throw error;
}

function reduce(change: Change, includeSubject: boolean): LedgerChange {
  if (change.kind === 'delete' || change.kind === 'read-flag') return change;
  const { item } = change;
  const itemAt = item.receivedAt ?? item.startAt ?? item.sentAt;
  return {
    kind: 'item',
    id: item.id,
    changeKey: item.changeKey,
    itemClass: item.itemClass,
    sizeBytes: item.sizeBytes,
    ...keysOf(item),
    ...(item.isRead !== undefined && { isRead: item.isRead }),
    ...(itemAt && { itemAt }),
    ...(item.modifiedAt && { modifiedAt: item.modifiedAt }),
    ...(includeSubject && item.subject && { subject: item.subject }),
  };
}

function keysOf(item: ItemFacts): { matchKey: string; looseKey?: string } {
  const looseKey = looseKeyOf(item);
  return { matchKey: matchKeyOf(item), ...(looseKey !== undefined && { looseKey }) };
}
