import { EwsError } from './errors.ts';
import { requireFolder, requireItemById } from '../http/access.ts';
import { noteCreator } from '../http/folder-rights.ts';
import { readStream } from '../items/export-stream.ts';
import { itemId } from '../items/read-item.ts';
import { isFromNewer } from '../items/stream-version.ts';
import { countWrite } from '../side.ts';
import { getItem, insertItem, replaceItem } from '../store/items.ts';
import { withinLimits } from '../store/limits.ts';
import type { Item } from '../items/model.ts';
import { child, requireChild } from '../xml/node.ts';
import { forEach, type Operation } from './operation.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/uploaditems-operation */
export const uploadItemsOperation: Operation = {
  name: 'UploadItems',
  since: 10.1,
  run(context, request) {
    const { store } = context;
    return forEach(context, requireChild(request, 'Items').children, (node) => {
      const { folder, mailbox } = requireFolder(context, requireChild(node, 'ParentFolderId'), undefined, 'create');
      const { spool } = requireChild(node, 'Data');
      if (!spool || spool.lengthBytes === 0 || !spool.isBase64) throw new EwsError('ErrorCorruptData');
      const next = readStream(spool);
      if (!context.side.acceptsNewerStreams && isFromNewer(spool, context.side.profile))
        throw new EwsError('ErrorCorruptData', 'The data is of a newer server.');
      if (node.attributes['IsAssociated'] !== undefined)
        next.isAssociated = /^(?:true|1)$/.test(node.attributes['IsAssociated']);
      const target = child(node, 'ItemId');
      const action = node.attributes['CreateAction'];
      if (action !== 'CreateNew') {
        const existing = find(target?.attributes['Id'], target?.attributes['ChangeKey']);
        if (!existing && action === 'Update') throw new EwsError('ErrorItemNotFound');
        if (existing) {
          if (existing.folder !== folder.id) throw new EwsError('ErrorItemNotFound');
          withinLimits(store, mailbox.id, () => {
            replaceItem(store, existing, next);
            return existing.id;
          });
          countWrite(context, 'UploadItems');
          return reference(existing.id);
        }
      } else if (target) throw new EwsError('ErrorInvalidOperation');
      const id = withinLimits(store, mailbox.id, () => insertItem(store, mailbox.id, folder.id, next));
      noteCreator(context, mailbox, id);
      countWrite(context, 'UploadItems');
      return reference(id);

      function reference(row: number): string {
        return itemId(getItem(store, row) as Item, mailbox.guid).replace('<t:ItemId', '<m:ItemId');
      }
    });

    function find(id: string | undefined, changeKey: string | undefined): Item | undefined {
      if (id === undefined) throw new EwsError('ErrorInvalidIdEmpty', 'Id must be non-empty.');
      try {
        return requireItemById(context, id, changeKey, 'edit').item;
      } catch (error) {
        if (error instanceof EwsError && error.code === 'ErrorItemNotFound') return undefined;
        throw error;
      }
    }
  },
};
