import { EwsError } from './errors.ts';
import { requireItemById } from '../http/access.ts';
import type { Need } from '../http/folder-rights.ts';
import { attachmentHead, referenceXml } from '../items/attachment-xml.ts';
import { changeOccurrence } from '../items/exceptions.ts';
import { readItemShape } from '../items/fields.ts';
import { attachmentBytes } from '../items/mime-write.ts';
import { materialise } from '../items/materialise.ts';
import type { Item } from '../items/model.ts';
import { hasMimeForm, itemXml } from '../items/read-item.ts';
import { attachmentsOfNode } from '../items/write-item.ts';
import { type Context, countWrite } from '../side.ts';
import { attachmentIdText, changeKeyText, itemIdText, occurrenceIdText, parseId } from '../store/ids.ts';
import { attachmentsOf, getItem, insertAttachment, type StoredAttachment, updateItemRow } from '../store/items.ts';
import { nextAttachmentNumber } from '../store/attachment-numbers.ts';
import { withinLimits } from '../store/limits.ts';
import { child, requireChild, wrap, type Xml } from '../xml/node.ts';
import { forEach, type Operation } from './operation.ts';

/** What attachment answers say of the item at the top: its id, and its change key of now. */
export const rootIdAttributes = (item: Item, guid: string, occurrence?: number): string => {
  const id =
    occurrence === undefined
      ? itemIdText(guid, item.folder, item.id)
      : occurrenceIdText(guid, item.folder, item.id, occurrence);
  return `RootItemId="${id}" RootItemChangeKey="${changeKeyText(guid, item.change)}"`;
};

/** The attachment of an id; `need` is what the caller wants to do with the item it hangs on. */
export function requireAttachment(
  context: Context,
  text: string,
  need: Need = 'read',
): { item: Item; attachment: StoredAttachment; guid: string } {
  const id = parseId(text);
  if (!id || id.kind !== 'attachment' || id.path?.length !== 1) throw new EwsError('ErrorInvalidAttachmentId');
  const item = getItem(context.store, id.item);
  const attachment = item && attachmentsOf(context.store, item.id).find((each) => each.number === id.path?.[0]);
  if (!item || !attachment) throw new EwsError('ErrorItemNotFound');
  // Rights are those of the item at the top.
  let top: Item = item;
  while (top.owner !== undefined) top = getItem(context.store, top.owner) as Item;
  const { mailbox } = requireItemById(context, itemIdText(id.mailboxGuid, id.folder, top.id), undefined, need);
  return { item, attachment, guid: mailbox.guid };
}

const MIME_FORMS = /^(?:IPM\.(?:Note|Post|Appointment|Schedule)|REPORT\.)/i;

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getattachment-operation */
export const getAttachmentOperation: Operation = {
  name: 'GetAttachment',
  since: 8,
  emptyBody: '<m:Attachments/>',
  run(context, request) {
    const shape = readItemShape(child(request, 'AttachmentShape'), context.level);
    return forEach(context, requireChild(request, 'AttachmentIds').children, (node): Xml => {
      const text = node.attributes['Id'] as string;
      const { item, attachment, guid } = requireAttachment(context, text);
      const start = attachmentHead(text, attachment, item, context.level);
      const embedded = attachment.owned === undefined ? undefined : getItem(context.store, attachment.owned);
      if (embedded) {
        // [MS-OXWSATT] 3.1.4.3: only notes, posts and appointments have a MIME form on 2007 to 2010 SP2.
        if (
          shape.withMime &&
          context.side.profile.level <= 10.2 &&
          context.side.profile.name !== 'Exchange2010_SP3' &&
          !MIME_FORMS.test(embedded.itemClass)
        )
          throw new EwsError('ErrorUnsupportedMimeConversion');
        const withMime = shape.withMime && hasMimeForm(embedded);
        const reading = {
          store: context.store,
          guid,
          level: context.level,
          shape: { ...shape, withMime },
          isList: false,
          embedded: true,
        };
        return [
          '<m:Attachments><t:ItemAttachment>',
          start,
          itemXml(reading, embedded),
          '</t:ItemAttachment></m:Attachments>',
        ];
      }
      if (attachment.kind === 'reference')
        return `<m:Attachments><t:ReferenceAttachment>${start}${referenceXml(attachment)}</t:ReferenceAttachment></m:Attachments>`;
      const bytes = (): Iterable<Uint8Array> => attachmentBytes(context.store, item, attachment);
      const content = wrap('t:Content', { kind: 'base64', lengthBytes: attachment.sizeBytes, bytes });
      return ['<m:Attachments><t:FileAttachment>', start, content, '</t:FileAttachment></m:Attachments>'];
    });
  },
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/createattachment-operation */
export const createAttachmentOperation: Operation = {
  name: 'CreateAttachment',
  since: 8,
  emptyBody: '<m:Attachments/>',
  run(context, request) {
    const { store, side } = context;
    const parent = requireChild(request, 'ParentItemId').attributes;
    return forEach(context, requireChild(request, 'Attachments').children, (node) => {
      // An older key does not matter: DavMail changes a photo with the key of before it took the old one off.
      const found = requireItemById(context, parent['Id'] as string, parent['ChangeKey'], 'edit');
      const owner = context.caller.mailbox?.email ?? 'admin';
      const [attachment] = attachmentsOfNode({ ...node, children: [node] }, side.now(), owner);
      if (!attachment) throw new EwsError('ErrorRequiredPropertyMissing');
      const { occurrence } = found;
      if (occurrence !== undefined) attachment.occurrence = occurrence;
      return store.transaction(() => {
        const item = materialise(store, found.item);
        // An occurrence with a file of its own is an exception of its series.
        if (occurrence !== undefined) changeOccurrence(item, occurrence, () => {});
        const number = nextAttachmentNumber(store, item.id);
        withinLimits(store, item.mailbox, () => {
          const size = insertAttachment(store, item.mailbox, item.folder, item.id, number, attachment);
          item.modifiedAt = side.now();
          updateItemRow(store, item);
          store.sql('update items set attachments = attachments + 1, size = size + ? where id = ?').run(size, item.id);
          return item.id;
        });
        countWrite(context, 'CreateAttachment');
        if (side.profile.quirks.forgetsAttachments) side.openFiles.push({ item: item.id, attachment: number });
        const changed = getItem(store, item.id) as Item;
        const { guid } = found.mailbox;
        const id = `<t:AttachmentId Id="${attachmentIdText(guid, item.folder, item.id, [number])}" ${rootIdAttributes(changed, guid, occurrence)}/>`;
        return `<m:Attachments><t:${node.name}>${id}</t:${node.name}></m:Attachments>`;
      });
    });
  },
};
