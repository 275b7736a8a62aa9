import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import { addressesOf } from '../items/addresses.ts';
import { isMessageLike } from '../items/model.ts';
import { countOutgoing, countWrite } from '../side.ts';
import { getDistinguished } from '../store/folders.ts';
import { moveItem, removeItem } from '../store/items.ts';
import { child, requireChild } from '../xml/node.ts';
import { requireItem } from './item-ids.ts';
import { forEach, type Operation } from './operation.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/senditem-operation */
export const sendItemOperation: Operation = {
  name: 'SendItem',
  since: 8,
  run(context, request) {
    const saves = /^(?:true|1)$/.test(request.attributes['SaveItemToFolder'] ?? '');
    const target = child(request, 'SavedItemFolderId')?.children[0];
    return forEach(context, requireChild(request, 'ItemIds').children, (node) => {
      const { item, hasChangeKey, isStale } = requireItem(context, node, 'edit');
      if (!saves && target) throw new EwsError('ErrorInvalidSendItemSaveSettings');
      if (!hasChangeKey)
        throw new EwsError('ErrorChangeKeyRequiredForWriteOperations', 'A change key is required for this operation.');
      if (isStale) throw new EwsError('ErrorStaleObject');
      if (!isMessageLike(item.element))
        throw new EwsError('ErrorInvalidItemForOperationSendItem', 'The item cannot be sent.');
      const { fields } = item.properties;
      if (!['ToRecipients', 'CcRecipients', 'BccRecipients'].some((name) => addressesOf(fields[name]).length > 0))
        throw new EwsError('ErrorInvalidRecipients');
      countOutgoing(context);
      const folder = target
        ? requireFolder(context, target, undefined, 'create').folder
        : getDistinguished(context.store, item.mailbox, 'sentitems');
      if (saves && folder) {
        item.isDraft = false;
        item.sentAt = context.side.now();
        moveItem(context.store, item, folder.id);
      } else removeItem(context.store, item);
      countWrite(context, 'SendItem');
      return undefined;
    });
  },
};
