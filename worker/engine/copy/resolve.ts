import { couldBeOneOf, resolveDoubts } from './doubt.ts';
import { attemptFolder, blame } from '../folders/attempt-folder.ts';
import type { FolderAt } from '../folders/folder-error.ts';
import { untilSetAside } from '../folders/set-aside.ts';
import { FaultError } from '../model/fault.ts';
import { readOn } from '../inventory/read-folder.ts';
import type { ItemFacts } from '../model/item.ts';
import type { Doubt, ItemOutcome } from '../model/ledger.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { addTally } from '../model/tally.ts';

/** When the first doubt may be looked into; undefined when there is none. */
export async function dueDoubt(context: SliceJob): Promise<number | undefined> {
  const doubts = await context.ledger.doubts();
  return doubts.length === 0 ? undefined : Math.min(...doubts.map((doubt) => doubt.sinceAt + context.doubtWaitMs));
}

/** Asks the destination what became of every doubtful item whose wait is over. */
export async function resolveDueDoubts(context: SliceContext): Promise<void> {
  const now = context.now();
  delete context.freshDoubtDueAt;
  const due = new Map<string, Doubt[]>();
  for (const doubt of await context.ledger.doubts()) {
    if (doubt.sinceAt + context.doubtWaitMs > now) continue;
    due.set(doubt.folderId, [...(due.get(doubt.folderId) ?? []), doubt]);
  }
  for (const [folderId, doubts] of due) {
    const outcomes = await resolveFolder(context, folderId, doubts);
    await context.ledger.settle(outcomes);
    for (const outcome of outcomes) {
      const bytes = doubts.find((doubt) => doubt.id === outcome.id)?.sizeBytes ?? 0;
      if (outcome.to === 'done') context.progress.done = addTally(context.progress.done, { count: 1, bytes });
      if (outcome.to === 'failed') context.progress.failed = addTally(context.progress.failed, { count: 1, bytes });
    }
  }
  // The ledger may not yet know of a doubt that a batch has come to meanwhile.
  const known = (await dueDoubt(context)) ?? Infinity;
  const dueAt = Math.min(known, context.freshDoubtDueAt ?? Infinity);
  if (dueAt === Infinity) delete context.doubtDueAt;
  else context.doubtDueAt = dueAt;
  context.onProgress(context.progress);
}

async function resolveFolder(context: SliceContext, folderId: string, doubts: Doubt[]): Promise<ItemOutcome[]> {
  const folder = context.folders.get(folderId) ?? context.gone.get(folderId);
  // Without a mark no upload into this folder has ever begun.
  if (!folder?.mark) return resolveDoubts(doubts, [], new Set());
  const { mark } = folder;
  const looked = await untilSetAside(context, folder, () => lookFor(context, folder.destinationId, mark, doubts));
  // They stay in doubt; the next pass looks again.
  if (!looked) return [];
  const outcomes = looked.value;
  if (outcomes.every((outcome) => outcome.to !== 'pending')) return outcomes;
  // The item may have been edited between its listing and its upload: then its copy looks like the newer version.
  await readOn(context, folder);
  const before = new Map(doubts.map(({ id, matchKeys }) => [id, matchKeys]));
  const renewed = (await context.ledger.doubts()).filter(({ id }) => before.has(id));
  const isEdited = renewed.some(({ id, matchKeys }) => matchKeys.some((key) => !before.get(id)?.includes(key)));
  if (!isEdited) return outcomes;
  const again = await untilSetAside(context, folder, () => lookFor(context, folder.destinationId, mark, renewed));
  return again?.value ?? [];
}

async function lookFor(context: SliceContext, folderId: string, mark: string, doubts: Doubt[]): Promise<ItemOutcome[]> {
  const arrivals = await arrivalsLike(context, folderId, mark, doubts);
  const known = new Set(await context.ledger.arrived(arrivals.map((arrival) => arrival.id)));
  return resolveDoubts(doubts, arrivals, known);
}

/**
 * What came into a folder since its mark and could be one of the doubts; all that stands in it and could be, where the
 * server takes the mark no longer.
 */
async function arrivalsLike(
  context: SliceContext,
  folderId: string,
  mark: string,
  doubts: readonly Doubt[],
): Promise<ItemFacts[]> {
  const { destination, abort } = context;
  const at: FolderAt = { side: 'destination', id: folderId };
  const couldBe = couldBeOneOf(doubts);
  const since = (from: string | undefined) =>
    attemptFolder(context, at, () => destination.arrivals(folderId, from, couldBe, abort));
  try {
    return await since(mark).catch((error: unknown) => {
      if (!(error instanceof FaultError) || error.fault.kind !== 'sync-state') throw error;
      return since(undefined);
    });
  } catch (error) {
    throw error instanceof FaultError ? await blame(context, at, error) : error;
  }
}
