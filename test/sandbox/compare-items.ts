import { createHash } from 'node:crypto';
import { attachmentBytes, mimeOf } from './items/mime-write.ts';
import { bodyOf } from './items/bodies.ts';
import { addressesOf } from './items/addresses.ts';
import type { Exception, Item, NamedValue, Value } from './items/model.ts';
import { zoneOf } from './items/recurrence.ts';
import { childText } from './items/values.ts';
import { readContent } from './store/content.ts';
import { attachmentsOf, getItem } from './store/items.ts';
import type { Store } from './store/store.ts';

/** Every property of an item by name, contents as length and digest. */
export type Snapshot = Map<string, string>;

/** The named property that stamps what the MIME and typed paths created. */
export const MARKER_KEY = '00020329-0000-0000-c000-000000000046|name:MailferrySource|String';

function digest(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha1');
  let length = 0;
  for (const piece of pieces) {
    hash.update(piece);
    length += piece.length;
  }
  return `${length} bytes ${hash.digest('hex')}`;
}

/** JSON with the keys of objects in order, so that equal values are equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function named(into: Snapshot, properties: Readonly<Record<string, NamedValue>>): void {
  for (const [key, value] of Object.entries(properties)) into.set(`named ${key}`, canonical(value));
}

function attachmentSnapshot(store: Store, item: Item, into: Snapshot): void {
  attachmentsOf(store, item.id).forEach((attachment, index) => {
    const name = `attachment ${index + 1}`;
    const { number: _number, owned, range, sizeBytes, ...rest } = attachment;
    into.set(name, canonical(rest));
    const embedded = owned === undefined ? undefined : getItem(store, owned);
    if (embedded) for (const [key, value] of transferSnapshot(store, embedded)) into.set(`${name} ${key}`, value);
    if (range) into.set(`${name} range`, canonical({ range, sizeBytes }));
    else if (!embedded) into.set(`${name} content`, digest(readContent(store, item.id, attachment.number)));
  });
}

/** All that export and upload carry: everything but ids, change keys and the size that the server works out. */
export function transferSnapshot(store: Store, item: Item): Snapshot {
  const out: Snapshot = new Map();
  const { properties } = item;
  for (const name of [
    'itemClass',
    'element',
    'isAssociated',
    'isRead',
    'isDraft',
    'subject',
    'receivedAt',
    'sentAt',
    'createdAt',
    'modifiedAt',
    'messageId',
  ] as const)
    out.set(name, String(item[name] ?? ''));
  for (const [name, value] of Object.entries(properties.fields)) out.set(`field ${name}`, canonical(value));
  named(out, properties.named);
  for (const name of ['body', 'text', 'html', 'exceptions', 'deleted', 'mimeCharset'] as const)
    if (properties[name] !== undefined) out.set(name, canonical(properties[name]));
  if (item.hasMime) out.set('mime', digest(readContent(store, item.id, 0)));
  attachmentSnapshot(store, item, out);
  return out;
}

const field = (item: Item, name: string, fallback = ''): string => canonical(item.properties.fields[name] ?? fallback);

/** What the MIME path carries: the bytes, and beside them what MIME has no word for. */
export function mimeSnapshot(store: Store, item: Item): Snapshot {
  return new Map([
    ['mime', digest(item.hasMime ? readContent(store, item.id, 0) : [mimeOf(store, item)])],
    ['itemClass', item.itemClass],
    ['isRead', String(item.isRead)],
    ['isDraft', String(item.isDraft)],
    ['receivedAt', String(item.receivedAt ?? '')],
    ['sentAt', String(item.sentAt ?? '')],
    ['field Importance', field(item, 'Importance', 'Normal')],
    ['field Sensitivity', field(item, 'Sensitivity', 'Normal')],
    ['field Categories', field(item, 'Categories')],
    ['flag status', flagStatus(item)],
  ]);
}

function flagStatus(item: Item): string {
  const flag = item.properties.fields['Flag'];
  return childText(flag, 'FlagStatus') ?? 'NotFlagged';
}

/** Fields that the server sets by itself when an item is created element by element. */
const SERVER_SET = new Set(
  'Organizer DateTimeStamp MyResponseType AppointmentState AppointmentSequenceNumber AppointmentReplyTime MeetingRequestWasSent IsMeeting IsCancelled Owner ContactSource DelegationState ChangeCount ReminderNextTime ConversationTopic ConversationIndex CompleteDate From Sender'.split(
    ' ',
  ),
);

/** Response and reply time of attendees are the organiser's knowledge; a typed create starts them anew. */
const withoutResponses = (text: string): string =>
  text.replace(/,\["(?:ResponseType|LastResponseTime)","[^"]*"\]/g, '').replace(/,?\["RoutingType","SMTP"\]/g, '');

/** An exception as people see it: its own fields over those of the series. */
function exceptionText(item: Item, { fields }: Exception): string {
  const merged = { Subject: item.subject, Location: item.properties.fields['Location'] ?? '', ...fields };
  return canonical(Object.fromEntries(Object.entries(merged).filter(([name]) => !SERVER_SET.has(name))));
}

/** MAPI properties that a client knows to ask for; EWS gives no list of the others an item has. */
const CARRIED = /^(?:0006200e|0006200a)-|^0x108[0-2]\|/;

/** Fields of invitations that only the server can write. */
const INVITATION = new Set(['UID', 'MeetingRequestType', 'Start', 'End', 'Location', 'IntendedFreeBusyStatus']);

/** A field as a typed copy has to have it: without what the server adds or keeps to itself. */
function typedField(name: string, value: Value): string {
  if (name === 'StartTimeZone' || name === 'EndTimeZone') return zoneOf(value) ?? '';
  if (name === 'Members')
    return canonical(
      addressesOf(
        typeof value === 'string'
          ? value
          : { c: (value.c ?? []).flatMap(([, each]) => (typeof each === 'string' ? [] : (each.c ?? []))) },
      ),
    );
  return withoutResponses(canonical(value));
}

/** What the typed path carries: the fields a client may set, body, attachments, series with its exceptions. */
export function typedSnapshot(store: Store, item: Item): Snapshot {
  const body = bodyOf(store, item, 'Best');
  const out: Snapshot = new Map([
    ['itemClass', item.itemClass],
    ['subject', item.subject],
    ['isRead', String(item.isRead)],
    ['body', `${body.kind} ${body.text.replace(/\r\n/g, '\n').trimEnd()}`],
  ]);
  for (const [name, value] of Object.entries(item.properties.fields))
    if (!SERVER_SET.has(name) && !(item.itemClass.startsWith('IPM.Schedule') && INVITATION.has(name)))
      out.set(`field ${name}`, typedField(name, value));
  named(out, Object.fromEntries(Object.entries(item.properties.named).filter(([key]) => CARRIED.test(key))));
  for (const exception of item.properties.exceptions ?? [])
    out.set(`exception ${new Date(exception.originalStart).toISOString()}`, exceptionText(item, exception));
  if (item.properties.deleted) out.set('deleted', canonical(item.properties.deleted));
  attachmentsOf(store, item.id).forEach((attachment, index) => {
    const { name, isInline = false, contentId = '', isContactPhoto = false, kind } = attachment;
    out.set(`attachment ${index + 1}`, canonical({ name, isInline, contentId, isContactPhoto, kind }));
    if (kind === 'file') out.set(`attachment ${index + 1} content`, digest(attachmentBytes(store, item, attachment)));
  });
  return out;
}
