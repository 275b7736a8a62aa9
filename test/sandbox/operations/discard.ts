import { EwsError } from '../errors.ts';
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

/**
 * Takes an item away as a request wants it. What is in the recoverable items already and what is deleted hard is gone;
 * the latter goes through Recoverable Items\\Purges only under a hold, which no mailbox here has.
 */
export function discardItem(store: Store, item: Item, disposal: Disposal): void {
  const bin = getDistinguished(store, item.mailbox, 'deleteditems')?.id;
  const soft = (): number => recoverablePlace(store, item.mailbox, item.folder);
  const home = disposal === 'HardDelete' ? undefined : disposal === 'MoveToDeletedItems' ? bin : soft();
  if (home !== undefined && home !== item.folder) moveItem(store, item, home);
  else removeItem(store, item);
}

/**
 * Takes a folder away with all that is in it. Deleted softly, its items are recoverable and the folder itself is gone.
 * A name that is taken in Deleted Items is refused, and so is what lies there already: both codes are unproven.
 */
export function discardFolder(store: Store, folder: StoredFolder, disposal: Disposal): void {
  store.transaction(() => {
    const bin = getDistinguished(store, folder.mailbox, 'deleteditems');
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
