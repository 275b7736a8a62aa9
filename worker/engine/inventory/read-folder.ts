import { handled } from '../../lib/handled.ts';
import { firstMethod } from '../model/copy-method.ts';
import { digestOf, keysOf } from '../model/match-key.ts';
import { FaultError } from '../model/fault.ts';
import { attemptFolder, blame } from '../folders/attempt-folder.ts';
import { saysGone, wentMeanwhile } from '../folders/gone-folders.ts';
import { noteProgress, untilSetAside } from '../folders/set-aside.ts';
import type { LedgerChange, LedgerFolder } from '../model/ledger-facts.ts';
import type { Change, ChangePage } from '../model/mailbox.ts';
import { isToBeSought } from './arrivals.ts';
import { forgetBefore } from './read-arrivals.ts';
import { aheadOr, takeAhead } from './look-ahead.ts';
import { ensureBaseline } from './baseline.ts';
import { noteSmall } from './small-items.ts';
import type { SliceContext, SliceFindings } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { noteRecorded, methodsOf, selectionNow } from '../context/slice-context.ts';
import { isOver } from '../context/attempt.ts';

/** Reads one folder on from its watermark, for what may have changed since it was read. */
export async function readOn(context: SliceContext, folder: LedgerFolder): Promise<void> {
  const watermark = (await context.watermarks.all()).get(folder.sourceId);
  // Another reading of the folder is already further along.
  if (watermark === undefined || !isReadTo(folder, watermark)) return;
  await untilSetAside(context, folder, () => readFolder(context, folder, watermark));
  await context.watermarks.flush();
}

/**
 * Returns false when the slice ended before the folder was read to its end. Its last watermark waits for a `flush`.
 * Throws FolderError where one of the two folders is at fault.
 */
export async function readFolder(
  context: SliceContext,
  folder: LedgerFolder,
  watermark?: string,
  isEnded = isOver,
): Promise<boolean> {
  // After a crash left an old watermark, items recorded since may be gone already, and the server would not report them.
  const goesOn = watermark !== undefined && isReadTo(folder, watermark);
  const isRelisted = folder.awaitsEnd ?? false;
  const walk: Walk = { folder, state: goesOn ? watermark : undefined, askedAt: 0, isRelisted, awaitsEnd: isRelisted };
  // Read the destination folder meanwhile, if there will be items to compare.
  const takingBaseline = !goesOn && hasItems(context, folder) ? handled(ensureBaseline(context, folder)) : undefined;
  try {
    if (!goesOn) await startOver(context, walk, watermark);
    while (!isEnded(context)) {
      const page = await takeNext(context, walk);
      if (!page || (await takeIn(context, walk, page))) return true;
    }
    return false;
  } finally {
    await Promise.allSettled([takingBaseline, walk.coming]);
  }
}

/** Progress of reading one folder. */
type Walk = {
  folder: LedgerFolder;
  /** What the next page is asked for with. */
  state: string | undefined;
  /** The next page, if it is already requested; and the turn in which it, or the last one, was requested. */
  coming?: Promise<ChangePage>;
  askedAt: number;
  /** The page at hand was asked for ahead. */
  isAhead?: boolean;
  /** What the ledger knows and this reading does not bring has left the source. */
  isRelisted: boolean;
  /** The ledger waits for the last page, though nothing may be in that. */
  awaitsEnd: boolean;
};

/** Reads the folder from the start: for the first time, or because its position is unknown. */
async function startOver(context: SliceContext, walk: Walk, watermark: string | undefined): Promise<void> {
  const { folder } = walk;
  walk.awaitsEnd = true;
  if (watermark === undefined && folder.readTo === undefined && !folder.awaitsEnd) return;
  await relist(context, folder);
  walk.isRelisted = true;
}

/** The next page; undefined if the folder is gone. */
async function takeNext(context: SliceContext, walk: Walk): Promise<Page | undefined> {
  const { reading } = context;
  const { folder, state, coming } = walk;
  const ahead = coming || state !== undefined ? undefined : takeAhead(context.ahead, folder.sourceId);
  if (!coming) walk.askedAt = ahead?.askedAt ?? ++reading.turn;
  delete walk.coming;
  walk.isAhead = ahead !== undefined;
  const page = await nextPage(context, folder, state, coming ?? (ahead && askFor(context, folder, state, ahead.page)));
  if (!page) reading.askedAt.set(folder.sourceId, Infinity);
  return page;
}

/** Records a page while the server prepares the next one. True for the last page. */
async function takeIn(context: SliceContext, walk: Walk, page: Page): Promise<boolean> {
  const { reading, order } = context;
  const { folder } = walk;
  walk.isRelisted ||= page.isRelisted ?? false;
  if (walk.isRelisted || page.changes.some(({ kind }) => kind === 'delete')) reading.leftAt = ++reading.turn;
  const isLast = page.isLast || (page.changes.length === 0 && page.syncState === walk.state);
  // A trial has seen enough of each folder with its first page.
  const isEnough = isLast || order.type === 'trial';
  if (isLast) reading.askedAt.set(folder.sourceId, walk.askedAt);
  const isAhead = walk.isAhead ?? false;
  walk.isAhead = false;
  if (!isEnough && !isAhead) {
    walk.askedAt = ++reading.turn;
    walk.coming = handled(askFor(context, folder, page.syncState));
  }
  // Where nothing has changed the old watermark is as good as the new one, and costs no write.
  if (page.changes.length > 0 || walk.awaitsEnd || page.isRelisted) {
    await takePage(context, folder, page, isLast);
    walk.awaitsEnd = true;
  }
  walk.state = page.syncState;
  if (isAhead) await context.opening?.promise;
  return isEnough;
}

async function takePage(context: SliceContext, folder: LedgerFolder, page: Page, isLast: boolean): Promise<void> {
  // The destination's items must be known before the first source item: they may be copies of it.
  if (page.changes.length > 0) await ensureBaseline(context, folder);
  const readTo = digestOf(page.syncState);
  const seeks = isToBeSought(context, folder, page);
  const recorded = await context.ledger.record(
    folder.sourceId,
    page.changes.map((change) => reduce(change, context.options().includeSubjects ?? false)),
    (itemClass) => firstMethod(methodsOf(context), itemClass) ?? 'typed',
    { isLast, readTo, seeks, forgetBefore: forgetBefore(context.now()) },
    selectionNow(context),
  );
  noteRecorded(context, recorded);
  await noteProgress(context, folder.sourceId);
  noteSmall(context, page);
  if (recorded.waiting.count > 0) context.news.notify();
  else context.opening?.resolve();
  folder.readTo = readTo;
  folder.awaitsEnd &&= !isLast;
  if (isLast) context.watermarks.keep(folder, page.syncState);
  else await context.watermarks.put(folder, page.syncState);
}

function isReadTo({ readTo }: LedgerFolder, syncState: string): boolean {
  return readTo === digestOf(syncState);
}

/** The ledger's items of this folder must be compared with a reading from the start. */
async function relist({ ledger }: SliceJob, folder: LedgerFolder): Promise<void> {
  await ledger.relistFolder(folder.sourceId);
  delete folder.readTo;
  folder.awaitsEnd = true;
}

function hasItems({ sourceTree }: SliceFindings, { sourceId }: LedgerFolder): boolean {
  return sourceTree.some(({ id, totalCount }) => id === sourceId && totalCount > 0);
}

type Page = ChangePage & { isRelisted?: true };

function askFor(
  context: SliceContext,
  { sourceId }: LedgerFolder,
  state: string | undefined,
  ahead?: Promise<ChangePage>,
): Promise<ChangePage> {
  return attemptFolder(
    context,
    { side: 'source', id: sourceId },
    aheadOr(ahead, () => context.source.changes(sourceId, state, context.abort)),
  );
}

/** Undefined when the folder is gone. A sync state that is no longer taken is replaced by a full reading, once. */
async function nextPage(
  context: SliceContext,
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
    } catch (secondError) {
      if (!(secondError instanceof FaultError) || !saysGone(secondError)) throw secondError;
      return goneOrThrow(context, folder, secondError);
    }
  }
}

/** What is still listed and cannot be read is no folder that went: it must not pass for read. */
async function goneOrThrow(context: SliceContext, folder: LedgerFolder, error: FaultError): Promise<undefined> {
  if (!(await wentMeanwhile(context, folder)))
    throw await blame(context, { side: 'source', id: folder.sourceId }, error);
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
    ...(item.shows && { shows: item.shows }),
    ...(item.modifiedAt && { modifiedAt: item.modifiedAt }),
    ...(includeSubject && item.subject && { subject: item.subject }),
  };
}
