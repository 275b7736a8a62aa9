import type { LedgerFolder, LedgerSummary } from './ledger.ts';
import { planFolders } from './plan.ts';
import type { SliceContext } from './slice-context.ts';
import { SliceEnd, attempt } from './slice-context.ts';

/** Maps every source folder onto a destination folder, creates those that are missing, and remembers the mapping. */
export async function prepareFolders(
  context: SliceContext,
  known: readonly LedgerFolder[],
  summary: LedgerSummary,
): Promise<void> {
  context.progress.phase = 'folders';
  context.onProgress(context.progress);
  const source = await attempt(context, () => context.source.folders(context.abort), true);
  const destination = await attempt(context, () => context.destination.folders(context.abort), true);
  const isEmptied = summary.copied.count > 0 && source.every((folder) => folder.totalCount === 0);
  const plan = planFolders(source, destination, known, context.options().excludedFolders);
  if ('emptySide' in plan || isEmptied) throw sideIsEmpty('emptySide' in plan ? plan.emptySide : 'source');

  context.sourceTree = source;
  const marks = new Map(known.map((folder) => [`${folder.sourceId}\u0000${folder.destinationId}`, folder.mark]));
  const targets = new Map<string, string>();
  const mapped: LedgerFolder[] = [];
  for (const step of plan.steps) {
    let destinationId: string;
    if (step.do === 'use') destinationId = step.destinationId;
    else {
      const parentId = targets.get(step.parentSourceId);
      if (parentId === undefined) continue;
      const { name, folderClass } = step.source;
      const created = await attempt(context, () =>
        context.destination.createFolder(parentId, name, folderClass, context.abort),
      );
      destinationId = created.id;
    }
    targets.set(step.source.id, destinationId);
    const mark = marks.get(`${step.source.id}\u0000${destinationId}`);
    mapped.push({
      sourceId: step.source.id,
      destinationId,
      path: step.path,
      ...(step.source.distinguishedId && { distinguishedId: step.source.distinguishedId }),
      ...(mark && { mark }),
    });
  }
  await context.ledger.mapFolders(mapped);
  context.folders = new Map(mapped.map((folder) => [folder.sourceId, folder]));
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
