import { addressesOf, mailboxValue, parseAddresses, recipientsValue } from './addresses.ts';
import { decodeRange, decodeText, decodeWords, header, type Part, parseMime } from './mime-parse.ts';
import type { MimeRange, NewAttachment, NewItem, Value } from './model.ts';
import { newItem } from './model.ts';

const IMPORTANCE: Record<string, string> = {
  '1': 'High',
  '2': 'High',
  high: 'High',
  '4': 'Low',
  '5': 'Low',
  low: 'Low',
};
const SENSITIVITY: Record<string, string> = {
  personal: 'Personal',
  private: 'Private',
  'company-confidential': 'Confidential',
};

/** Milliseconds of an RFC 5322 date, or undefined. */
function parseDate(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const time = Date.parse(text.replace(/\([^)]*\)/g, '').trim());
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000) * 1000;
}

// Messages inside messages are items of their own down to here, files below.
const MAX_DEPTH = 8;

type Found = { text?: MimeRange; html?: MimeRange; attachments: { part: Part; isInline: boolean }[] };

function sort(part: Part, found: Found, isRelated: boolean): void {
  if (part.children.length > 0) {
    const related = part.type === 'multipart/related';
    for (const each of part.children) sort(each, found, related || isRelated);
    return;
  }
  const isAttached = part.disposition === 'attachment' || part.filename !== undefined;
  if (!isAttached && part.type === 'text/plain' && !found.text) found.text = part.body;
  else if (!isAttached && part.type === 'text/html' && !found.html) found.html = part.body;
  else if (part.type.startsWith('multipart/')) return;
  else found.attachments.push({ part, isInline: part.disposition === 'inline' || (isRelated && !!part.contentId) });
}

function attachmentOf(
  whole: Buffer,
  { part, isInline }: Found['attachments'][number],
  now: number,
  depth: number,
): NewAttachment {
  const isMessage = part.type === 'message/rfc822' && part.body.encoding !== 'base64';
  const embedded =
    isMessage && depth < MAX_DEPTH
      ? itemFromMime(whole.subarray(part.body.start, part.body.end), now, depth + 1)
      : undefined;
  const name = part.filename ?? (embedded?.subject || 'attachment');
  const attachment: NewAttachment = {
    kind: embedded ? 'item' : 'file',
    name,
    contentType: part.type,
    isInline,
    sizeBytes: part.body.end - part.body.start,
    range: part.body,
  };
  if (part.contentId) attachment.contentId = part.contentId;
  if (embedded) attachment.item = embedded;
  return attachment;
}

function classOf(root: Part): string {
  const report = root.parameters['report-type']?.toLowerCase();
  if (root.type === 'multipart/report' && report === 'delivery-status') return 'REPORT.IPM.Note.NDR';
  if (root.type === 'multipart/report' && report === 'disposition-notification') return 'REPORT.IPM.Note.IPNRN';
  if (root.type === 'multipart/signed') return 'IPM.Note.SMIME.MultipartSigned';
  if (/^application\/(x-)?pkcs7-mime$/.test(root.type)) return 'IPM.Note.SMIME';
  return 'IPM.Note';
}

/** The typed fields that a message's header carries. */
function headerFields(part: Part): Record<string, Value> {
  const fields: Record<string, Value> = {};
  const set = (field: string, value: string | undefined): void => {
    if (value) fields[field] = value;
  };
  for (const [field, name] of [
    ['ToRecipients', 'to'],
    ['CcRecipients', 'cc'],
    ['BccRecipients', 'bcc'],
    ['ReplyTo', 'reply-to'],
  ] as const) {
    const lines = part.headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
    const list = parseAddresses(lines.join(', '));
    if (list.length > 0) fields[field] = recipientsValue(list);
  }
  for (const [field, name] of [
    ['From', 'from'],
    ['Sender', 'sender'],
  ] as const) {
    const first = parseAddresses(header(part, name) ?? '')[0];
    if (first) fields[field] = { c: [['Mailbox', mailboxValue(first)]] };
  }
  if (!fields['Sender'] && fields['From']) fields['Sender'] = fields['From'];
  set('InReplyTo', header(part, 'in-reply-to'));
  set('References', header(part, 'references'));
  set('ConversationTopic', decodeWords(header(part, 'thread-topic') ?? ''));
  const index = header(part, 'thread-index')?.replace(/\s/g, '');
  if (index && /^[A-Za-z0-9+/]+={0,2}$/.test(index) && index.length % 4 === 0) fields['ConversationIndex'] = index;
  set(
    'Importance',
    IMPORTANCE[(header(part, 'importance') ?? header(part, 'x-priority') ?? '').split(' ')[0]?.toLowerCase() ?? ''],
  );
  set('Sensitivity', SENSITIVITY[(header(part, 'sensitivity') ?? '').toLowerCase()]);
  if (header(part, 'disposition-notification-to')) fields['IsReadReceiptRequested'] = 'true';
  if (header(part, 'return-receipt-to')) fields['IsDeliveryReceiptRequested'] = 'true';
  const keywords = decodeWords(header(part, 'keywords') ?? '');
  const categories = keywords
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
  if (categories.length > 0) fields['Categories'] = { c: categories.map((each) => ['String', each]) };
  return fields;
}

/** Reads a message into an item; the bytes stay as they are, fields and attachment ranges point into them. */
export function itemFromMime(whole: Buffer, now: number, depth = 0): NewItem {
  const root = parseMime(whole);
  const item = newItem(classOf(root), now);
  const found: Found = { attachments: [] };
  sort(root, found, false);
  const { properties } = item;
  properties.fields = headerFields(root);
  if (found.text) properties.text = found.text;
  if (found.html) properties.html = found.html;
  item.subject = decodeWords(header(root, 'subject') ?? '');
  const messageId = header(root, 'message-id');
  if (messageId) item.messageId = messageId;
  const sent = parseDate(header(root, 'date'));
  const received = parseDate(header(root, 'received')?.split(';').at(-1));
  if (sent !== undefined) item.sentAt = sent;
  item.receivedAt = received ?? sent ?? now;
  item.mime = [whole];
  item.attachments = found.attachments.map((each) => attachmentOf(whole, each, now, depth));
  return item;
}

/** Display form of a recipient list, as DisplayTo and DisplayCc have it. */
export const displayOf = (value: Value | undefined): string =>
  addressesOf(value)
    .map((address) => address.name || address.email)
    .join('; ');

/** A body of a MIME item as text; CRLF line ends as the server gives them. */
export function bodyText(whole: Buffer, range: MimeRange): string {
  return decodeText(decodeRange(whole, range), range.charset ?? 'utf-8');
}
