import { FaultError } from './fault.ts';
import type { LedgerFolder, LedgerSummary } from './ledger.ts';
import type { Folder } from './item.ts';
import { ARCHIVE_ROOT, RECOVERABLE_ROOT, planFolders } from './plan.ts';
import type { FolderStep } from './plan.ts';
import type { SliceContext } from './slice-context.ts';
import type { Loss } from './settings/setting.ts';
import { SliceEnd, attempt, reachOf } from './slice-context.ts';

/** Maps every source folder onto a destination folder, creates those that are missing, and remembers the mapping. */
export async function prepareFolders(
  context: SliceContext,
  known: readonly LedgerFolder[],
  summary: LedgerSummary,
): Promise<void> {
  context.progress.phase = 'folders';
  context.onProgress(context.progress);
  const reach = reachOf(context.options());
  const source = await attempt(context, () => context.source.folders(context.abort, reach), true);
  const destination = await attempt(context, () => context.destination.folders(context.abort, reach), true);
  const isEmptied = summary.copied.count > 0 && source.every((folder) => folder.totalCount === 0);
  const plan = planFolders(source, destination, known, context.options());
  if ('emptySide' in plan || isEmptied) throw sideIsEmpty('emptySide' in plan ? plan.emptySide : 'source');

  context.sourceTree = source;
  const marks = new Map(known.map((folder) => [`${folder.sourceId}\u0000${folder.destinationId}`, folder.mark]));
  const areRead = new Set(known.flatMap(({ sourceId, isRead }) => (isRead ? [sourceId] : [])));
  const targets = new Map<string, string>();
  const idOf = (key: string) => (key.startsWith('#') ? key.slice(1) : targets.get(key));
  const mapped: LedgerFolder[] = [];
  for (const step of plan.steps) {
    const destinationId = await takeStep(context, step, idOf);
    if (destinationId === undefined) continue;
    targets.set(step.do === 'make' ? step.key : step.source.id, destinationId);
    if (step.do === 'make') continue;
    const mark = marks.get(`${step.source.id}\u0000${destinationId}`);
    mapped.push({
      sourceId: step.source.id,
      destinationId,
      path: step.path,
      ...(step.source.distinguishedId && { distinguishedId: step.source.distinguishedId }),
      ...(mark && { mark }),
      ...(areRead.has(step.source.id) && { isRead: true }),
    });
  }
  await context.ledger.mapFolders(mapped);
  await listMissingRoots(context, source, plan.missing ?? []);
  context.folders = new Map(mapped.map((folder) => [folder.sourceId, folder]));
}

/** What the pass was told to reach, and one of the sides does not have, is listed: all else crosses. */
async function listMissingRoots(
  { ledger, options }: SliceContext,
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

/** The destination folder of a step; undefined when the folder above it is none of ours. */
async function takeStep(
  context: SliceContext,
  step: FolderStep,
  idOf: (key: string) => string | undefined,
): Promise<string | undefined> {
  if (step.do === 'use') return step.destinationId;
  const parentId = idOf(step.parent);
  if (parentId === undefined) return undefined;
  if (step.do === 'place') {
    const { destinationId, name } = step;
    try {
      await attempt(context, () => context.destination.placeFolder(destinationId, parentId, name, context.abort));
    } catch (error) {
      // A name that is taken, a folder that the server keeps where it is: its items cross all the same.
      if (!(error instanceof FaultError)) throw error;
    }
    return destinationId;
  }
  const { folderClass, isHidden = false } = step.do === 'make' ? { folderClass: 'IPF.Note' } : step.source;
  const folder = await attempt(context, () =>
    context.destination.createFolder(parentId, step.name, folderClass, context.abort, { isHidden }),
  );
  return folder.id;
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
