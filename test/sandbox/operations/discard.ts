import { EwsError } from './errors.ts';
import type { Item } from '../items/model.ts';
import { recoverablePlace } from '../store/dumpster.ts';
import {
  childNamed,
  foldersDeep,
  getDistinguished,
  isWithin,
  moveFolder,
  removeFolder,
  type StoredFolder,
} from '../store/folders.ts';
import { itemsIn, moveItem, removeItem } from '../store/items.ts';
import type { Store } from '../store/store.ts';

/** DisposalType of the schema. */
export type Disposal = 'HardDelete' | 'SoftDelete' | 'MoveToDeletedItems';

/** Whether a folder is in the archive, which has a bin and recoverable items of its own. */
function isArchived(store: Store, mailbox: number, folder: number): boolean {
  const archive = getDistinguished(store, mailbox, 'archiveroot');
  return archive !== undefined && isWithin(store, folder, archive.id);
}

const binOf = (store: Store, mailbox: number, folder: number): StoredFolder | undefined =>
  getDistinguished(store, mailbox, isArchived(store, mailbox, folder) ? 'archivedeleteditems' : 'deleteditems');

function recoverableOf(store: Store, mailbox: number, folder: number): number {
  const archive = isArchived(store, mailbox, folder)
    ? getDistinguished(store, mailbox, 'archiverecoverableitemsdeletions')
    : undefined;
  return archive?.id ?? recoverablePlace(store, mailbox, folder);
}

/**
 * Takes an item away as a request wants it; SoftDelete is a move to the recoverable items since 2010, and before that
 * a mark. https://learn.microsoft.com/dotnet/api/microsoft.exchange.webservices.data.deletemode What is in the recoverable items already and what is deleted hard is gone;
 * the latter goes through Recoverable Items\\Purges only under a hold, which no mailbox here has.
 */
export function discardItem(store: Store, item: Item, disposal: Disposal): void {
  const { mailbox, folder } = item;
  const home =
    disposal === 'HardDelete'
      ? undefined
      : disposal === 'MoveToDeletedItems'
        ? binOf(store, mailbox, folder)?.id
        : recoverableOf(store, mailbox, folder);
  if (home !== undefined && home !== item.folder) moveItem(store, item, home);
  else removeItem(store, item);
}

/**
 * Takes a folder away with all that is in it. Deleted softly, its items are recoverable and the folder itself is gone.
 * A name that is taken in Deleted Items is refused, and so is what lies there already: both codes are unproven.
 */
export function discardFolder(store: Store, folder: StoredFolder, disposal: Disposal): void {
  store.transaction(() => {
    const bin = binOf(store, folder.mailbox, folder.id);
    if (disposal === 'MoveToDeletedItems' && bin && !isWithin(store, folder.id, bin.id)) {
      if (childNamed(store, bin.id, folder.name)) throw new EwsError('ErrorFolderExists');
      return moveFolder(store, folder, bin.id);
    }
    if (disposal === 'SoftDelete')
      for (const each of [folder, ...foldersDeep(store, folder.id)])
        for (const item of itemsIn(store, each.id)) if (!item.isAssociated) discardItem(store, item, 'SoftDelete');
    removeFolder(store, folder);
  });
}
