import type { Folder } from '../../engine/model/item.ts';
import { beyondBounds } from '../faults/bounds-fault.ts';
import type { Side } from '../faults/make-fault.ts';

/** The largest mailboxes that were seen have a few thousand folders. */
const MAX_FOLDERS = 100_000;
/** Exchange itself makes none below the 300th level. */
const MAX_LEVELS = 400;
/** Ids and paths of all folders together, in characters: they stay in memory while a mailbox is copied. */
const MAX_TEXT = 32 * 1024 * 1024;
/** Pages that bring little are honest at the end of a list, and in small ones. */
const FREE_PAGES = 100;
/** Folders that further pages bring each, on average. */
const PAGE_YIELD = 5;

/** What one listing of folders may come to. Each part throws a FaultError once it is more. */
export type FolderBudget = {
  /** Another page of one list has come, which has brought `found` folders so far. */
  page(pages: number, found: number): void;
  /** Another folder is listed. */
  folder(folder: Folder): void;
  /** A folder has found its place in the tree; parents come first. */
  place(folder: Folder): void;
};

export function createFolderBudget(side: Side): FolderBudget {
  let folders = 0;
  let text = 0;
  const places = new Map<string, { level: number; pathLength: number }>();
  const addText = (length: number) => {
    text += length;
    if (text <= MAX_TEXT) return;
    const message = 'The folder names are longer in total than those of any real mailbox.';
    throw beyondBounds('folder-names-too-long', 'mailbox', message, side);
  };
  return {
    page: (pages, found) => {
      if (pages <= FREE_PAGES + found / PAGE_YIELD) return;
      const message = `The server has sent ${found} folders on ${pages} pages, and keeps sending more.`;
      throw beyondBounds('folders-without-end', 'mailbox', message, side);
    },
    folder: ({ id, parentId, name, folderClass }) => {
      folders += 1;
      addText(id.length + parentId.length + name.length + folderClass.length);
      if (folders <= MAX_FOLDERS) return;
      const message = `The server lists more than ${MAX_FOLDERS.toLocaleString('en')} folders.`;
      throw beyondBounds('too-many-folders', 'mailbox', message, side);
    },
    place: ({ id, parentId, name }) => {
      const above = places.get(parentId) ?? { level: 0, pathLength: 0 };
      const here = { level: above.level + 1, pathLength: above.pathLength + name.length + 1 };
      places.set(id, here);
      addText(here.pathLength);
      if (here.level <= MAX_LEVELS) return;
      const message = `The server lists folders nested more than ${MAX_LEVELS} levels deep.`;
      throw beyondBounds('folders-too-deep', 'mailbox', message, side);
    },
  };
}
