import { sideBySide } from '../lib/side-by-side.ts';
import { SliceEnd, attempt, interruption, isOver, waitUntil } from './context/attempt.ts';
import type { SliceContext, SliceFindings, SliceWaits } from './context/slice-context.ts';
import { createContext, pathsOf, selectionNow } from './context/slice-context.ts';
import type { SliceDeps, SliceJob } from './context/slice-job.ts';
import type { SliceResult } from './context/slice-result.ts';
import { recallTransfer } from './copy/canary.ts';
import { copyItems } from './copy/copy-items.ts';
import { dueDoubt } from './copy/resolve.ts';
import { prepareFolders } from './folders/prepare-folders.ts';
import { confirmDeletions } from './follow-up/confirm-deletions.ts';
import { followChanges } from './follow-up/follow-changes.ts';
import { reconcile } from './follow-up/reconcile.ts';
import { inventory } from './inventory/inventory.ts';
import { FaultError, faultOf } from './model/fault.ts';
import { seenFolders } from './model/folder-tree.ts';
import type { CopyPath } from '../lib/copy-paths.ts';
import { COPY_PATHS } from '../lib/copy-paths.ts';
import type { LedgerSummary } from './model/ledger.ts';
import type { Abilities } from './model/mailbox.ts';
import type { Versions } from './model/memory.ts';
import type { PassSteps } from './model/pass.ts';
import { stepsOf } from './model/pass.ts';
import { addTally } from './model/tally.ts';
import { memoryOf } from './pacing/pacer.ts';
import { carrySettings } from './settings/carry.ts';

/**
 * One bounded run of a pass on one mailbox: folders → inventory and copy, side by side → what changed since →
 * reconcile. Never throws for what a server or an item did; the result says how the pass goes on. It may be ended at
 * any moment, by a crash too: the next slice finds in the ledger and the watermarks where to go on.
 */
export async function runSlice(deps: SliceDeps): Promise<SliceResult> {
  const steps = stepsOf(deps.order.type);
  const context = createContext(deps);
  let versions: { source: string; destination: string } | undefined;
  let result: SliceResult;
  try {
    const [source, destination] = await sideBySide([
      attempt(context, () => deps.source.abilities(deps.abort), true),
      attempt(context, () => deps.destination.abilities(deps.abort), true),
    ]);
    versions = { source: source.version, destination: destination.version };
    context.usable = usablePaths(source, destination);
    context.maxRequestBytes = destination.maxRequestBytes;
    result = steps.copies ? await copyMailbox(context, steps, versions) : await verifyMailbox(context);
  } catch (error) {
    result = error instanceof SliceEnd ? error.result : unforeseen(context, error);
  }
  result = await atAnotherServer(context, result);
  return { ...result, ...(versions && { versions }), pace: memoryOf(context.pace, context.isLetIn) };
}

/** So often the server that names another one is asked again itself, where no other can be found. */
const MAX_REFERRALS = 4;
const REFERRAL_MS = 10_000;

/** The mailbox has moved: the next slice goes where it is now. While it moves, the old server may yet answer. */
async function atAnotherServer(context: SliceJob, result: SliceResult): Promise<SliceResult> {
  const fault = 'fault' in result ? result.fault : undefined;
  if (fault?.kind !== 'wrong-server' || context.order.type === 'verify') return result;
  if (await context.rediscover?.(fault)) return { outcome: 'more' };
  if (context.priorWaits >= MAX_REFERRALS) return { outcome: 'paused', fault };
  return { outcome: 'wait', resumeAt: context.now() + REFERRAL_MS * 2 ** context.priorWaits, fault };
}

/** Our own side broke (storage out of reach, a bug): another slice tries again, a few times. */
const MAX_OWN_FAILURES = 8;
const OWN_FAILURE_MS = 2_000;

function unforeseen(context: SliceJob, error: unknown): SliceResult {
  const fault = faultOf(error);
  if (fault.kind === 'stopped' || context.stop.aborted || context.abort.aborted) return { outcome: 'stopped' };
  if (error instanceof FaultError || context.priorWaits >= MAX_OWN_FAILURES) return { outcome: 'failed', fault };
  return { outcome: 'wait', resumeAt: context.now() + OWN_FAILURE_MS * 2 ** context.priorWaits, fault };
}

function usablePaths(source: Abilities, destination: Abilities): CopyPath[] {
  return COPY_PATHS.filter((path) => [source.paths, destination.paths].every((paths) => paths.includes(path)));
}

async function verifyMailbox(context: SliceJob & SliceWaits): Promise<SliceResult> {
  for (const side of [context.source, context.destination]) {
    const folders = await attempt(context, () => side.folders(context.abort), true);
    if (side === context.source) context.onFolders?.(seenFolders(folders));
    const fault = await attempt(context, () => side.lacksRights(context.abort), true);
    if (fault) return { outcome: 'failed', fault };
  }
  return { outcome: 'done', folders: [] };
}

async function copyMailbox(context: SliceContext, steps: PassSteps, versions: Versions): Promise<SliceResult> {
  const pass = { id: context.order.id, retries: steps.retries, paths: pathsOf(context) };
  const { folders, summary } = await context.ledger.open(pass, selectionNow(context), context.now());
  showSummary(context, summary);
  context.failedCount = summary.failed.count;
  context.doubtDueAt = await dueDoubt(context);
  await prepareFolders(context, folders, summary);
  context.isLetIn = true;
  const tryTransfer = await recallTransfer(context, versions);

  const isRead = !steps.reads || [...context.folders.values()].every((folder) => folder.isRead);
  // Where items have crossed before, what was moved is found before anything is copied anew.
  const looksForMoves = steps.follows && summary.copied.count > 0;
  if (isRead) context.isInventoried = context.inventoryEnded = true;
  else if (looksForMoves) await readInventory(context);
  if (looksForMoves && context.isInventoried) await context.ledger.pairMoves();
  const isCopied = await copyWhileReading(context, tryTransfer, !isRead && !context.inventoryEnded);
  if (context.end) return context.end;
  if (!context.isInventoried || !isCopied) return interruption(context);
  if (steps.follows) {
    const isReadAgain = await confirmDeletions(context);
    if (((await context.ledger.pairMoves()) > 0 || isReadAgain) && !(await copyItems(context)))
      return interruption(context);
  }
  if (context.end) return context.end;
  if (context.doubtDueAt !== undefined) {
    // Ended without a way to resolve them now; the next slice does.
    await waitUntil(context, context.doubtDueAt);
    return { outcome: 'more' };
  }
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
  return result;
}

const TIDY_TRIES = 4;
const TIDY_AGAIN_MS = 1_000;

/** What still is not removed then lies where no one sees it, and is gone with the next pass. */
async function tidy({ destination, abort, stop, sleep, longestWaitMs = Infinity }: SliceJob): Promise<void> {
  for (let tries = 1; !abort.aborted; tries++) {
    try {
      await destination.tidy?.(abort);
      return;
    } catch {
      if (tries === TIDY_TRIES) return;
      await sleep(Math.min(longestWaitMs, TIDY_AGAIN_MS * tries), stop);
    }
  }
}

async function readInventory(context: SliceContext): Promise<void> {
  try {
    await inventory(context);
  } finally {
    context.inventoryEnded = true;
  }
}

/** Both run to their end whatever happens to the other: what is on its way must be settled before the slice ends. */
async function copyWhileReading(
  context: SliceContext,
  tryTransfer: () => Promise<void>,
  reads: boolean,
): Promise<boolean> {
  const reading = async () => {
    if (reads) await readInventory(context);
  };
  // What was read for a path that is then found not to be one goes by another.
  const copying = async () => {
    await tryTransfer();
    return copyItems(context);
  };
  const [read, copied] = await Promise.allSettled([reading(), copying()]);
  if (context.end) return false;
  if (read.status === 'rejected') throw read.reason;
  if (copied.status === 'rejected') throw copied.reason;
  return copied.value;
}

function showSummary(context: SliceJob & SliceFindings, { copied, failed, waiting }: LedgerSummary): void {
  context.progress.done = copied;
  context.progress.failed = failed;
  context.progress.total = [copied, failed, waiting].reduce(addTally);
  context.onProgress(context.progress);
}
