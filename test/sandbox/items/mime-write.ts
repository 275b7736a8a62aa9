import { readContent, readWhole } from '../store/content.ts';
import { attachmentsOf, getItem, type StoredAttachment } from '../store/items.ts';
import type { Store } from '../store/store.ts';
import { addressesOf } from './addresses.ts';
import { bodyOf } from './bodies.ts';
import { calendarText } from './ics-write.ts';
import { decodeRange } from './mime-parse.ts';
import type { Item, Value } from './model.ts';
import { fieldText } from './values.ts';

const encodeWord = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

function addressHeader(name: string, value: Value | undefined): string {
  const list = addressesOf(value);
  if (list.length === 0) return '';
  const parts = list.map((each) => {
    if (!each.name || each.name === each.email) return each.email ? `<${each.email}>` : '';
    const quoted = /[^\w\s]/.test(each.name) && encodeWord(each.name) === each.name;
    return `${quoted ? `"${each.name.replaceAll('"', '')}"` : encodeWord(each.name)} <${each.email}>`;
  });
  return `${name}: ${parts.filter(Boolean).join(',\r\n\t')}\r\n`;
}

const lines76 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');

function leafPart(type: string, text: string): string {
  return `Content-Type: ${type}; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines76(Buffer.from(text))}\r\n`;
}

/** Bytes of an attachment, wherever they lie. */
export function attachmentBytes(store: Store, item: Item, attachment: StoredAttachment): Iterable<Uint8Array> {
  const { range } = attachment;
  if (!range) return readContent(store, item.id, attachment.number);
  const bytes = readWhole(store, item.id, 0, range.start, range.end);
  return [decodeRange(bytes, { ...range, start: 0, end: bytes.length })];
}

function attachmentPart(store: Store, item: Item, attachment: StoredAttachment): string {
  const embedded = attachment.owned === undefined ? undefined : getItem(store, attachment.owned);
  const name = encodeWord(attachment.name).replaceAll('"', '');
  if (embedded) {
    const inner = mimeOf(store, embedded).toString('latin1');
    return `Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n${inner}\r\n`;
  }
  const bytes = Buffer.concat([...attachmentBytes(store, item, attachment)]);
  if (attachment.kind === 'item')
    return `Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n${bytes.toString('latin1')}\r\n`;
  const id = attachment.contentId ? `Content-ID: <${attachment.contentId}>\r\n` : '';
  return `Content-Type: ${attachment.contentType ?? 'application/octet-stream'}; name="${name}"\r\nContent-Disposition: ${attachment.isInline ? 'inline' : 'attachment'}; filename="${name}"\r\n${id}Content-Transfer-Encoding: base64\r\n\r\n${lines76(bytes)}\r\n`;
}

function compose(store: Store, item: Item): Buffer {
  const { fields } = item.properties;
  const isCalendar = item.element === 'CalendarItem';
  let head = addressHeader('From', fields['From'] ?? fields['Sender'] ?? fields['Organizer']);
  head += addressHeader('To', fields['ToRecipients'] ?? fields['RequiredAttendees']);
  head += addressHeader('CC', fields['CcRecipients'] ?? fields['OptionalAttendees']);
  head += addressHeader('BCC', fields['BccRecipients']);
  head += addressHeader('Reply-To', fields['ReplyTo']);
  head += `Subject: ${encodeWord(item.subject)}\r\n`;
  for (const [name, field] of [
    ['Thread-Topic', 'ConversationTopic'],
    ['Thread-Index', 'ConversationIndex'],
    ['In-Reply-To', 'InReplyTo'],
    ['References', 'References'],
    ['Importance', 'Importance'],
    ['Sensitivity', 'Sensitivity'],
  ] as const) {
    const value = fieldText(fields, field);
    if (value && value !== 'Normal') head += `${name}: ${encodeWord(value)}\r\n`;
  }
  const date = item.sentAt ?? item.receivedAt ?? item.createdAt;
  head += `Date: ${new Date(date).toUTCString().replace('GMT', '+0000')}\r\n`;
  if (item.messageId) head += `Message-ID: ${item.messageId}\r\n`;
  head += 'MIME-Version: 1.0\r\n';
  const best = bodyOf(store, item, 'Best');
  // What lies elsewhere has no part of its own.
  const attachments = attachmentsOf(store, item.id).filter(
    ({ kind, occurrence }) => kind !== 'reference' && occurrence === undefined,
  );
  const alternatives = [leafPart('text/plain', bodyOf(store, item, 'Text').text)];
  if (best.kind === 'HTML') alternatives.push(leafPart('text/html', best.text));
  if (isCalendar)
    alternatives.push(leafPart('text/calendar; method=PUBLISH', calendarText(item, bodyOf(store, item, 'Text').text)));
  const edge = (level: string): string => `_${level}_${item.id.toString(16).padStart(8, '0')}_`;
  const multipart = (kind: string, level: string, parts: string[]): string =>
    `Content-Type: multipart/${kind};\r\n\tboundary="${edge(level)}"\r\n\r\n${parts.map((part) => `--${edge(level)}\r\n${part}`).join('')}--${edge(level)}--\r\n`;
  const body = alternatives.length === 1 ? (alternatives[0] as string) : multipart('alternative', '000', alternatives);
  const whole =
    attachments.length === 0
      ? body
      : multipart('mixed', '004', [body, ...attachments.map((each) => attachmentPart(store, item, each))]);
  return Buffer.from(head + whole, 'latin1');
}

/** The item as MIME: the bytes it came with, or a message made from its properties. */
export function mimeOf(store: Store, item: Item): Buffer {
  return item.hasMime ? readWhole(store, item.id) : compose(store, item);
}

/** What MimeContent holds: an appointment as bare iCalendar, all else as mail; a large one is never held whole. */
export function mimePieces(store: Store, item: Item): Iterable<Uint8Array> {
  if (item.element === 'CalendarItem') return [Buffer.from(calendarText(item, bodyOf(store, item, 'Text').text))];
  return item.hasMime ? readContent(store, item.id, 0) : [compose(store, item)];
}
