import { attachmentIdText } from '../store/ids.ts';
import { attachmentsOf, type StoredAttachment } from '../store/items.ts';
import type { Store } from '../store/store.ts';
import { leaf } from '../xml/node.ts';
import { ATTACHMENT_ELEMENT, type Attachment, type Item, REFERENCE_FIELDS } from './model.ts';
import { isoSeconds } from './values.ts';

/** What an attachment's element begins with, whatever kind it is. `id` is the text of its AttachmentId. */
export function attachmentHead(id: string, attachment: StoredAttachment, item: Item, level: number): string {
  let out = `<t:AttachmentId Id="${id}"/>${leaf('t:Name', attachment.name)}`;
  if (attachment.contentType) out += leaf('t:ContentType', attachment.contentType);
  if (attachment.contentId) out += leaf('t:ContentId', attachment.contentId);
  if (attachment.contentLocation) out += leaf('t:ContentLocation', attachment.contentLocation);
  if (level >= 10)
    out += `<t:Size>${attachment.sizeBytes}</t:Size><t:LastModifiedTime>${isoSeconds(attachment.modifiedAt ?? item.modifiedAt)}</t:LastModifiedTime><t:IsInline>${attachment.isInline === true}</t:IsInline>`;
  if (attachment.kind === 'file' && level >= 10)
    out += `<t:IsContactPhoto>${attachment.isContactPhoto === true}</t:IsContactPhoto>`;
  return out;
}

/** What a reference attachment points at. */
export const referenceXml = ({ reference }: Attachment): string =>
  REFERENCE_FIELDS.map((name) => (reference?.[name] === undefined ? '' : leaf(`t:${name}`, reference[name]))).join('');

/** What hangs on an item, or on an occurrence: an exception has its own, all others what the series has. */
export function attachedTo(store: Store, item: Item, occurrence: number | undefined): StoredAttachment[] {
  const isException = item.properties.exceptions?.some((each) => each.originalStart === occurrence) === true;
  const of = isException ? occurrence : undefined;
  return attachmentsOf(store, item.id).filter((each) => each.occurrence === of);
}

/** The list of attachments, without their contents; empty where there are none. */
export function attachmentsXml(
  { store, guid, level, occurrence }: { store: Store; guid: string; level: number; occurrence?: number },
  item: Item,
): string {
  const list = attachedTo(store, item, occurrence).map((each) => {
    // Unproven: whether older schemas are told of it in another way.
    if (each.kind === 'reference' && level < 16) return '';
    const id = attachmentIdText(guid, item.folder, item.id, [each.number]);
    const element = `t:${ATTACHMENT_ELEMENT[each.kind]}`;
    return `<${element}>${attachmentHead(id, each, item, level)}${referenceXml(each)}</${element}>`;
  });
  return list.some(Boolean) ? `<t:Attachments>${list.join('')}</t:Attachments>` : '';
}
