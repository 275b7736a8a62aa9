import { EwsError } from './errors.ts';
import { materialise } from '../items/materialise.ts';
import type { Item } from '../items/model.ts';
import { countWrite } from '../side.ts';
import { parseId } from '../store/ids.ts';
import { getItem, removeAttachment, updateItemRow } from '../store/items.ts';
import { requireChild } from '../xml/node.ts';
import { requireAttachment, rootIdAttributes } from './attachments.ts';
import { forEach, type Operation } from './operation.ts';

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteattachment-operation
 *
 * The answer tells the item's new change key; its id stays.
 */
export const deleteAttachmentOperation: Operation = {
  name: 'DeleteAttachment',
  since: 8,
  run(context, request) {
    const { store, side } = context;
    return forEach(context, requireChild(request, 'AttachmentIds').children, (node) => {
      const found = requireAttachment(context, node.attributes['Id'] as string, 'edit');
      // What is attached to an attached item can't be taken out of it.
      if (found.item.owner !== undefined) throw new EwsError('ErrorCannotDeleteObject');
      const number = parseId(node.attributes['Id'] as string)?.path?.[0] as number;
      return store.transaction(() => {
        const item = materialise(store, found.item);
        removeAttachment(store, item, number);
        const changed = getItem(store, item.id) as Item;
        changed.modifiedAt = side.now();
        updateItemRow(store, changed);
        countWrite(context, 'DeleteAttachment');
        return `<m:RootItemId ${rootIdAttributes(getItem(store, item.id) as Item, found.guid, found.attachment.occurrence)}/>`;
      });
    });
  },
};
