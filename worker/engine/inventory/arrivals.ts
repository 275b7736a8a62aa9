import { FolderError } from '../folders/folder-error.ts';
import { listSide } from '../folders/list-trees.ts';
import { untilSetAside } from '../folders/set-aside.ts';
import { noteRecorded, selectionNow } from '../context/slice-context.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { Folder } from '../model/item.ts';
import type { Adoption, LedgerFolder } from '../model/ledger.ts';
import type { ChangePage } from '../model/mailbox.ts';
import { wideKeyOf } from '../model/match-key.ts';
import { addTally, NOTHING } from '../model/tally.ts';
import { hearPlace, standOf } from './hear.ts';

/** So far apart the clocks of the servers and ours may be. */
const SKEW_MS = 600_000;

/** Where people write, and nothing is received. */
const WRITTEN: ReadonlySet<string> = new Set(['sentitems', 'drafts', 'outbox']);

/**
 * Whether what a page brings may stand at the destination by now, without our knowledge: the provider may forward mail
 * and keep it. Not when the destination folder was read in this slice, and all of the page came before that.
 */
export function isToBeSought(context: SliceContext, { destinationId }: LedgerFolder, { changes }: ChangePage): boolean {
  const heardAt = context.heard.get(destinationId);
  return changes.some((change) => {
    if (change.kind !== 'create' || wideKeyOf(change.item) === undefined) return false;
    const { receivedAt = change.item.modifiedAt } = change.item;
    if (heardAt === undefined) return true;
    return receivedAt === undefined || !(Date.parse(receivedAt) < heardAt - SKEW_MS);
  });
}

/**
 * Looks for what is new at the source in the destination folders that it is to go to; messages that are not there, also
 * in those that something came into, as a rule may have moved them. What is found is taken for copied: it is never
 * copied a second time. Everything else is free to be copied. Returns whether there was anything to look for. A slice
 * that ends meanwhile leaves the rest to the next one.
 */
export async function adoptArrivals(context: SliceContext): Promise<boolean> {
  if (context.seeking.size === 0) return false;
  const states = new Map((await context.ledger.places()).map((place) => [place.id, place]));
  const heard = new Set<string>();
  for (const id of context.seeking) {
    const folder = context.folders.get(id);
    if (!folder || heard.has(folder.destinationId)) continue;
    const { destinationId } = folder;
    const work = () => hearPlace(context, destinationId, states.get(destinationId)?.syncState);
    const isHeard = await untilSetAside(context, folder, work);
    if (isHeard?.value === false) return true;
    if (isHeard) heard.add(destinationId);
  }
  const { roaming, youngestAt } = await adopt(context, false);
  if (roaming > 0) {
    for (const folder of await othersOf(context, youngestAt)) {
      const place = states.get(folder.id);
      if (place?.stood === standOf(folder)) continue;
      if ((await hearElsewhere(context, folder.id, place?.syncState)) === false) return true;
    }
    await adopt(context, true);
  }
  context.seeking.clear();
  context.news.tell();
  return true;
}

/** As `hearPlace`, of a folder that nothing is copied into now: where it can not be read, nothing is known of it. */
async function hearElsewhere(
  context: SliceContext,
  placeId: string,
  syncState: string | undefined,
): Promise<boolean | undefined> {
  try {
    return await hearPlace(context, placeId, syncState);
  } catch (error) {
    if (error instanceof FolderError) return undefined;
    throw error;
  }
}

/** Folders of the destination into which mail may have been moved, as they are now. */
async function othersOf(context: SliceContext, youngestAt: string | undefined): Promise<Folder[]> {
  // What came after the folders were listed may have been moved since.
  if (youngestAt === undefined || !(Date.parse(youngestAt) < context.listedAt - SKEW_MS)) {
    const listedAt = context.now();
    context.destinationTree = await listSide(context, 'destination');
    context.listedAt = listedAt;
  }
  return context.destinationTree.filter(
    ({ id, totalCount, folderClass, distinguishedId = '' }) =>
      totalCount > 0 &&
      /^(IPF\.Note)?$/i.test(folderClass) &&
      distinguishedId !== 'msgfolderroot' &&
      !WRITTEN.has(distinguishedId) &&
      !context.heard.has(id),
  );
}

async function adopt(context: SliceContext, everywhere: boolean): Promise<Adoption> {
  const adoption = await context.ledger.adopt(everywhere, selectionNow(context));
  const { progress } = context;
  if (adoption.adopted.count > 0) progress.adopted = addTally(progress.adopted ?? NOTHING, adoption.adopted);
  noteRecorded(context, adoption.recorded);
  return adoption;
}
