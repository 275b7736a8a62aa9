import { elementsOf } from '../schema/grammar.ts';
import { GRAMMAR } from '../schema/index-of-types.ts';
import { contentLength, readHead } from '../store/content.ts';
import { changeKeyText, folderIdText, itemIdText, occurrenceIdText } from '../store/ids.ts';
import { attachmentsOf } from '../store/items.ts';
import type { Quirks } from '../profiles/profile.ts';
import type { Store } from '../store/store.ts';
import { leaf, wrap, type Xml } from '../xml/node.ts';
import { attachedTo, attachmentsXml } from './attachment-xml.ts';
import { bodyOf } from './bodies.ts';
import { calendarField } from './calendar-fields.ts';
import { DEFAULT_FIELDS } from './default-shape.ts';
import { extendedXml, getExtended, type PropertyPath } from './extended.ts';
import { fieldOf, type ItemShape } from './fields.ts';
import { displayOf } from './mime-item.ts';
import { mimePieces } from './mime-write.ts';
import { parseMime } from './mime-parse.ts';
import { isMessageLike, type Item, type ItemElement } from './model.ts';
import { namedOfField } from './named-fields.ts';
import { dictionaryField, indexedXml } from './indexed.ts';
import { fieldsAt, isoSeconds, valueXml } from './values.ts';

/** What is needed to write an item on the wire. */
export type Reading = {
  store: Store;
  guid: string;
  /** Schema level: the lower of the server's and the request's. */
  level: number;
  shape: ItemShape;
  /** Lists (FindItem, SyncFolderItems) leave out bodies, recipients and attachments. */
  isList: boolean;
  /** Where an embedded item hangs; it has no id of its own. */
  embedded?: boolean;
  /** Original start, for an occurrence of a series. */
  occurrence?: number;
  /** Ways of a server that is no Exchange. */
  quirks?: Pick<Quirks, 'earlyFields' | 'localMidnights'>;
};

const NOT_IN_LISTS = new Set([
  'MimeContent',
  'Body',
  'UniqueBody',
  'NormalizedBody',
  'TextBody',
  'Attachments',
  'ToRecipients',
  'CcRecipients',
  'BccRecipients',
  'ReplyTo',
  'RequiredAttendees',
  'OptionalAttendees',
  'Resources',
  'InternetMessageHeaders',
  'ModifiedOccurrences',
  'DeletedOccurrences',
  'FirstOccurrence',
  'LastOccurrence',
  'Recurrence',
  'Members',
]);
// Only given when named.
const ON_DEMAND = new Set([
  'MimeContent',
  'UniqueBody',
  'NormalizedBody',
  'TextBody',
  'StoreEntryId',
  'ResponseObjects',
]);

export const itemId = (item: Pick<Item, 'id' | 'folder' | 'change'>, guid: string, occurrence?: number): string =>
  `<t:ItemId Id="${occurrence === undefined ? itemIdText(guid, item.folder, item.id) : occurrenceIdText(guid, item.folder, item.id, occurrence)}" ChangeKey="${changeKeyText(guid, item.change)}"/>`;

const mimeAble = (element: ItemElement): boolean =>
  isMessageLike(element) || element === 'PostItem' || element === 'CalendarItem';

/** Whether GetItem can give this item as MIME. */
export const hasMimeForm = (item: Item): boolean => mimeAble(item.element);

function mimeXml(reading: Reading, item: Item): Xml {
  const isKept = item.hasMime && item.element !== 'CalendarItem';
  const lengthBytes = isKept ? contentLength(reading.store, item.id, 0) : 0;
  const bytes = isKept ? undefined : [...mimePieces(reading.store, item)];
  return wrap(
    't:MimeContent',
    {
      kind: 'base64',
      lengthBytes: lengthBytes || (bytes?.[0]?.length ?? 0),
      bytes: () => bytes ?? mimePieces(reading.store, item),
    },
    { CharacterSet: item.properties.mimeCharset ?? 'UTF-8' },
  );
}

function bodyXml(reading: Reading, item: Item, name: string, wanted: ItemShape['bodyType']): string {
  const body = bodyOf(reading.store, item, wanted);
  const truncated = reading.level >= 13 ? { IsTruncated: 'false' } : {};
  return leaf(`t:${name}`, body.text, { BodyType: body.kind, ...truncated });
}

function headersXml(reading: Reading, item: Item): string {
  if (!item.hasMime) return '';
  const list = parseMime(readHead(reading.store, item.id)).headers.map(([name, value]) =>
    leaf('t:InternetMessageHeader', value, { HeaderName: name }),
  );
  return list.length > 0 ? `<t:InternetMessageHeaders>${list.join('')}</t:InternetMessageHeaders>` : '';
}

const RIGHTS =
  '<t:EffectiveRights><t:CreateAssociated>false</t:CreateAssociated><t:CreateContents>false</t:CreateContents><t:CreateHierarchy>false</t:CreateHierarchy><t:Delete>true</t:Delete><t:Modify>true</t:Modify><t:Read>true</t:Read>';

const when = (name: string, time: number | undefined): string =>
  time === undefined ? '' : `<t:${name}>${isoSeconds(time)}</t:${name}>`;

/** One field of an item as XML; empty when the item has none. */
export function fieldXml(reading: Reading, item: Item, name: string): Xml {
  const { fields } = item.properties;
  switch (name) {
    case 'MimeContent':
      return mimeAble(item.element) ? mimeXml(reading, item) : '';
    case 'ItemId':
      return reading.embedded ? '' : itemId(item, reading.guid, reading.occurrence);
    case 'ParentFolderId':
      return reading.embedded
        ? ''
        : `<t:ParentFolderId Id="${folderIdText(reading.guid, item.folder)}" ChangeKey="AQAAAA=="/>`;
    case 'ItemClass':
      return leaf('t:ItemClass', item.itemClass);
    case 'Subject':
      return item.subject ? leaf('t:Subject', item.subject) : '';
    case 'Sensitivity':
    case 'Importance':
      return fields[name] === undefined ? `<t:${name}>Normal</t:${name}>` : valueXml(name, fields[name]);
    case 'Body':
      return bodyXml(reading, item, name, reading.shape.bodyType);
    case 'NormalizedBody':
    case 'UniqueBody':
      return bodyXml(reading, item, name, reading.shape.bodyType);
    case 'TextBody':
      return bodyXml(reading, item, name, 'Text');
    case 'Preview':
      return leaf('t:Preview', bodyOf(reading.store, item, 'Text').text.slice(0, 255));
    case 'Attachments':
      return attachmentsXml(reading, item);
    case 'HasAttachments':
      return `<t:HasAttachments>${item.attachmentCount > 0 && attachedTo(reading.store, item, reading.occurrence).some((a) => !a.isInline)}</t:HasAttachments>`;
    case 'DateTimeReceived':
      return when(name, item.receivedAt);
    case 'DateTimeSent':
      return when(name, item.sentAt);
    case 'DateTimeCreated':
      return when(name, item.createdAt);
    case 'LastModifiedTime':
      return when(name, item.modifiedAt);
    case 'LastModifiedName':
      return leaf('t:LastModifiedName', reading.store.mailboxById(item.mailbox).name);
    case 'Size':
      return `<t:Size>${item.sizeBytes}</t:Size>`;
    case 'IsSubmitted':
    case 'IsFromMe':
    case 'IsResend':
      return `<t:${name}>false</t:${name}>`;
    case 'IsUnmodified':
      return `<t:IsUnmodified>${!item.isDraft}</t:IsUnmodified>`;
    case 'IsDraft':
      return `<t:IsDraft>${item.isDraft}</t:IsDraft>`;
    case 'IsAssociated':
      return `<t:IsAssociated>${item.isAssociated}</t:IsAssociated>`;
    case 'IsRead':
      return `<t:IsRead>${item.isRead}</t:IsRead>`;
    case 'InternetMessageId':
      return item.messageId ? leaf('t:InternetMessageId', item.messageId) : '';
    case 'InternetMessageHeaders':
      return headersXml(reading, item);
    case 'ReminderIsSet':
      return fields[name] === undefined ? '<t:ReminderIsSet>false</t:ReminderIsSet>' : valueXml(name, fields[name]);
    case 'DisplayTo':
      return leaf('t:DisplayTo', displayOf(fields['ToRecipients'] ?? fields['RequiredAttendees']));
    case 'DisplayCc':
      return leaf('t:DisplayCc', displayOf(fields['CcRecipients'] ?? fields['OptionalAttendees']));
    case 'DisplayBcc':
      return fields['BccRecipients'] ? leaf('t:DisplayBcc', displayOf(fields['BccRecipients'])) : '';
    case 'EffectiveRights':
      return `${RIGHTS}${reading.level >= 10 ? '<t:ViewPrivateItems>true</t:ViewPrivateItems>' : ''}</t:EffectiveRights>`;
    case 'Flag':
      if (fields['Flag'] !== undefined) return valueXml('Flag', fields['Flag']);
      return '<t:Flag><t:FlagStatus>NotFlagged</t:FlagStatus></t:Flag>';
    case 'ConversationTopic':
      if (fields[name] !== undefined) return valueXml(name, fields[name]);
      return item.subject ? leaf('t:ConversationTopic', item.subject.replace(/^\w{1,3}:\s+/, '')) : '';
    case 'HasPicture':
      return `<t:HasPicture>${attachmentsOf(reading.store, item.id).some((a) => a.isContactPhoto)}</t:HasPicture>`;
    case 'CompleteName':
      return completeName(item);
    case 'AssociatedCalendarItemId':
      return reading.embedded ? '' : associatedXml(reading, item);
    case 'PostedTime':
      return when(name, item.receivedAt ?? item.createdAt);
    case 'IsComplete':
      return `<t:IsComplete>${fields['Status'] === 'Completed'}</t:IsComplete>`;
    case 'PercentComplete':
      return valueXml(name, fields[name] ?? '0');
    case 'Status':
      return valueXml(name, fields[name] ?? 'NotStarted');
    default:
      break;
  }
  const calendar = calendarField(reading, item, name);
  if (calendar !== undefined) return calendar;
  const value = fields[name];
  return value === undefined ? '' : valueXml(name, value);
}

/** The item in the calendar that a meeting message speaks of, by the meeting's UID. */
function associatedXml(reading: Reading, item: Item): string {
  const uid = item.properties.fields['UID'];
  if (typeof uid !== 'string' || !uid) return '';
  const row = reading.store
    .sql(
      `select i.id, i.folder, i.change from folders f join items i on i.folder = f.id
       where f.mailbox = ? and f.distinguished = 'calendar' and i.owner is null
         and i.element = 'CalendarItem' and json_extract(i.properties, '$.fields.UID') = ?`,
    )
    .get(item.mailbox, uid) as Pick<Item, 'id' | 'folder' | 'change'> | undefined;
  return row ? itemId(row, reading.guid).replace('t:ItemId', 't:AssociatedCalendarItemId') : '';
}

function completeName(item: Item): string {
  const { fields } = item.properties;
  const inner = (
    [
      ['Title', 'Title'],
      ['FirstName', 'GivenName'],
      ['MiddleName', 'MiddleName'],
      ['LastName', 'Surname'],
      ['Suffix', 'Generation'],
      ['Initials', 'Initials'],
      ['FullName', 'DisplayName'],
      ['Nickname', 'Nickname'],
    ] as const
  )
    .map(([part, field]) => (typeof fields[field] === 'string' ? leaf(`t:${part}`, fields[field]) : ''))
    .join('');
  return inner ? `<t:CompleteName>${inner}</t:CompleteName>` : '';
}

type Wanted = { names: Set<string>; indexed: Map<string, [string, string][]> };

// Of a request's shape, which is the same for all its items.
const wanted = new WeakMap<ItemShape, Map<string, Wanted>>();

function wantedFields({ shape, isList }: Reading, item: Item): Wanted {
  const key = `${item.element} ${isList}`;
  let kinds = wanted.get(shape);
  if (!kinds) wanted.set(shape, (kinds = new Map()));
  let found = kinds.get(key);
  if (!found) kinds.set(key, (found = findWanted(shape, isList, item)));
  return found;
}

/** Names of the typed fields that a shape asks of an item, and dictionary parts by name. */
function findWanted(shape: ItemShape, isList: boolean, item: Item): Wanted {
  const names = new Set<string>(['ItemId']);
  const all = elementsOf(GRAMMAR, item.element);
  if (shape.base === 'AllProperties') for (const { name } of all) if (!ON_DEMAND.has(name)) names.add(name);
  if (shape.base === 'Default') for (const name of DEFAULT_FIELDS[item.element]) names.add(name);
  if (shape.withMime) names.add('MimeContent');
  const indexed = new Map<string, [string, string][]>();
  for (const path of shape.paths) {
    if (path.kind === 'field') {
      const field = fieldOf(item.element, path.uri);
      if (field) names.add(field.name);
    } else if (path.kind === 'indexed') {
      const name = dictionaryField(path.uri);
      const list = indexed.get(name) ?? [];
      list.push([path.uri, path.index]);
      indexed.set(name, list);
    }
  }
  if (isList) for (const name of NOT_IN_LISTS) names.delete(name);
  return { names, indexed };
}

const HEADERS = '0x007d|String';

/** PidTagTransportMessageHeaders of what arrived as MIME. */
function headersOf({ store }: Reading, item: Item, { key }: PropertyPath): string | undefined {
  if (key !== HEADERS || !item.hasMime) return undefined;
  return readHead(store, item.id).toString('latin1');
}

/** Below this, values may hold parts that the version lacks. */
const CURRENT_LEVEL = 13;

/** The item with its fields as an older version of the schema has them. */
function atLevel(item: Item, level: number): Item {
  const fields = fieldsAt(item.properties.fields, item.element, level);
  return { ...item, properties: { ...item.properties, fields } };
}

/** An item in the shape that was asked for, its fields in the order of the schema. */
export function itemXml(reading: Reading, stored: Item): Xml {
  const item = reading.level < CURRENT_LEVEL ? atLevel(stored, reading.level) : stored;
  const { names, indexed } = wantedFields(reading, item);
  const { earlyFields = [] } = reading.quirks ?? {};
  const early = earlyFields.filter((name) => names.has(name));
  const parts: Xml[] = early.map((name) => fieldXml(reading, item, name));
  for (const { name, since } of elementsOf(GRAMMAR, item.element)) {
    if (since > reading.level || early.includes(name)) continue;
    if (name === 'ExtendedProperty') {
      for (const path of reading.shape.paths) {
        if (path.kind !== 'extended') continue;
        const { property } = path;
        // Its own property tells a name that the version has no attribute for.
        const value =
          getExtended(item, property) ?? namedOfField(stored, property.key) ?? headersOf(reading, item, property);
        if (value !== undefined) parts.push(extendedXml(property, value));
      }
    } else if (names.has(name)) parts.push(fieldXml(reading, item, name));
    else if (indexed.has(name)) parts.push(indexedXml(item, name, indexed.get(name) ?? []));
  }
  const kept = parts.filter((part) => part !== '');
  return wrap(`t:${item.element}`, kept.every((part) => typeof part === 'string') ? kept.join('') : kept);
}
