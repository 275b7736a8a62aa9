import { EwsError } from './errors.ts';
import { occurrenceView } from '../items/occurrences.ts';
import { countWrite } from '../side.ts';
import { removeStrayAttachments, updateItemRow } from '../store/items.ts';
import { requireChild } from '../xml/node.ts';
import { discardItem, type Disposal } from './discard.ts';
import { requireItem } from './item-ids.ts';
import { sendCancellations } from './meeting-messages.ts';
import { forEach, type Operation } from './operation.ts';
import { sendNonReadReceipt } from './receipts.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteitem-operation */
export const deleteItemOperation: Operation = {
  name: 'DeleteItem',
  since: 8,
  run(context, request) {
    const { store } = context;
    const { DeleteType, SendMeetingCancellations, AffectedTaskOccurrences, SuppressReadReceipts } = request.attributes;
    return forEach(context, requireChild(request, 'ItemIds').children, (node) => {
      const { item, occurrence } = requireItem(context, node, 'delete');
      if (item.element === 'CalendarItem' && SendMeetingCancellations === undefined)
        throw new EwsError('ErrorSendMeetingCancellationsRequired');
      if (item.element === 'Task' && AffectedTaskOccurrences === undefined)
        throw new EwsError('ErrorAffectedTaskOccurrencesRequired');
      if (occurrence !== undefined) {
        occurrenceView(item, occurrence);
        const { properties } = item;
        properties.exceptions = properties.exceptions?.filter((each) => each.originalStart !== occurrence) ?? [];
        if (properties.exceptions.length === 0) delete properties.exceptions;
        properties.deleted = [...(properties.deleted ?? []), occurrence].toSorted((a, b) => a - b);
        item.modifiedAt = context.side.now();
        store.transaction(() => {
          updateItemRow(store, item);
          removeStrayAttachments(store, item);
        });
      } else discardItem(store, item, DeleteType as Disposal);
      if (item.element === 'CalendarItem') sendCancellations(context, item, SendMeetingCancellations as string);
      // Deleting what was never read tells the sender so, where a receipt was asked for.
      if (DeleteType !== 'MoveToDeletedItems') sendNonReadReceipt(context, item, SuppressReadReceipts);
      countWrite(context, 'DeleteItem');
      return undefined;
    });
  },
};
