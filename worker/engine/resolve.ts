import { resolveDoubts } from './doubt.ts';
import { faultOf } from './fault.ts';
import { readOn } from './inventory.ts';
import type { ItemFacts } from './item.ts';
import type { Doubt, ItemOutcome } from './ledger.ts';
import type { SliceContext } from './slice-context.ts';
import { attempt } from './slice-context.ts';
import { addTally } from './tally.ts';

/** When the first doubt may be looked into; undefined when there is none. */
export async function dueDoubt(context: SliceContext): Promise<number | undefined> {
  const doubts = await context.ledger.doubts();
  return doubts.length === 0 ? undefined : Math.min(...doubts.map((doubt) => doubt.sinceAt + context.doubtWaitMs));
}

/** Asks the destination what became of every doubtful item whose wait is over. */
export async function resolveDueDoubts(context: SliceContext): Promise<void> {
  const now = context.now();
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
  context.doubtDueAt = await dueDoubt(context);
  context.onProgress(context.progress);
}

async function resolveFolder(context: SliceContext, folderId: string, doubts: Doubt[]): Promise<ItemOutcome[]> {
  const folder = context.folders.get(folderId);
  // Without a mark no upload into this folder has ever begun.
  if (!folder?.mark) return resolveDoubts(doubts, [], new Set());
  const { destinationId, mark } = folder;
  const arrivals = await arrivalsOf(context, destinationId, mark);
  const known = new Set(await context.ledger.arrived(arrivals.map((arrival) => arrival.id)));
  const outcomes = resolveDoubts(doubts, arrivals, known);
  if (outcomes.every((outcome) => outcome.to !== 'pending')) return outcomes;
  // The item may have been edited between its listing and its upload: then its copy looks like the newer version.
  await readOn(context, folder);
  const ids = new Set(doubts.map((doubt) => doubt.id));
  const renewed = (await context.ledger.doubts()).filter((doubt) => ids.has(doubt.id));
  return resolveDoubts(renewed, arrivals, known);
}

/** What came into a folder since its mark; all that stands in it where the server takes the mark no longer. */
async function arrivalsOf(context: SliceContext, folderId: string, mark: string): Promise<ItemFacts[]> {
  const { destination, abort } = context;
  try {
    return await attempt(context, () => destination.arrivals(folderId, mark, abort));
  } catch (error) {
    if (faultOf(error).kind !== 'sync-state') throw error;
  }
  const items: ItemFacts[] = [];
  for (let state: string | undefined; ;) {
    const page = await attempt(context, () => destination.changes(folderId, state, abort));
    for (const change of page.changes)
      if (change.kind === 'create' || change.kind === 'update') items.push(change.item);
    if (page.isLast || page.syncState === state) return items;
    state = page.syncState;
  }
}
