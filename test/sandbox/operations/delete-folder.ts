import { EwsError } from '../errors.ts';
import { requireFolder } from '../http/access.ts';
import { countWrite } from '../side.ts';
import { childNamed, getDistinguished, moveFolder, removeFolder } from '../store/folders.ts';
import { requireChild } from '../xml/node.ts';
import { forEach, type Operation } from './operation.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/deletefolder-operation */
export const deleteFolderOperation: Operation = {
  name: 'DeleteFolder',
  since: 8,
  run(context, request) {
    return forEach(context, requireChild(request, 'FolderIds').children, (node) => {
      const { folder } = requireFolder(context, node, 'ErrorItemNotFound', 'own');
      if (folder.distinguishedId) throw new EwsError('ErrorDeleteDistinguishedFolder');
      const bin = getDistinguished(context.store, folder.mailbox, 'deleteditems');
      if (request.attributes['DeleteType'] === 'MoveToDeletedItems' && bin) {
        if (childNamed(context.store, bin.id, folder.name)) throw new EwsError('ErrorFolderExists');
        moveFolder(context.store, folder, bin.id);
      } else removeFolder(context.store, folder);
      countWrite(context, 'DeleteFolder');
      return undefined;
    });
  },
};
