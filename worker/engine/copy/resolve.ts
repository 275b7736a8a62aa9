import { couldBeOneOf, resolveUnconfirmed } from './unconfirmed.ts';
import { attemptFolder, blame } from '../folders/attempt-folder.ts';
import type { FolderAt } from '../folders/folder-error.ts';
import { untilSetAside } from '../folders/set-aside.ts';
import { FaultError } from '../model/fault.ts';
import { readOn } from '../inventory/read-folder.ts';
import type { ItemFacts } from '../model/item.ts';
import type { UnconfirmedItem, ItemOutcome } from '../model/ledger-facts.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { addTally } from '../model/tally.ts';

/** When the first unconfirmed item may be looked for (epoch ms); undefined if there is none. */
export async function firstDueAt(context: SliceJob): Promise<number | undefined> {
  const unconfirmed = await context.ledger.unconfirmed();
  return unconfirmed.length === 0
    ? undefined
    : Math.min(...unconfirmed.map((item) => item.sinceAt + context.unconfirmedWaitMs));
}

/** Asks the destination about every unconfirmed item whose wait is over. */
export async function resolveDueItems(context: SliceContext): Promise<void> {
  const now = context.now();
  delete context.freshUnconfirmedDueAt;
  const due = new Map<string, UnconfirmedItem[]>();
  for (const item of await context.ledger.unconfirmed()) {
    if (item.sinceAt + context.unconfirmedWaitMs > now) continue;
    due.set(item.folderId, [...(due.get(item.folderId) ?? []), item]);
  }
  for (const [folderId, unconfirmed] of due) {
    const outcomes = await resolveFolder(context, folderId, unconfirmed);
    await context.ledger.settle(outcomes);
    for (const outcome of outcomes) {
      const bytes = unconfirmed.find((item) => item.id === outcome.id)?.sizeBytes ?? 0;
      if (outcome.to === 'done') context.progress.done = addTally(context.progress.done, { count: 1, bytes });
      if (outcome.to === 'failed') context.progress.failed = addTally(context.progress.failed, { count: 1, bytes });
    }
  }
  // The ledger may not yet know of an item that a batch left unconfirmed meanwhile.
  const known = (await firstDueAt(context)) ?? Infinity;
  const dueAt = Math.min(known, context.freshUnconfirmedDueAt ?? Infinity);
  if (dueAt === Infinity) delete context.unconfirmedDueAt;
  else context.unconfirmedDueAt = dueAt;
  context.onProgress(context.progress);
}

async function resolveFolder(
  context: SliceContext,
  folderId: string,
  unconfirmed: UnconfirmedItem[],
): Promise<ItemOutcome[]> {
  const folder = context.folders.get(folderId) ?? context.gone.get(folderId);
  // Without a baseline no upload into this folder has ever begun.
  if (!folder?.baseline) return resolveUnconfirmed(unconfirmed, [], new Set());
  const { baseline } = folder;
  const looked = await untilSetAside(context, folder, () =>
    lookFor(context, folder.destinationId, baseline, unconfirmed),
  );
  // They stay unconfirmed; the next pass looks again.
  if (!looked) return [];
  const outcomes = looked.value;
  if (outcomes.every((outcome) => outcome.to !== 'pending')) return outcomes;
  // The item may have been edited between its listing and its upload: then its copy looks like the newer version.
  await readOn(context, folder);
  const before = new Map(unconfirmed.map(({ id, matchKeys }) => [id, matchKeys]));
  const renewed = (await context.ledger.unconfirmed()).filter(({ id }) => before.has(id));
  const isEdited = renewed.some(({ id, matchKeys }) => matchKeys.some((key) => !before.get(id)?.includes(key)));
  if (!isEdited) return outcomes;
  const second = await untilSetAside(context, folder, () => lookFor(context, folder.destinationId, baseline, renewed));
  return second?.value ?? [];
}

async function lookFor(
  context: SliceContext,
  folderId: string,
  baseline: string,
  unconfirmed: UnconfirmedItem[],
): Promise<ItemOutcome[]> {
  const arrivals = await arrivalsLike(context, folderId, baseline, unconfirmed);
  const known = new Set(await context.ledger.arrived(arrivals.map((arrival) => arrival.id)));
  return resolveUnconfirmed(unconfirmed, arrivals, known);
}

/**
 * What came into a folder since its baseline and could be one of the unconfirmed items. If the server no longer accepts
 * the baseline, searches the whole folder.
 */
async function arrivalsLike(
  context: SliceContext,
  folderId: string,
  baseline: string,
  unconfirmed: readonly UnconfirmedItem[],
): Promise<ItemFacts[]> {
  const { destination, abort } = context;
  const at: FolderAt = { side: 'destination', id: folderId };
  const couldBe = couldBeOneOf(unconfirmed);
  const since = (from: string | undefined) =>
    attemptFolder(context, at, () => destination.arrivals(folderId, from, couldBe, abort));
  try {
    return await since(baseline).catch((error: unknown) => {
      if (!(error instanceof FaultError) || error.fault.kind !== 'sync-state') throw error;
      return since(undefined);
    });
  } catch (error) {
    throw error instanceof FaultError ? await blame(context, at, error) : error;
  }
}
