import type { FolderCount, Look } from '../model/count.ts';

/** Items that one answer holds, over all its folders: no server gives more, and a page of them stays small. */
const PAGE = 1_000;
/** Of folders that are sampled, so many share a request: enough of each is seen then. */
const SAMPLED_WIDTH = 10;
/** So many parts of a large folder are looked at, at most. */
const MOST_PARTS = 8;
/** Requests per folder of the mailbox, those that open it and list its folders included. */
const PER_FOLDER = 2;
/** As many open a mailbox, list its folders, its archive and what is recoverable, its delegates and its rules. */
const OPENING = 12;

/** The next look: which folders one request names. */
export type PlannedLook = { folderIds: string[]; look: Look };

/**
 * What to look at next; undefined once all is known. Folders that fit into one answer are read whole, as many together
 * as fit. Of larger ones the largest items, the newest, and evenly spread parts in the order of their dates are seen, as
 * many as two requests a folder of the mailbox allow. Pure: what was seen so far says what is next.
 */
export function planLook(folders: readonly FolderCount[], width: number): PlannedLook | undefined {
  const open = folders.filter(({ count, isWhole, fault }) => count > 0 && !isWhole && fault === undefined);
  const small = open.filter(isUnseenSmall);
  if (small.length > 0) return { folderIds: fitting(small, width), look: { order: 'largest', most: PAGE } };
  const large = open.filter((folder) => !isUnseenSmall(folder));
  const parts = partsOf(folders, width);
  // The one that is behind leads, and those that are as far go along.
  const looks = Math.min(...large.map((folder) => folder.looks));
  if (large.length === 0 || looks >= parts + 2) return undefined;
  const group = large.filter((folder) => folder.looks === looks).slice(0, Math.min(width, SAMPLED_WIDTH));
  const most = Math.floor(PAGE / group.length);
  return { folderIds: group.map(({ folderId }) => folderId), look: { ...lookNumber(looks, parts), most } };
}

function lookNumber(looks: number, parts: number): Omit<Look, 'most'> {
  if (looks === 0) return { order: 'largest' };
  if (looks === 1) return { order: 'newest' };
  return { order: 'oldest', part: { index: looks - 2, of: parts } };
}

const isUnseenSmall = ({ count, looks }: FolderCount) => count <= PAGE && looks === 0;

/** As many folders, the fullest first, as fit into one answer; a mailbox may have received more meanwhile. */
function fitting(small: readonly FolderCount[], width: number): string[] {
  const chosen: string[] = [];
  let room = PAGE;
  for (const { folderId, count } of small.toSorted((one, other) => other.count - one.count)) {
    if (chosen.length === width) break;
    if (count > room) continue;
    chosen.push(folderId);
    room -= count;
  }
  return chosen;
}

/** In how many parts large folders are looked at, so that the whole stays within its requests. */
function partsOf(folders: readonly FolderCount[], width: number): number {
  const filled = folders.filter(({ count, fault }) => count > 0 && fault === undefined);
  const small = filled.filter((folder) => folder.isWhole || isUnseenSmall(folder));
  const items = small.reduce((sum, { count }) => sum + count, 0);
  const pages = Math.ceil((2 * items) / PAGE) + Math.ceil(small.length / width);
  const groups = Math.ceil((filled.length - small.length) / Math.min(width, SAMPLED_WIDTH));
  if (groups === 0) return 0;
  const left = PER_FOLDER * folders.length - OPENING - pages;
  return Math.min(MOST_PARTS, Math.max(1, Math.floor(left / groups) - 2));
}
