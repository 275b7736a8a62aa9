import { EwsError } from './errors.ts';
import { readItemShape } from '../items/fields.ts';
import { occurrenceView } from '../items/occurrences.ts';
import { hasMimeForm, itemXml, type Reading } from '../items/read-item.ts';
import { requireChild } from '../xml/node.ts';
import { requireItem } from './item-ids.ts';
import { forEach, type Operation } from './operation.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getitem-operation */
export const getItemOperation: Operation = {
  name: 'GetItem',
  since: 8,
  emptyBody: '<m:Items/>',
  run(context, request) {
    const shape = readItemShape(requireChild(request, 'ItemShape'), context.level);
    const { quirks } = context.side.profile;
    const { itemsPerGet = Infinity } = quirks;
    let gotten = 0;
    return forEach(context, requireChild(request, 'ItemIds').children, (node) => {
      if ((gotten += 1) > itemsPerGet) throw new EwsError('ErrorServerBusy');
      const { item, mailbox, occurrence } = requireItem(context, node);
      if (shape.withMime && !hasMimeForm(item)) throw new EwsError('ErrorUnsupportedMimeConversion');
      const { store, level } = context;
      const reading: Reading = { store, guid: mailbox.guid, level, shape, isList: false, quirks };
      if (occurrence === undefined) return ['<m:Items>', itemXml(reading, item), '</m:Items>'];
      return ['<m:Items>', itemXml({ ...reading, occurrence }, occurrenceView(item, occurrence)), '</m:Items>'];
    });
  },
};
