import { SliceEnd } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { seenFolders } from '../model/folder-tree.ts';
import type { Folder } from '../model/item.ts';
import type { LedgerFolder, LedgerSummary, Opened } from '../model/ledger-facts.ts';
import { reachOf } from '../model/pass.ts';
import { unlistedOf } from './gone-folders.ts';
import { listRenamed } from './list-renamed.ts';
import { listMissingRoots } from './list-missing-roots.ts';
import type { Trees } from './list-trees.ts';
import { makeFolders } from './make-folders.ts';
import type { FolderPlan, FolderStep, WorkStep } from './folder-plan.ts';
import { placeDenied } from './place-denied.ts';
import { keyOf } from './folder-plan.ts';
import { planFolders } from './plan-folders.ts';
import { isSetAside, setAside } from './set-aside.ts';

/**
 * Maps every source folder whose destination folder exists, and stores the mapping, so that their items can be copied.
 * Returns a function that creates and maps the other folders. If folders have moved at the source, does all of it first.
 * Throws SliceEnd if a side looks empty.
 */
export async function prepareFolders(
  context: SliceContext,
  listed: Trees,
  { folders: all, summary }: Opened,
): Promise<() => Promise<void>> {
  const known = all.filter(({ isGone }) => !isGone);
  const trees = withDenied(listed, known);
  const { steps, missing = [], renamed = [], aside = [] } = requirePlan(context, trees, known, summary);
  learnTrees(context, trees, all);
  await setAside(
    context,
    aside.filter(({ sourceId }) => !isSetAside(context, sourceId)),
  );

  const targets = new Map<string, string>();
  const left: WorkStep[] = [];
  for (const step of steps)
    if (step.do === 'use') targets.set(step.source.id, step.destinationId);
    else left.push(step);
  const map = mapper(context, known, targets);
  // What a slice that is cut off has moved, and the ledger knows in part, would not be found where it was put: such a
  // mapping is written as a whole.
  const isWhole = steps.some((step) => step.do === 'place');
  if (isWhole) await makeFolders(context, left, targets, async () => {});
  const there = map(isWhole ? steps : steps.filter((step) => step.do === 'use'));
  await context.ledger.mapFolders(there);
  context.readable.push(...there);
  context.isMapped = isWhole || left.length === 0;
  return async () => {
    if (!context.isMapped)
      await makeFolders(context, left, targets, async (done) => {
        const folders = map(done);
        if (folders.length === 0) return;
        await context.ledger.addFolders(folders);
        context.readable.push(...folders);
        context.news.notify();
      });
    await listMissingRoots(context, trees.source, missing);
    await listRenamed(context, renamed);
    context.isMapped = true;
    context.news.notify();
  };
}

function requirePlan(
  { options }: SliceJob,
  { source, destination }: Trees,
  known: readonly LedgerFolder[],
  summary: LedgerSummary,
): Exclude<FolderPlan, { emptySide: unknown }> {
  const plan = planFolders(source, destination, known, options());
  if ('emptySide' in plan) throw sideIsEmpty(plan.emptySide);
  const isEmptied = summary.copied.count > 0 && source.every((folder) => folder.totalCount === 0);
  if (isEmptied) throw sideIsEmpty('source');
  return plan;
}

function withDenied({ source, destination }: Trees, known: readonly LedgerFolder[]): Trees {
  const idsBy = (idOf: (folder: LedgerFolder) => string) =>
    new Map(known.map((folder) => [folder.distinguishedId ?? '', idOf(folder)]));
  return {
    source: placeDenied(
      source,
      destination,
      idsBy(({ sourceId }) => sourceId),
    ),
    destination: placeDenied(
      destination,
      source,
      idsBy(({ destinationId }) => destinationId),
    ),
  };
}

function learnTrees(context: SliceContext, { source, destination }: Trees, all: readonly LedgerFolder[]): void {
  context.sourceTree = source;
  context.destinationTree = destination;
  context.listedAt = context.now();
  const known = all.filter(({ isGone }) => !isGone);
  context.unlisted = unlistedOf(known, source, reachOf(context.options()));
  const isThere = new Set(destination.map(({ id }) => id));
  for (const folder of all) {
    const mayHoldCopies = folder.hasUnconfirmed && isThere.has(folder.destinationId);
    if (folder.isGone && mayHoldCopies) context.gone.set(folder.sourceId, folder);
    if (folder.seeks) context.seeking.set(folder.sourceId, Infinity);
  }
  context.onFolders?.(seenFolders(source));
}

/** Turns steps that have been taken into folders of the ledger, which the slice knows from then on. */
function mapper(
  { folders }: SliceContext,
  known: readonly LedgerFolder[],
  targets: ReadonlyMap<string, string>,
): (steps: readonly FolderStep[]) => LedgerFolder[] {
  const before = new Map(known.map((folder) => [folder.sourceId, folder]));
  return (steps) =>
    steps.flatMap((step) => {
      const destinationId = targets.get(keyOf(step));
      // What was set aside has none.
      if (step.do === 'make' || destinationId === undefined) return [];
      const folder = mapped(step.source, step.path, destinationId, before.get(step.source.id));
      folders.set(folder.sourceId, folder);
      return [folder];
    });
}

/** What was read before stays read; the baseline is that of one destination folder. */
function mapped(
  { id, distinguishedId }: Folder,
  path: string,
  destinationId: string,
  before: LedgerFolder | undefined,
): LedgerFolder {
  const { isRead, awaitsEnd, readTo } = before ?? {};
  const { baseline, signature } = before?.destinationId === destinationId ? before : {};
  return {
    sourceId: id,
    destinationId,
    path,
    ...(distinguishedId && { distinguishedId }),
    ...(baseline && { baseline }),
    ...(isRead && { isRead }),
    ...(awaitsEnd && { awaitsEnd }),
    ...(readTo !== undefined && { readTo }),
    ...(signature !== undefined && { signature }),
  };
}

function sideIsEmpty(side: 'source' | 'destination'): SliceEnd {
  return new SliceEnd({
    outcome: 'paused',
    fault: {
      kind: 'access',
      scope: 'mailbox',
      code: `${side}-looks-empty`,
      message: `The ${side} mailbox no longer shows any of its earlier folders or items.`,
      side,
    },
  });
}
