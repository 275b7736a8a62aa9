import { sideBySide } from '../lib/side-by-side.ts';
import { SliceEnd, interruption, isOver, waitUntil } from './context/attempt.ts';
import type { SliceContext, SliceFindings } from './context/slice-context.ts';
import { methodsOf, selectionNow } from './context/slice-context.ts';
import type { SliceJob } from './context/slice-job.ts';
import type { SliceResult } from './context/slice-result.ts';
import { unforeseen } from './context/unforeseen.ts';
import { notePair, tryTransfer } from './copy/canary.ts';
import { copyItems } from './copy/copy-items.ts';
import { firstDueAt } from './copy/resolve.ts';
import { listTrees } from './folders/list-trees.ts';
import { prepareFolders } from './folders/prepare-folders.ts';
import { isSetAside } from './folders/set-aside.ts';
import { confirmDeletions } from './follow-up/confirm-deletions.ts';
import { followChanges } from './follow-up/follow-changes.ts';
import { reconcile } from './follow-up/reconcile.ts';
import { adoptArrivals, roamsAtFirstFrom } from './inventory/arrivals.ts';
import { inventory } from './inventory/inventory.ts';
import { endLookAhead, lookAhead } from './inventory/look-ahead.ts';
import type { LedgerFolder, LedgerSummary, Opened } from './model/ledger-facts.ts';
import type { Abilities } from './model/mailbox.ts';
import type { Versions } from './model/memory.ts';
import type { PassSteps } from './model/pass.ts';
import { addTally } from './model/tally.ts';
import { carrySettings } from './settings/carry.ts';

/** What both servers can do and have shown of the mailbox. */
type Sides = { source: Abilities; destination: Abilities };

/** Copies what the pass takes, brings the copies in line with what has changed since, and counts both sides. */
export async function copyMailbox(context: SliceContext, steps: PassSteps, sides: Sides): Promise<SliceResult> {
  const isCopied = await findAndCopy(context, steps, sides);
  if (context.end) return context.end;
  if (!context.isInventoried || !isCopied) return interruption(context);
  if (await findMore(context, steps)) if (!(await copyItems(context))) return interruption(context);
  if (context.end) return context.end;
  if (context.unconfirmedDueAt !== undefined) {
    // Ended without a way to resolve them now; the next slice does.
    await waitUntil(context, context.unconfirmedDueAt);
    return { outcome: 'more' };
  }
  return followUp(context, steps);
}

/** What only shows once all has been read; true when there may be something to copy. */
async function findMore(context: SliceContext, { follows }: PassSteps): Promise<boolean> {
  const isReread = follows && (await confirmDeletions(context));
  const arePaired = follows && (await context.ledger.pairMoves()) > 0;
  const isSought = await adoptArrivals(context);
  return isReread || arePaired || isSought;
}

/** True when nothing is left to copy. All its parts have ended when it returns. */
async function findAndCopy(context: SliceContext, steps: PassSteps, sides: Sides): Promise<boolean> {
  const { source, destination } = sides;
  const versions = { source: source.version, destination: destination.version };
  const trying = beginTrial(context, versions);
  let isCopied = false;
  await endingOn(context, async () => {
    isCopied = await copyWhatIsFound(context, steps, sides);
  });
  await endLookAhead(context);
  context.inventoryEnded = true;
  context.news.notify();
  await trying;
  await endingOn(context, () => notePair(context, versions));
  return isCopied;
}

/** Batches are read meanwhile, and wait for the verdict with their uploads. */
function beginTrial(context: SliceContext, versions: Versions): Promise<void> {
  const verdict = Promise.withResolvers<void>();
  context.trial = verdict.promise;
  const onVerdict = () => {
    delete context.trial;
    verdict.resolve();
  };
  return endingOn(context, () => tryTransfer(context, versions, onVerdict)).finally(onVerdict);
}

/**
 * Nothing waits for what it does not need: items of folders that stand on both sides cross while other folders are made
 * and read.
 */
async function copyWhatIsFound(context: SliceContext, steps: PassSteps, sides: Sides): Promise<boolean> {
  const [opened, trees, watermarks] = await sideBySide([
    openLedger(context, steps, sides),
    listTrees(context),
    context.watermarks.all(),
  ]);
  context.isLetIn = true;
  const makeOthers = await prepareFolders(context, trees, opened);
  if (opened.summary.copied.count === 0) context.roamsFrom = roamsAtFirstFrom(context.destinationTree, context.now());
  const making = endingOn(context, makeOthers);
  if (opened.folders.some(({ hasUnconfirmed }) => hasUnconfirmed)) {
    // Unconfirmed items are looked for in the folder that they were sent to: it must be mapped first.
    await making;
    if (context.end) return false;
    context.unconfirmedDueAt = await firstDueAt(context);
  }
  const finding = find(context, steps, making, watermarks);
  // If items were copied before, find moved items and arrivals first, so that nothing is copied twice.
  if (steps.follows && opened.summary.copied.count > 0) {
    await finding;
    if (context.isInventoried) {
      await context.ledger.pairMoves();
      await adoptArrivals(context);
    }
  }
  const [found, copied] = await Promise.allSettled([finding, copyItems(context)]);
  if (context.end) return false;
  if (found.status === 'rejected') throw found.reason;
  if (copied.status === 'rejected') throw copied.reason;
  return copied.value;
}

async function openLedger(context: SliceContext, { reads, retries }: PassSteps, sides: Sides): Promise<Opened> {
  const pass = { id: context.order.id, retries, methods: methodsOf(context) };
  const opened = await context.ledger.open(pass, selectionNow(context), context.now());
  for (const trouble of opened.troubles ?? []) context.troubles.set(trouble.sourceId, trouble);
  if (reads && opened.folders.length === 0) lookAhead(context, sides);
  showSummary(context, opened.summary);
  context.failedCount = opened.summary.failed.count;
  return opened;
}

/** Reads what is new in all folders, as they are made. */
async function find(
  context: SliceContext,
  { reads }: PassSteps,
  making: Promise<void>,
  watermarks: ReadonlyMap<string, string>,
): Promise<void> {
  // A pass that retries reads what was set aside before.
  const isForPass = ({ sourceId }: LedgerFolder) => reads || context.troubles.has(sourceId);
  const isRead =
    context.isMapped &&
    [...context.folders.values()].every(
      (folder) => folder.isRead || isSetAside(context, folder.sourceId) || !isForPass(folder),
    );
  const isToRead = !isRead && (reads || context.troubles.size > 0);
  try {
    if (isToRead) await inventory(context, watermarks);
    await making;
    if (!isToRead) context.isInventoried = context.isMapped;
  } finally {
    await making;
    context.inventoryEnded = true;
    context.news.notify();
  }
}

/** Without this work there is no use in any other: where it fails, the slice ends. */
async function endingOn(context: SliceContext, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    context.end ??= error instanceof SliceEnd ? error.result : unforeseen(context, error);
    context.news.notify();
  }
}

async function followUp(context: SliceContext, steps: PassSteps): Promise<SliceResult> {
  context.progress.phase = 'reconciling';
  context.onProgress(context.progress);
  await followChanges(context, steps.follows);
  if (isOver(context)) return interruption(context);
  const [isCarried, result] = await sideBySide([
    context.order.type === 'full' ? carrySettings(context) : true,
    reconcile(context),
    tidy(context),
  ]);
  if (!isCarried) return interruption(context);
  if (result.summary) showSummary(context, result.summary);
  if (result.outcome === 'done' && context.troubles.size > 0) await context.ledger.endTroubles();
  return result;
}

const TIDY_TRIES = 4;
const TIDY_RETRY_MS = 1_000;

/** What cannot be removed by then is in a hidden folder, and the next pass removes it. */
async function tidy({ destination, abort, stop, sleep, longestWaitMs = Infinity }: SliceJob): Promise<void> {
  for (let tries = 1; !abort.aborted; tries++) {
    try {
      await destination.tidy?.(abort);
      return;
    } catch {
      if (tries === TIDY_TRIES) return;
      await sleep(Math.min(longestWaitMs, TIDY_RETRY_MS * tries), stop);
    }
  }
}

function showSummary(context: SliceJob & SliceFindings, { copied, failed, waiting, adopted }: LedgerSummary): void {
  context.progress.done = copied;
  context.progress.failed = failed;
  context.progress.total = [copied, failed, waiting].reduce(addTally);
  if (adopted) context.progress.adopted = adopted;
  else delete context.progress.adopted;
  context.onProgress(context.progress);
}
