import type { ChangePage } from '../../engine/model/mailbox.ts';
import { digestOf } from '../../engine/model/match-key.ts';
import { beyondBounds } from '../faults/bounds-fault.ts';
import type { Side } from '../faults/make-fault.ts';

/** Twice as many as Exchange allows in one folder. */
const MAX_CHANGES = 2_000_000;
/** Pages that bring little are honest where a folder has few changes. */
const FREE_PAGES = 100;
/** Changes that further pages bring each, on average. */
const PAGE_YIELD = 8;
/** Readings that were begun and not ended, such as those of a trial; the oldest is forgotten first. */
const MAX_WALKS = 1000;

/** The reading of one folder, page by page. */
type Walk = { states: Set<string>; pages: number; changes: number };

/** Watches how folders are read, so that no reading continues for ever. */
export type Walks = {
  /**
   * Notes a page that was requested with a state. Returns false if the page leads back to an earlier state of this
   * reading. Throws FaultError if the reading exceeds any real folder, or repeatedly brings almost nothing.
   */
  goesOn(folderId: string, asked: string | undefined, page: ChangePage, side: Side): boolean;
  /** Whether the folder is listed item by item, because the server does not tell of its changes. */
  isListed(folderId: string): boolean;
  /** Notes such a folder. Returns how many there are. */
  list(folderId: string): number;
};

export function createWalks(): Walks {
  /** By folder, and by the state for requesting the next page. */
  const walks = new Map<string, Walk>();
  const listed = new Set<string>();
  const keyOf = (folderId: string, state: string) => `${digestOf(state)} ${folderId}`;
  return {
    isListed: (folderId) => listed.has(folderId),
    list: (folderId) => listed.add(folderId).size,
    goesOn: (folderId, asked, page, side) => {
      const key = asked === undefined || walks.size === 0 ? undefined : keyOf(folderId, asked);
      const known = key === undefined ? undefined : walks.get(key);
      if (key !== undefined) walks.delete(key);
      // Most folders are read with one page.
      if (page.isLast) return true;
      const walk = known ?? { states: new Set(asked === undefined ? [] : [digestOf(asked)]), pages: 0, changes: 0 };
      walk.pages += 1;
      walk.changes += page.changes.length;
      requireEnd(walk, side);
      const next = digestOf(page.syncState);
      if (walk.states.has(next)) return false;
      walk.states.add(next);
      walks.set(keyOf(folderId, page.syncState), walk);
      for (const oldest of walks.keys()) {
        if (walks.size <= MAX_WALKS) break;
        walks.delete(oldest);
      }
      return true;
    },
  };
}

function requireEnd({ pages, changes }: Walk, side: Side): void {
  if (changes <= MAX_CHANGES && pages <= FREE_PAGES + changes / PAGE_YIELD) return;
  const message = `The server has sent ${changes} changes of the folder on ${pages} pages, and keeps sending more.`;
  throw beyondBounds('folder-without-end', 'folder', message, side);
}
