import { EwsError, SoapFault } from '../errors.ts';
import { type FoundFolder, requireFolder, requireMailbox } from '../http/access.ts';
import { addressesOf } from '../items/addresses.ts';
import { isMessageLike, type Item, type NewItem } from '../items/model.ts';
import { itemId } from '../items/read-item.ts';
import { itemOfNode } from '../items/write-item.ts';
import { type Context, countOutgoing, countWrite } from '../side.ts';
import { getDistinguished } from '../store/folders.ts';
import { getItem, insertItem } from '../store/items.ts';
import { child, type Node, requireChild } from '../xml/node.ts';
import { forEach, type Operation } from './operation.ts';

const HOME: Record<string, string> = {
  CalendarItem: 'calendar',
  Contact: 'contacts',
  DistributionList: 'contacts',
  Task: 'tasks',
  PostItem: 'inbox',
};

function target(context: Context, request: Node, item: NewItem): FoundFolder {
  const given = child(request, 'SavedItemFolderId')?.children[0];
  if (given) return requireFolder(context, given);
  const mailbox = requireMailbox(context, undefined);
  const name =
    HOME[item.element] ?? (request.attributes['MessageDisposition'] === 'SendAndSaveCopy' ? 'sentitems' : 'drafts');
  const folder = getDistinguished(context.store, mailbox.id, name);
  if (!folder) throw new EwsError('ErrorFolderNotFound');
  return { folder, mailbox };
}

/** How many a meeting goes to. */
export function attendeeCount(item: Pick<Item, 'properties'>): number {
  const { fields } = item.properties;
  return ['RequiredAttendees', 'OptionalAttendees', 'Resources'].reduce(
    (sum, name) => sum + addressesOf(fields[name]).length,
    0,
  );
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/createitem-operation */
export const createItemOperation: Operation = {
  name: 'CreateItem',
  since: 8,
  emptyBody: '<m:Items/>',
  run(context, request) {
    const { store, side } = context;
    const nodes = requireChild(request, 'Items').children;
    const disposition = request.attributes['MessageDisposition'];
    const invitations = request.attributes['SendMeetingInvitations'];
    if (nodes.some((node) => node.name === 'CalendarItem') && invitations === undefined)
      throw new SoapFault('ErrorSendMeetingInvitationsRequired');
    if (nodes.some((node) => isMessageLike(node.name as Item['element'])) && disposition === undefined)
      throw new SoapFault('ErrorMessageDispositionRequired');
    return forEach(context, nodes, (node) => {
      const owner = context.caller.mailbox?.email ?? 'admin';
      const { item } = itemOfNode(node, side.now(), owner);
      const isMessage = isMessageLike(item.element);
      const sends = isMessage && disposition !== 'SaveOnly' && disposition !== undefined;
      if (sends) {
        item.isDraft = false;
        item.sentAt = side.now();
        countOutgoing(context);
        if (disposition === 'SendOnly') return '<m:Items/>';
      }
      const { folder, mailbox } = target(context, request, item);
      if (isMessage && folder.element === 'ContactsFolder') throw new EwsError('ErrorInvalidFolderTypeForOperation');
      const id = insertItem(store, mailbox.id, folder.id, item);
      if (item.element === 'CalendarItem' && invitations !== 'SendToNone' && attendeeCount(item) > 0) {
        countOutgoing(context);
        if (invitations === 'SendToAllAndSaveCopy') item.properties.fields['MeetingRequestWasSent'] = 'true';
      }
      countWrite(context, 'CreateItem');
      const stored = getItem(store, id) as Item;
      return `<m:Items><t:${stored.element}>${itemId(stored, mailbox.guid)}</t:${stored.element}></m:Items>`;
    });
  },
};
