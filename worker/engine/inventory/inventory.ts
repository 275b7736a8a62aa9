import { isOver } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import { endGoneFolders } from '../folders/gone-folders.ts';
import type { LedgerFolder } from '../model/ledger.ts';
import { readFolder } from './read-folder.ts';

/** Folders read side by side. Servers allow few sync calls at once (5 were observed), and other mailboxes want some. */
const LANES = 2;
/**
 * Folders that were read to their end, and their watermarks, are written down by the dozen: what a crash forgets is read
 * again.
 */
const TELL_AT_ONCE = 12;

/** Reads what is new in every folder into the ledger, from where each folder's watermark stands. */
export async function inventory(context: SliceContext, watermarks: ReadonlyMap<string, string>): Promise<void> {
  const next = foldersToRead(context);
  const read: string[] = [];
  let isComplete = await endGoneFolders(context);
  const lane = async () => {
    for (let folder = await next(); folder; folder = await next()) {
      const isRead = await readFolder(context, folder, watermarks.get(folder.sourceId));
      isComplete &&= isRead;
      // A trial has seen enough of each folder, and not all of it.
      if (!isRead || context.order.type === 'trial') continue;
      folder.isRead = true;
      read.push(folder.sourceId);
      if (read.length >= TELL_AT_ONCE) await writeDown();
    }
  };
  const writeDown = async () => {
    const ids = read.splice(0);
    // In this order: a folder that passes for read and has no watermark would be read from its beginning once more.
    await context.watermarks.flush();
    if (ids.length > 0) await context.ledger.foldersRead(ids);
  };
  const first = lane().finally(() => context.opening?.resolve());
  const others = Array.from({ length: LANES - 1 }, async () => {
    await context.opening?.promise;
    await lane();
  });
  await Promise.all([first, ...others]);
  await writeDown();
  context.isInventoried = isComplete && context.isMapped;
}

/**
 * Gives out the folders as they are mapped, first the one that was asked for ahead, then those that hold something.
 * Undefined when no more come. What an
 * earlier slice of this pass has read to its end is not read again: else many folders would never end.
 */
function foldersToRead(context: SliceContext): () => Promise<LedgerFolder | undefined> {
  const holding = new Set(context.sourceTree.flatMap(({ id, totalCount }) => (totalCount > 0 ? [id] : [])));
  const full: LedgerFolder[] = [];
  const empty: LedgerFolder[] = [];
  let seen = 0;
  return async () => {
    for (;;) {
      for (const folder of context.readable.slice(seen))
        if (context.ahead.has(folder.sourceId)) full.unshift(folder);
        else if (!folder.isRead) (holding.has(folder.sourceId) ? full : empty).push(folder);
      seen = context.readable.length;
      const folder = full.shift() ?? empty.shift();
      if (folder || context.isMapped || isOver(context)) return folder;
      await context.news.next();
    }
  };
}
