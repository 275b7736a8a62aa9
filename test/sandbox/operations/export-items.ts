import { requireItem } from './item-ids.ts';
import { writeStream } from '../items/export-stream.ts';
import { itemId } from '../items/read-item.ts';
import { detach } from '../store/items.ts';
import { requireChild, wrap } from '../xml/node.ts';
import { forEach, type Operation } from './operation.ts';

// Streams up to here are made at once, so that a later change of the item can't break a small answer.
const EAGER_BYTES = 1 << 20;

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/exportitems-operation */
export const exportItemsOperation: Operation = {
  name: 'ExportItems',
  since: 10.1,
  run(context, request) {
    const { store, side } = context;
    return forEach(context, requireChild(request, 'ItemIds').children, (node) => {
      const { item, mailbox } = requireItem(context, node);
      const copy = detach(store, item);
      // Beyond the eager ones the answer goes in chunks, and the length need not be known to the byte.
      let lengthBytes = item.sizeBytes;
      let bytes = (): Iterable<Uint8Array> => writeStream(copy, side.profile);
      if (item.sizeBytes <= EAGER_BYTES) {
        const pieces = [...bytes()];
        lengthBytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
        bytes = () => pieces;
      }
      return [
        itemId(item, mailbox.guid).replace('<t:ItemId', '<m:ItemId'),
        wrap('m:Data', { kind: 'base64', lengthBytes, bytes }),
      ];
    });
  },
};
