import { EwsError, SoapFault } from './errors.ts';
import { type FoundFolder, requireFolder, requireMailbox } from '../http/access.ts';
import { noteCreator } from '../http/folder-rights.ts';
import { addressesOf } from '../items/addresses.ts';
import { ATTACHMENT_ELEMENT, isMessageLike, type Item, type NewItem } from '../items/model.ts';
import { itemId } from '../items/read-item.ts';
import { ownerValue } from '../items/settle.ts';
import { itemOfNode } from '../items/write-item.ts';
import { type Context, countOutgoing, countWrite } from '../side.ts';
import { getDistinguished } from '../store/folders.ts';
import { attachmentIdText } from '../store/ids.ts';
import { attachmentsOf, getItem, insertItem } from '../store/items.ts';
import { withinLimits } from '../store/limits.ts';
import { child, type Node, requireChild } from '../xml/node.ts';
import { attendeesOf, sendInvitations } from './meeting-messages.ts';
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
  if (given) return requireFolder(context, given, undefined, 'create');
  const mailbox = requireMailbox(context, undefined);
  const name =
    HOME[item.element] ?? (request.attributes['MessageDisposition'] === 'SendAndSaveCopy' ? 'sentitems' : 'drafts');
  const folder = getDistinguished(context.store, mailbox.id, name);
  if (!folder) throw new EwsError('ErrorFolderNotFound');
  return { folder, mailbox };
}

/**
 * What the answer says of the attachments that came along: their ids, so that the client doesn't create them again.
 * Seen in the answers of real servers that OfficeDev/ews-managed-api#141 and ews-java-api#741 show.
 */
function createdAttachments(context: Context, item: Item, guid: string): string {
  const ids = attachmentsOf(context.store, item.id).map(({ number, kind }) => {
    const name = `t:${ATTACHMENT_ELEMENT[kind]}`;
    return `<${name}><t:AttachmentId Id="${attachmentIdText(guid, item.folder, item.id, [number])}"/></${name}>`;
  });
  return `<t:Attachments>${ids.join('')}</t:Attachments>`;
}

const recipientsOf = ({ properties: { fields } }: NewItem): number =>
  ['ToRecipients', 'CcRecipients', 'BccRecipients'].reduce((sum, name) => sum + addressesOf(fields[name]).length, 0);

/** An appointment whose organiser is given by PidTagSentRepresenting…; that of MIME is another matter. */
const namesOrganizer = (node: Node): boolean =>
  node.name === 'CalendarItem' &&
  node.children.some(
    ({ name, children }) =>
      name === 'ExtendedProperty' && [0x42, 0x64, 0x65].includes(Number(children[0]?.attributes['PropertyTag'])),
  );

const FOLDER_KINDS: Readonly<Record<string, readonly [folderClass: RegExp, code: string]>> = {
  CalendarItem: [/^IPF\.Appointment\b/i, 'ErrorCannotCreateCalendarItemInNonCalendarFolder'],
  Contact: [/^IPF\.Contact\b/i, 'ErrorCannotCreateContactInNonContactFolder'],
  DistributionList: [/^IPF\.Contact\b/i, 'ErrorCannotCreateContactInNonContactFolder'],
  Task: [/^IPF\.Task\b/i, 'ErrorCannotCreateTaskInNonTaskFolder'],
  PostItem: [/^(?:IPF\.Note\b|IPF$|$)/i, 'ErrorCannotCreatePostItemInNonMailFolder'],
};

/** Items of these kinds are made in folders of theirs alone, not even in Deleted Items. */
function checkKind(item: NewItem, folderClass: string): void {
  const kind = FOLDER_KINDS[item.element];
  if (kind && !kind[0].test(folderClass)) throw new EwsError(kind[1]);
}

/** Where a server takes no message in another's name: not even one that is only saved. */
function checkSender({ caller }: Context, { properties: { fields } }: NewItem): void {
  const [sender] = addressesOf(fields['From']);
  if (sender && sender.email.toLowerCase() !== caller.mailbox?.email.toLowerCase())
    throw new EwsError('ErrorAccessDenied');
}

/** PidLidFlagRequest, of a server that takes it for the subject. */
export function mistakeFollowUp(item: Pick<NewItem, 'subject' | 'properties'>): void {
  const text = item.properties.named['00062008-0000-0000-c000-000000000046|id:34096|String'];
  if (typeof text === 'string') item.subject = text;
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
      const hasAttachments = child(node, 'Attachments') !== undefined;
      // Before 2010 SP2 an item is created first and its attachments by CreateAttachment.
      if (hasAttachments && context.level < 10.2) throw new EwsError('ErrorInvalidPropertySet');
      const { item } = itemOfNode(node, side.now(), owner, context);
      if (namesOrganizer(node)) {
        if (side.organizers === 'refused') throw new EwsError('ErrorInvalidPropertySet');
        if (side.organizers === 'stamped') item.properties.fields['Organizer'] = ownerValue(owner);
      }
      const isMessage = isMessageLike(item.element);
      const { checksSenders, postsAsMessages, followUpIsSubject } = side.profile.quirks;
      if (checksSenders && (isMessage || (postsAsMessages && item.element === 'PostItem'))) checkSender(context, item);
      if (followUpIsSubject) mistakeFollowUp(item);
      const sends = isMessage && disposition !== 'SaveOnly' && disposition !== undefined;
      if (sends) {
        if (recipientsOf(item) === 0) throw new EwsError('ErrorInvalidRecipients');
        item.isDraft = false;
        item.sentAt = side.now();
        countOutgoing(context);
        if (disposition === 'SendOnly') return '<m:Items/>';
      }
      const { folder, mailbox } = target(context, request, item);
      if (isMessage && folder.element === 'ContactsFolder') throw new EwsError('ErrorInvalidFolderTypeForOperation');
      checkKind(item, folder.folderClass);
      const isInvitation = item.element === 'CalendarItem' && invitations !== 'SendToNone';
      if (isInvitation && invitations !== undefined && attendeesOf(item).length > 0)
        item.properties.fields['MeetingRequestWasSent'] = 'true';
      const id = withinLimits(store, mailbox.id, () => insertItem(store, mailbox.id, folder.id, item));
      noteCreator(context, mailbox, id);
      countWrite(context, 'CreateItem');
      const stored = getItem(store, id) as Item;
      if (isInvitation) sendInvitations(context, stored, invitations ?? 'SendToNone');
      const attachments = hasAttachments ? createdAttachments(context, stored, mailbox.guid) : '';
      return `<m:Items><t:${stored.element}>${itemId(stored, mailbox.guid)}${attachments}</t:${stored.element}></m:Items>`;
    });
  },
};
