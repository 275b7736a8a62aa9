import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import { countWrite } from '../side.ts';
import { foldersBelow, foldersDeep } from '../store/folders.ts';
import { itemsIn } from '../store/items.ts';
import { requireChild } from '../xml/node.ts';
import { discardFolder, type Disposal } from './discard.ts';
import { forEach, type Operation } from './operation.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/deletefolder-operation */
export const deleteFolderOperation: Operation = {
  name: 'DeleteFolder',
  since: 8,
  run(context, request) {
    const { store, side } = context;
    const disposal = request.attributes['DeleteType'] as Disposal;
    return forEach(context, requireChild(request, 'FolderIds').children, (node) => {
      const { folder } = requireFolder(context, node, 'ErrorItemNotFound', 'own');
      if (folder.distinguishedId || foldersDeep(store, folder.id).some((each) => each.distinguishedId))
        throw new EwsError('ErrorDeleteDistinguishedFolder');
      const isFull = itemsIn(store, folder.id).length > 0 || foldersBelow(store, folder.id).length > 0;
      if (isFull && side.profile.quirks.keepsFullFolders) throw new EwsError('ErrorCannotDeleteObject');
      discardFolder(store, folder, disposal);
      countWrite(context, 'DeleteFolder');
      return undefined;
    });
  },
};
