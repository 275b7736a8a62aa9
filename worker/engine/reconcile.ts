import type { Folder } from './item.ts';
import { digestOf } from './doubt.ts';
import type { Ledger, LedgerFolder } from './ledger.ts';
import type { Difference, FolderReport, SliceContext, SliceResult } from './slice-context.ts';
import { attempt, interruption, isOver, reachOf, selectionNow } from './slice-context.ts';
import { NOTHING, addTally } from './tally.ts';

/**
 * Counts both sides folder by folder, as the servers themselves tell it; where the counts do not agree, finds out which
 * copies are missing and how much there is that is not ours.
 */
export async function reconcile(context: SliceContext): Promise<SliceResult> {
  if (isOver(context)) return interruption(context);
  const reach = reachOf(context.options());
  const source = await attempt(context, () => context.source.folders(context.abort, reach));
  const destination = await attempt(context, () => context.destination.folders(context.abort, reach));
  const destinationById = new Map(destination.map((folder) => [folder.id, folder]));
  const summary = await context.ledger.summary(selectionNow(context));
  const tallies = new Map(summary.folders.map((folder) => [folder.folderId, folder]));
  const folders: FolderReport[] = [];
  for (const folder of source) {
    const mapped = context.folders.get(folder.id);
    if (!mapped || folder.distinguishedId === 'msgfolderroot') continue;
    const copy = destinationById.get(mapped.destinationId);
    const copied = tallies.get(folder.id)?.copied.count ?? 0;
    // Where the counts agree there is nothing to look for.
    const difference =
      copied === 0 || copy?.totalCount === copied
        ? { ...NO_DIFFERENCE, extra: (copy?.totalCount ?? 0) - copied }
        : await compareFolder(context, mapped);
    if (isOver(context)) return interruption(context);
    folders.push({
      folderId: folder.id,
      path: mapped.path,
      ...(mapped.distinguishedId && { distinguishedId: mapped.distinguishedId }),
      source: tallyOf(folder),
      destination: copy ? tallyOf(copy) : NOTHING,
      ...difference,
    });
  }
  return { outcome: 'done', folders, summary };
}

type FolderDifference = Pick<FolderReport, 'missing' | 'extra' | 'differences'>;
const NO_DIFFERENCE: FolderDifference = { missing: NOTHING, extra: 0, differences: [] };
/** So many of a folder are told one by one. */
const TOLD_DIFFERENCES = 20;
const LEDGER_PAGE = 2_000;

/** Lists the destination folder, and looks for every copy that the ledger knows of there. */
async function compareFolder(context: SliceContext, folder: LedgerFolder): Promise<FolderDifference> {
  const present = new Set<string>();
  for (let state: string | undefined; ;) {
    const page = await attempt(context, () => context.destination.changes(folder.destinationId, state, context.abort));
    // Ids are long, and there may be a hundred thousand.
    for (const change of page.changes) if ('item' in change) present.add(digestOf(change.item.id));
    if (page.isLast || page.syncState === state) break;
    state = page.syncState;
    if (isOver(context)) return NO_DIFFERENCE;
  }
  const difference = { missing: NOTHING, extra: present.size, differences: [] as Difference[] };
  for (let after: number | undefined = 0; after !== undefined;) {
    const page: Awaited<ReturnType<Ledger['copies']>> = await context.ledger.copies(
      folder.sourceId,
      after,
      LEDGER_PAGE,
    );
    for (const { destinationId, ...facts } of page.copies) {
      if (present.has(digestOf(destinationId))) difference.extra -= 1;
      else {
        difference.missing = addTally(difference.missing, { count: 1, bytes: facts.sizeBytes });
        if (difference.differences.length < TOLD_DIFFERENCES) difference.differences.push(facts);
      }
    }
    after = page.next;
  }
  return difference;
}

function tallyOf(folder: Folder): { count: number; bytes: number } {
  return { count: folder.totalCount, bytes: folder.sizeBytes ?? 0 };
}
