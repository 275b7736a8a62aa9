import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import type { Item } from '../items/model.ts';
import { itemId } from '../items/read-item.ts';
import { type Context, countWrite } from '../side.ts';
import { getItem, moveItem } from '../store/items.ts';
import { withinLimits } from '../store/limits.ts';
import type { Store } from '../store/store.ts';
import { type Node, requireChild, textOf } from '../xml/node.ts';
import { requireItem } from './item-ids.ts';
import { forEach, type Operation, type Reply } from './operation.ts';

type Carry = (store: Store, item: Item, folder: number, mailbox: number) => number;

/**
 * MoveItem and CopyItem. Before 2010 SP1 the answer carries no id. Since then it does unless ReturnNewItemIds says
 * false, and never for what went to another mailbox.
 */
export function carryItems(context: Context, request: Node, carry: Carry): Promise<Reply[]> {
  const { store } = context;
  const target = requireChild(request, 'ToFolderId').children[0] as Node;
  const asked = textOf(request, 'ReturnNewItemIds') ?? '';
  const wantsIds = !(context.side.profile.quirks.hidesMovedIds ? /^(?:true|1)$/ : /^(?:false|0)$/).test(asked);
  return forEach(context, requireChild(request, 'ItemIds').children, (node) => {
    const to = requireFolder(context, target, 'ErrorToFolderNotFound', 'create');
    const { item, mailbox, occurrence } = requireItem(context, node, request.name === 'MoveItem' ? 'delete' : 'read');
    if (occurrence !== undefined) throw new EwsError('ErrorCalendarCannotMoveOrCopyOccurrence');
    // Nothing is put into a search: the code is unproven.
    if (to.folder.element === 'SearchFolder') throw new EwsError('ErrorMoveCopyFailed');
    const put = (): number => carry(store, item, to.folder.id, to.mailbox.id);
    // What only moves about in its mailbox makes it no larger.
    const isSame = request.name === 'MoveItem' && to.mailbox.id === mailbox.id;
    const id = isSame ? put() : withinLimits(store, to.mailbox.id, put);
    countWrite(context, request.name);
    if (context.level < 10.1 || !wantsIds || to.mailbox.id !== mailbox.id) return '<m:Items/>';
    const carried = getItem(store, id) as Item;
    return `<m:Items><t:${carried.element}>${itemId(carried, to.mailbox.guid)}</t:${carried.element}></m:Items>`;
  });
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/moveitem-operation
 *
 * What was moved has another id; the old one is gone.
 */
export const moveItemOperation: Operation = {
  name: 'MoveItem',
  since: 8,
  emptyBody: '<m:Items/>',
  run: (context, request) => carryItems(context, request, moveItem),
};
