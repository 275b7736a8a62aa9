import { isOver, waitUntil } from '../context/attempt.ts';
import type { SliceContext } from '../context/slice-context.ts';
import { isSetAside } from '../folders/set-aside.ts';
import { comesLast } from '../folders/throttled-folder.ts';
import type { Fault } from '../model/fault.ts';
import type { LedgerFolder } from '../model/ledger-facts.ts';
import { stepsOf } from '../model/pass.ts';

export type ReadingQueue = {
  /** Undefined when there are no more. Throws SliceEnd if a folder must wait longer than the slice lasts. */
  next: () => Promise<LedgerFolder | undefined>;
  /** Puts one that failed by its own fault behind all others. */
  putBack: (folder: LedgerFolder, at: number, fault: Fault) => void;
};

/**
 * Returns the folders as they are mapped: first the one requested ahead, then those with items. Skips folders that an
 * earlier slice of this pass has fully read; otherwise a pass over many folders would never end.
 */
export function queueFolders(context: SliceContext): ReadingQueue {
  const holding = new Set(context.sourceTree.flatMap(({ id, totalCount }) => (totalCount > 0 ? [id] : [])));
  const full: LedgerFolder[] = [];
  const empty: LedgerFolder[] = [];
  const throttled: LedgerFolder[] = [];
  const listOf = (folder: LedgerFolder) => {
    if (comesLast(context, folder)) return throttled;
    return holding.has(folder.sourceId) ? full : empty;
  };
  const later: { folder: LedgerFolder; at: number; fault: Fault }[] = [];
  let seen = 0;
  const next = async () => {
    for (;;) {
      for (const folder of context.readable.slice(seen))
        if (context.ahead.has(folder.sourceId)) full.unshift(folder);
        else if (isToRead(context, folder)) listOf(folder).push(folder);
      seen = context.readable.length;
      const folder = full.shift() ?? empty.shift();
      if (folder || isOver(context)) return folder;
      // After its refusal nothing may be asked for a while.
      if (context.isMapped && !(throttled.length > 0 && context.isCopying)) break;
      await context.news.next();
    }
    const last = throttled.shift();
    if (last) return last;
    const first = later.shift();
    if (first) await waitUntil(context, first.at, first.fault);
    return first?.folder;
  };
  return { next, putBack: (folder, at, fault) => void later.push({ folder, at, fault }) };
}

/** A pass that retries errors reads only folders that were set aside before. */
function isToRead(context: SliceContext, { sourceId, isRead }: LedgerFolder): boolean {
  if (isRead || isSetAside(context, sourceId)) return false;
  return stepsOf(context.order.type).reads || context.troubles.has(sourceId);
}
