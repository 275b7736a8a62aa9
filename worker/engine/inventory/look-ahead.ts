import { readFolderRules } from '../../lib/folder-rules.ts';
import { handled } from '../../lib/handled.ts';
import type { SliceContext } from '../context/slice-context.ts';
import type { Folder } from '../model/item.ts';
import type { Abilities, ChangePage } from '../model/mailbox.ts';
import { noteSmall } from './small-items.ts';

/** Small enough to arrive quickly, and large enough for the first batches. */
const FIRST_ITEMS = 100;

/**
 * Requests the first page of a well-known folder with items from both servers, while the folders are still being listed.
 * Only for a mailbox without history: no folder has a watermark or a baseline yet. The pages wait until the folder is
 * mapped.
 */
export function lookAhead(context: SliceContext, sides: { source: Abilities; destination: Abilities }): void {
  const { source, destination, abort, order, options, reading } = context;
  const rules = readFolderRules(options());
  const isMapped = ({ name, distinguishedId = name }: Folder) => {
    const path = { shown: name, plain: distinguishedId };
    return !rules.isExcluded(path) && rules.targetOf(path) === undefined;
  };
  const there = new Map(sides.destination.wellKnown?.map(({ id, distinguishedId }) => [distinguishedId, id]));
  for (const folder of sides.source.wellKnown ?? []) {
    const destinationId = there.get(folder.distinguishedId);
    if (folder.totalCount === 0 || destinationId === undefined || !isMapped(folder)) continue;
    // A trial reads one page of each folder.
    const most = order.type === 'trial' ? undefined : FIRST_ITEMS;
    const signal = AbortSignal.any([abort, context.aheadEnd.signal]);
    const page = source.changes(folder.id, undefined, signal, most).then((found) => {
      // An item can be tried before its folder is mapped.
      noteSmall(context, found);
      return found;
    });
    context.ahead.set(folder.id, { askedAt: ++reading.turn, page: handled(page) });
    context.baselinesAhead.set(destinationId, handled(destination.changes(destinationId, undefined, signal)));
    context.opening = Promise.withResolvers();
    return;
  }
}

/** Returns the page that was asked for ahead when it is called first, and asks from then on. */
export function aheadOr(
  ahead: Promise<ChangePage> | undefined,
  ask: () => Promise<ChangePage>,
): () => Promise<ChangePage> {
  let page = ahead;
  return () => {
    const first = page;
    page = undefined;
    return first ?? ask();
  };
}

/** Takes out what was asked for ahead. */
export function takeAhead<T>(ahead: Map<string, T>, folderId: string): T | undefined {
  const taken = ahead.get(folderId);
  ahead.delete(folderId);
  return taken;
}

/** Ends what was asked for ahead and not taken, and waits for it. */
export async function endLookAhead({ ahead, baselinesAhead, aheadEnd }: SliceContext): Promise<void> {
  aheadEnd.abort();
  await Promise.allSettled([...ahead.values()].map(({ page }) => page));
  await Promise.allSettled(baselinesAhead.values());
}
