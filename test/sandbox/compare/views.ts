import { addressesOf } from '../items/addresses.ts';
import { bodyOf } from '../items/bodies.ts';
import { exceptionTimes } from '../items/calendar-fields.ts';
import { attachmentBytes, mimeOf } from '../items/mime-write.ts';
import type { Exception, Item, Value } from '../items/model.ts';
import { zoneOf } from '../items/recurrence.ts';
import { childText, isoSeconds } from '../items/values.ts';
import { contentDigest, readWhole } from '../store/content.ts';
import { attachmentsOf, getItem } from '../store/items.ts';
import type { Store } from '../store/store.ts';
import { canonical, columns, digest, named, type Snapshot, wholeSnapshot } from './whole.ts';

export type Method = 'transfer' | 'mime' | 'typed';

/** The named property that stamps what the MIME and typed methods created. */
export const MARKER_KEY = '00020329-0000-0000-c000-000000000046|name:MailferrySource|String';

/** A flag is one of three states; its dates stand beside as the properties that they are. */
function flag(into: Snapshot, item: Item): void {
  const value = item.properties.fields['Flag'];
  into.set('flag status', childText(value, 'FlagStatus') ?? 'NotFlagged');
  for (const name of ['StartDate', 'DueDate', 'CompleteDate']) {
    const date = childText(value, name);
    if (date !== undefined) into.set(`flag ${name}`, date);
  }
}

/** What has no value is what the schema says it is then. */
const DEFAULTS: Readonly<Record<string, string>> = {
  Importance: 'Normal',
  Sensitivity: 'Normal',
  IsReadReceiptRequested: 'false',
  IsDeliveryReceiptRequested: 'false',
  ReminderIsSet: 'false',
  IsAllDayEvent: 'false',
  IsMeeting: 'false',
  IsCancelled: 'false',
  MeetingRequestWasSent: 'false',
  IsOnlineMeeting: 'false',
  IsResponseRequested: 'true',
  AllowNewTimeProposal: 'true',
  LegacyFreeBusyStatus: 'Busy',
  AppointmentSequenceNumber: '0',
  ConferenceType: '0',
  PercentComplete: '0',
  Status: 'NotStarted',
};

/** A field in one form for equal meanings: without routing types, zones by their id, members as addresses. */
function plain(name: string, value: Value): string {
  if (name === 'StartTimeZone' || name === 'EndTimeZone') return zoneOf(value) ?? canonical(value);
  if (name === 'Members') {
    const mailboxes = typeof value === 'string' ? [] : (value.c ?? []);
    return canonical(
      addressesOf({ c: mailboxes.flatMap(([, each]) => (typeof each === 'string' ? [] : (each.c ?? []))) }),
    );
  }
  return canonical(value).replace(/,?\["RoutingType","SMTP"\]|,"RoutingType":"SMTP"/g, '');
}

const RESPONSES = /,\["(?:ResponseType|LastResponseTime)","[^"]*"\]/g;

function fields(into: Snapshot, item: Item): void {
  for (const [name, value] of Object.entries(item.properties.fields)) {
    if (name === 'Flag') continue;
    const text = plain(name, value);
    if (text === canonical(DEFAULTS[name])) continue;
    into.set(`field ${name}`, text.replace(RESPONSES, ''));
    const responses = text.match(RESPONSES);
    if (responses) into.set(`responses of ${name}`, responses.join(''));
  }
}

const HEADERS_KEY = '0x007d|String';
const WAY = /^(?:Received|DKIM-Signature):.*(?:\r?\n[ \t].*)*/gim;

/** The headers that servers on its way have written, wherever an item has them. */
function wayOf(store: Store, item: Item): string {
  const mime = item.hasMime ? readWhole(store, item.id, 0, 0, 65_536).toString('latin1') : '';
  const head = mime.slice(0, /\r?\n\r?\n/.exec(mime)?.index);
  const property = item.properties.named[HEADERS_KEY];
  const found = [head, typeof property === 'string' ? property : ''].flatMap((text) => text.match(WAY) ?? []);
  return canonical([...new Set(found.map((line) => line.replace(/\s+/g, ' ').trim()))].toSorted());
}

/**
 * What an item is beside its MIME, and the MIME itself. Of an item that the server makes the MIME for, the bytes
 * stand for all that they say; `isComposed` tells that of the source.
 */
export function mimeView(store: Store, item: Item, isComposed: boolean): Snapshot {
  const out: Snapshot = new Map();
  out.set('mime', item.hasMime ? contentDigest(store, item.id, 0) : digest([mimeOf(store, item)]));
  out.set('way', wayOf(store, item));
  columns(out, item);
  flag(out, item);
  named(out, item.properties.named);
  const beside = new Map<string, string>();
  fields(beside, item);
  for (const [name, value] of beside)
    if (!isComposed || /^field (?:Importance|Sensitivity|Categories|Culture|Reminder\w+)$/.test(name))
      out.set(name, value);
  if (item.properties.isReceiptSent) out.set('isReceiptSent', 'true');
  if (isComposed) return out;
  for (const [name, value] of wholeSnapshot(store, item))
    if (/^(?:body|text|html|mimeCharset|attachment)/.test(name)) out.set(name, value);
  return out;
}

/** An exception as people see it: its own fields over those of the series. */
function exceptionText(item: Item, exception: Exception): string {
  const { fields: own, named: ownNamed, body } = exception;
  const { start, end } = exceptionTimes(item, exception);
  const merged = {
    Subject: item.subject,
    Location: item.properties.fields['Location'] ?? '',
    ...own,
    Start: isoSeconds(start),
    End: isoSeconds(end),
  };
  return canonical({ ...merged, ...ownNamed, ...(body ? { body: body.text } : {}) });
}

/** What an item is as elements: fields, body, series with exceptions, attachments, embedded items likewise. */
function typedView(store: Store, item: Item): Snapshot {
  const out: Snapshot = new Map();
  const body = bodyOf(store, item, 'Best');
  columns(out, item);
  flag(out, item);
  fields(out, item);
  named(out, item.properties.named);
  out.set('body', `${body.kind} ${body.text.replace(/\r\n/g, '\n').trimEnd()}`);
  if (item.properties.isReceiptSent) out.set('isReceiptSent', 'true');
  for (const exception of item.properties.exceptions ?? [])
    out.set(`exception ${new Date(exception.originalStart).toISOString()}`, exceptionText(item, exception));
  if (item.properties.deleted) out.set('deleted', canonical(item.properties.deleted));
  attachmentsOf(store, item.id).forEach((attachment, index) => {
    const at = `attachment ${index + 1}`;
    const { number: _number, owned, range: _range, sizeBytes: _size, ...rest } = attachment;
    for (const [name, value] of Object.entries({ isInline: false, isContactPhoto: false, ...rest }))
      out.set(`${at} ${name}`, typeof value === 'object' ? canonical(value) : String(value));
    const embedded = owned === undefined ? undefined : getItem(store, owned);
    if (embedded) for (const [name, value] of typedView(store, embedded)) out.set(`${at} item ${name}`, value);
    else out.set(`${at} content`, digest(attachmentBytes(store, item, attachment)));
  });
  return out;
}

/** What an item and its copy are, in the form in which a path carries them. */
export function viewsOf(
  method: Method,
  source: { store: Store; item: Item },
  copy: { store: Store; item: Item },
): [Snapshot, Snapshot] {
  if (method === 'transfer') return [wholeSnapshot(source.store, source.item), wholeSnapshot(copy.store, copy.item)];
  if (method === 'typed') return [typedView(source.store, source.item), typedView(copy.store, copy.item)];
  const isComposed = !source.item.hasMime;
  return [mimeView(source.store, source.item, isComposed), mimeView(copy.store, copy.item, isComposed)];
}
