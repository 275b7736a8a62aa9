import { sideBySide } from '../../lib/side-by-side.ts';
import { FaultError } from '../model/fault.ts';
import { unlistedOf } from './gone-folders.ts';
import type { LedgerFolder, LedgerSummary } from '../model/ledger.ts';
import type { Folder } from '../model/item.ts';
import type { NewFolder } from '../model/mailbox.ts';
import { ARCHIVE_ROOT, RECOVERABLE_ROOT, seenFolders } from '../model/folder-tree.ts';
import { planFolders } from './plan-folders.ts';
import type { FolderStep } from './plan-folders.ts';
import type { SliceContext, SliceWaits } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import type { Loss } from '../model/setting.ts';
import { SliceEnd, attempt, interruption, isOver } from '../context/attempt.ts';
import { reachOf } from '../model/pass.ts';

/** Folders made by one request: few enough for a server's minute, and for a stop. */
const MADE_AT_ONCE = 20;
/** Such requests side by side. */
const LANES = 2;

/** Maps every source folder onto a destination folder, creates those that are missing, and remembers the mapping. */
export async function prepareFolders(
  context: SliceContext,
  all: readonly LedgerFolder[],
  summary: LedgerSummary,
): Promise<void> {
  context.progress.phase = 'folders';
  context.onProgress(context.progress);
  const reach = reachOf(context.options());
  const [source, destination] = await sideBySide([
    attempt(context, () => context.source.folders(context.abort, reach), true),
    attempt(context, () => context.destination.folders(context.abort, reach), true),
  ]);
  const known = all.filter(({ isGone }) => !isGone);
  const isEmptied = summary.copied.count > 0 && source.every((folder) => folder.totalCount === 0);
  const plan = planFolders(source, destination, known, context.options());
  if ('emptySide' in plan || isEmptied) throw sideIsEmpty('emptySide' in plan ? plan.emptySide : 'source');

  context.sourceTree = source;
  context.unlisted = unlistedOf(known, source, reach);
  const isThere = new Set(destination.map(({ id }) => id));
  for (const folder of all) {
    const mayHoldCopies = folder.hasDoubts && isThere.has(folder.destinationId);
    if (folder.isGone && mayHoldCopies) context.gone.set(folder.sourceId, folder);
  }
  context.onFolders?.(seenFolders(source));
  const marks = new Map(known.map((folder) => [`${folder.sourceId}\u0000${folder.destinationId}`, folder.mark]));
  const before = new Map(known.map((folder) => [folder.sourceId, folder]));
  const targets = new Map<string, string>();
  const idOf = (key: string) => (key.startsWith('#') ? key.slice(1) : targets.get(key));
  for (let left: readonly FolderStep[] = plan.steps; left.length > 0;) {
    const ready = left.filter((step) => step.do === 'use' || idOf(step.parent) !== undefined);
    if (ready.length === 0) throw new Error('The plan names a folder below one that it does not lead to.');
    const groups = groupsOf(ready);
    const lane = async () => {
      for (let steps = groups.shift(); steps; steps = groups.shift()) {
        const ids = await takeSteps(context, steps, idOf);
        for (const [index, step] of steps.entries()) targets.set(keyOf(step), ids[index]!);
        // What has been made is found by the next slice, by its name. Each slice makes some, however late it is.
        if (steps.some(({ do: does }) => does !== 'use') && isOver(context)) throw new SliceEnd(interruption(context));
      }
    };
    await sideBySide(Array.from({ length: LANES }, lane));
    const areDone = new Set(ready);
    left = left.filter((step) => !areDone.has(step));
  }
  const mapped = plan.steps.flatMap((step): LedgerFolder[] => {
    if (step.do === 'make') return [];
    const { source: folder, path } = step;
    const destinationId = targets.get(folder.id)!;
    const mark = marks.get(`${folder.id}\u0000${destinationId}`);
    const { isRead, awaitsEnd, readTo } = before.get(folder.id) ?? {};
    return [
      {
        sourceId: folder.id,
        destinationId,
        path,
        ...(folder.distinguishedId && { distinguishedId: folder.distinguishedId }),
        ...(mark && { mark }),
        ...(isRead && { isRead }),
        ...(awaitsEnd && { awaitsEnd }),
        ...(readTo !== undefined && { readTo }),
      },
    ];
  });
  await context.ledger.mapFolders(mapped);
  await listMissingRoots(context, source, plan.missing ?? []);
  context.folders = new Map(mapped.map((folder) => [folder.sourceId, folder]));
}

/** What the pass was told to reach, and one of the sides does not have, is listed: all else crosses. */
async function listMissingRoots(
  { ledger, options }: SliceJob,
  source: readonly Folder[],
  missing: readonly Folder[],
): Promise<void> {
  const { archive, recoverableItems } = reachOf(options());
  const isMissing = (name: string) => missing.some(({ distinguishedId }) => distinguishedId === name);
  if (archive) {
    const message = 'The destination has no archive mailbox.';
    const loss: Loss = { kind: 'archive', name: '', code: 'no-archive', message };
    await ledger.settleSettings('archive', [], isMissing(ARCHIVE_ROOT) ? [loss] : []);
  }
  if (recoverableItems) {
    const isShown = source.some(({ distinguishedId }) => distinguishedId === RECOVERABLE_ROOT);
    const side = isShown ? 'destination' : 'source';
    const message = `The ${side} does not open the folder of recoverable items.`;
    const loss: Loss = { kind: 'recoverable-items', name: '', code: 'no-recoverable-items', message };
    await ledger.settleSettings('recoverable-items', [], isShown && !isMissing(RECOVERABLE_ROOT) ? [] : [loss]);
  }
}

const keyOf = (step: FolderStep): string => (step.do === 'make' ? step.key : step.source.id);

/** Steps that one request carries out: folders to be made in one parent; any other step is by itself, before them. */
function groupsOf(steps: readonly FolderStep[]): FolderStep[][] {
  const makings = Map.groupBy(steps.filter(makes), ({ parent }) => parent);
  const groups: FolderStep[][] = steps.filter((step) => !makes(step)).map((step) => [step]);
  for (const making of makings.values())
    for (let at = 0; at < making.length; at += MADE_AT_ONCE) groups.push(making.slice(at, at + MADE_AT_ONCE));
  return groups;
}

type Making = Extract<FolderStep, { do: 'create' | 'make' }>;

function makes(step: FolderStep): step is Making {
  return step.do === 'create' || step.do === 'make';
}

/** The destination folders of a group of steps, in their order. */
async function takeSteps(
  context: SliceJob & SliceWaits,
  steps: readonly FolderStep[],
  idOf: (key: string) => string | undefined,
): Promise<string[]> {
  const [first] = steps;
  if (!first) return [];
  if (first.do === 'use') return [first.destinationId];
  const parentId = idOf(first.parent)!;
  if (first.do === 'place') return [await place(context, first, parentId)];
  const wanted = steps.filter(makes).map((step): NewFolder => {
    if (step.do === 'make') return { name: step.name, folderClass: 'IPF.Note' };
    const { folderClass, isHidden } = step.source;
    return { name: step.name, folderClass, ...(isHidden && { isHidden }) };
  });
  const folders = await attempt(context, () => context.destination.createFolders(parentId, wanted, context.abort));
  return folders.map(({ id }) => id);
}

async function place(
  context: SliceJob & SliceWaits,
  { destinationId, name }: Extract<FolderStep, { do: 'place' }>,
  parentId: string,
): Promise<string> {
  try {
    await attempt(context, () => context.destination.placeFolder(destinationId, parentId, name, context.abort));
  } catch (error) {
    // A name that is taken, a folder that the server keeps where it is: its items cross all the same.
    if (!(error instanceof FaultError)) throw error;
  }
  return destinationId;
}

function sideIsEmpty(side: 'source' | 'destination'): SliceEnd {
  return new SliceEnd({
    outcome: 'paused',
    fault: {
      kind: 'access',
      scope: 'mailbox',
      code: `${side}-looks-empty`,
      message: `The ${side} mailbox shows none of the folders or items that it had before.`,
      side,
    },
  });
}
