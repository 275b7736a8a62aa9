import { copyItems } from './copy.ts';
import { FaultError, faultOf } from './fault.ts';
import { prepareFolders } from './folders.ts';
import { inventory } from './inventory.ts';
import type { CopyPath } from './item.ts';
import type { Abilities } from './mailbox.ts';
import { startPace } from './pacer.ts';
import { stepsOf } from './pass.ts';
import { carryReadState, reconcile } from './reconcile.ts';
import { dueDoubt } from './resolve.ts';
import type { SliceContext, SliceDeps, SliceResult } from './slice-context.ts';
import { SliceEnd, attempt, interruption, waitUntil } from './slice-context.ts';
import { NOTHING, addTally } from './tally.ts';

const ALL_PATHS: readonly CopyPath[] = ['transfer', 'mime', 'typed'];

/**
 * One bounded run of a pass on one mailbox: folders → inventory and copy, side by side → read states → reconcile.
 * Never throws for what a server or an item did; the result says how the pass goes on. It may be ended at any
 * moment, by a crash too: the next slice finds in the ledger and the watermarks where to go on.
 */
export async function runSlice(deps: SliceDeps): Promise<SliceResult> {
  const context: SliceContext = {
    ...deps,
    pace: startPace(deps.maxConcurrency, deps.priorWaits),
    folders: new Map(),
    sourceTree: [],
    paths: [],
    progress: {
      phase: deps.type === 'verify' ? 'verifying' : 'folders',
      total: NOTHING,
      done: NOTHING,
      failed: NOTHING,
    },
    isInventoried: false,
    inventoryEnded: false,
    failedCount: 0,
    marks: new Map(),
  };
  let versions: { source: string; destination: string } | undefined;
  let result: SliceResult;
  try {
    const source = await attempt(context, () => deps.source.abilities(deps.abort), true);
    const destination = await attempt(context, () => deps.destination.abilities(deps.abort), true);
    versions = { source: source.version, destination: destination.version };
    context.paths = usablePaths(source, destination, deps.options.copyPaths);
    result = stepsOf(deps.type).copies ? await copyMailbox(context) : await verifyMailbox(context);
  } catch (error) {
    result = error instanceof SliceEnd ? error.result : unforeseen(context, error);
  }
  return { ...result, ...(versions && { versions }) };
}

/** Our own side broke (storage out of reach, a bug): another slice tries again, a few times. */
const MAX_OWN_FAILURES = 8;
const OWN_FAILURE_MS = 2_000;

function unforeseen(context: SliceContext, error: unknown): SliceResult {
  const fault = faultOf(error);
  if (fault.kind === 'stopped' || context.stop.aborted || context.abort.aborted) return { outcome: 'stopped' };
  if (error instanceof FaultError || context.priorWaits >= MAX_OWN_FAILURES) return { outcome: 'failed', fault };
  return { outcome: 'wait', resumeAt: context.now() + OWN_FAILURE_MS * 2 ** context.priorWaits, fault };
}

function usablePaths(source: Abilities, destination: Abilities, allowed: readonly CopyPath[] = ALL_PATHS): CopyPath[] {
  return ALL_PATHS.filter((path) => [source.paths, destination.paths, allowed].every((paths) => paths.includes(path)));
}

async function verifyMailbox(context: SliceContext): Promise<SliceResult> {
  await attempt(context, () => context.source.folders(context.abort), true);
  await attempt(context, () => context.destination.folders(context.abort), true);
  return { outcome: 'done', folders: [] };
}

async function copyMailbox(context: SliceContext): Promise<SliceResult> {
  const { folders, summary } = await context.ledger.open(context.now());
  context.progress.done = summary.copied;
  context.progress.failed = summary.failed;
  context.progress.total = addTally(addTally(summary.copied, summary.failed), summary.waiting);
  context.failedCount = summary.failed.count;
  context.doubtDueAt = await dueDoubt(context);
  await prepareFolders(context, folders, summary);

  // Both run to their end whatever happens to the other: what is on its way must be settled before the slice ends.
  const [read, copied] = await Promise.allSettled([
    inventory(context).finally(() => {
      context.inventoryEnded = true;
    }),
    copyItems(context),
  ]);
  if (context.end) return context.end;
  if (read.status === 'rejected') throw read.reason;
  if (copied.status === 'rejected') throw copied.reason;
  if (!context.isInventoried || !copied.value) return interruption(context);
  if (context.doubtDueAt !== undefined) {
    // Ended without a way to resolve them now; the next slice does.
    await waitUntil(context, context.doubtDueAt);
    return { outcome: 'more' };
  }
  context.progress.phase = 'reconciling';
  context.onProgress(context.progress);
  await carryReadState(context);
  return reconcile(context);
}
