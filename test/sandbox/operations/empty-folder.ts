import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import { countWrite } from '../side.ts';
import { foldersBelow, foldersDeep } from '../store/folders.ts';
import { itemsIn } from '../store/items.ts';
import { requireChild } from '../xml/node.ts';
import { discardFolder, discardItem, type Disposal } from './discard.ts';
import { forEach, type Operation } from './operation.ts';

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/emptyfolder-operation
 *
 * Calendars and search folders can't be emptied; associated items stay.
 */
export const emptyFolderOperation: Operation = {
  name: 'EmptyFolder',
  since: 10.1,
  run(context, request) {
    const { store } = context;
    const disposal = request.attributes['DeleteType'] as Disposal;
    const withFolders = /^(?:true|1)$/.test(request.attributes['DeleteSubFolders'] ?? '');
    return forEach(context, requireChild(request, 'FolderIds').children, (node) => {
      const { folder } = requireFolder(context, node, 'ErrorItemNotFound', withFolders ? 'own' : 'delete');
      if (folder.element === 'CalendarFolder' || folder.element === 'SearchFolder')
        throw new EwsError('ErrorCannotEmptyFolder');
      if (withFolders && foldersDeep(store, folder.id).some((each) => each.distinguishedId))
        throw new EwsError('ErrorDeleteDistinguishedFolder');
      store.transaction(() => {
        for (const item of itemsIn(store, folder.id)) if (!item.isAssociated) discardItem(store, item, disposal);
        if (withFolders) for (const below of foldersBelow(store, folder.id)) discardFolder(store, below, disposal);
      });
      countWrite(context, 'EmptyFolder');
      return undefined;
    });
  },
};
