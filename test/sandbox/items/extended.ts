import { EwsError } from '../operations/errors.ts';
import { attributesOf, escapeXml, type Node } from '../xml/node.ts';
import {
  getMeetingField,
  getOrganizer,
  isMeetingField,
  organizerPart,
  setMeetingField,
  setOrganizer,
} from './meeting-fields.ts';
import { elementOf, type Item, type NamedValue, type NewItem } from './model.ts';
import { namedOfField } from './named-fields.ts';
import { isoSeconds, parseInstant } from './values.ts';

/** Property sets that have a name, by it. */
export const PROPERTY_SETS: Readonly<Record<string, string>> = {
  Meeting: '6ed8da90-450b-101b-98da-00aa003f1305',
  Appointment: '00062002-0000-0000-c000-000000000046',
  Common: '00062008-0000-0000-c000-000000000046',
  PublicStrings: '00020329-0000-0000-c000-000000000046',
  Address: '00062004-0000-0000-c000-000000000046',
  InternetHeaders: '00020386-0000-0000-c000-000000000046',
  CalendarAssistant: '11000e07-b51b-40d6-af21-caa85edab1d0',
  UnifiedMessaging: '4442858e-a9e3-4e80-b900-317a210cc15b',
  Task: '00062003-0000-0000-c000-000000000046',
  Sharing: '00062040-0000-0000-c000-000000000046',
};

/** A property as a request names it, and the key under which it is stored: names and ids, not spellings. */
export type PropertyPath = { attributes: Record<string, string>; key: string; tag?: number; type: string };

/** Reads an ExtendedFieldURI; throws for combinations that Exchange refuses. */
export function propertyPath(node: Node): PropertyPath {
  const a = node.attributes;
  const type = a['PropertyType'] as string;
  // Made only when it is thrown: its stack costs more than all the rest, and items have many properties.
  const invalid = (): EwsError => new EwsError('ErrorInvalidExtendedProperty');
  if (/^(?:Error|Null|Object|ObjectArray)$/.test(type)) throw new EwsError('ErrorUnsupportedMapiPropertyType');
  if (a['PropertyTag'] !== undefined) {
    const tag = Number(a['PropertyTag']);
    const others = ['PropertySetId', 'DistinguishedPropertySetId', 'PropertyName', 'PropertyId'];
    if (others.some((name) => a[name] !== undefined)) throw invalid();
    if (tag >= 0x8000) throw new EwsError('ErrorNoPropertyTagForCustomProperties');
    return { attributes: a, key: `0x${tag.toString(16).padStart(4, '0')}|${type}`, tag, type };
  }
  const set = a['DistinguishedPropertySetId'] ? PROPERTY_SETS[a['DistinguishedPropertySetId']] : a['PropertySetId'];
  if (!set || (a['DistinguishedPropertySetId'] && a['PropertySetId'])) throw invalid();
  if ((a['PropertyName'] === undefined) === (a['PropertyId'] === undefined)) throw invalid();
  // MS-OXCDATA 2.6.1: 254 bytes of UTF-16 and their end, the length in one byte.
  if (a['PropertyName'] !== undefined && (a['PropertyName'] === '' || a['PropertyName'].length > 127)) throw invalid();
  const name = a['PropertyName'] === undefined ? `id:${Number(a['PropertyId'])}` : `name:${a['PropertyName']}`;
  return { attributes: a, key: `${set.toLowerCase()}|${name}|${type}`, type };
}

const FORMS: Record<string, RegExp> = {
  Integer: /^[+-]?\d+$/,
  Long: /^[+-]?\d+$/,
  Short: /^[+-]?\d+$/,
  Currency: /^[+-]?\d+$/,
  Boolean: /^(?:true|false|1|0)$/i,
  Double: /^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/,
  Float: /^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/,
  ApplicationTime: /^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/,
  Binary: /^[A-Za-z0-9+/\s]*={0,2}$/,
  CLSID: /^\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?$/,
};

/** Width of the whole numbers. */
const BITS: Readonly<Record<string, number>> = { Short: 16, Integer: 32, Long: 64, Currency: 64 };

/**
 * Tags that the store works out itself and lets no client write (MS-OXCPRPT 2.2.1, MS-OXCFXICS 2.2.1): entry and
 * record keys, parents, access, sizes, the keys of changes.
 */
const OWNED = new Set([
  0x0e05, 0x0e09, 0x0e13, 0x0e12, 0x0ff4, 0x0ff5, 0x0ff6, 0x0ff7, 0x0ff8, 0x0ff9, 0x0ffa, 0x0ffb, 0x0ffe, 0x0fff,
  0x0e02, 0x0e03, 0x0e04, 0x65e0, 0x65e1, 0x65e2, 0x65e3, 0x6748, 0x6749, 0x674a, 0x674d, 0x67a4, 0x3ff8, 0x3ff9,
  0x3ffa, 0x3ffb,
]);

function normal(text: string, type: string): string {
  if (type === 'String') return text;
  const trimmed = text.trim();
  if (type === 'SystemTime') {
    const time = parseInstant(trimmed);
    if (Number.isNaN(time)) throw new EwsError('ErrorInvalidExtendedPropertyValue');
    return isoSeconds(time);
  }
  const bits = BITS[type];
  if (
    (FORMS[type] && !FORMS[type].test(trimmed)) ||
    (bits && BigInt.asIntN(bits, BigInt(trimmed)) !== BigInt(trimmed)) ||
    (type === 'Binary' && trimmed.replace(/\s+/g, '').length % 4 !== 0)
  )
    throw new EwsError('ErrorInvalidExtendedPropertyValue');
  if (type === 'Boolean') return /^(?:true|1)$/i.test(trimmed) ? 'true' : 'false';
  if (type === 'Binary') return trimmed.replace(/\s+/g, '');
  return trimmed;
}

/** Path and value of an ExtendedProperty element. */
export function readExtended(node: Node): { path: PropertyPath; value: NamedValue } {
  const [uri, holder] = node.children as [Node, Node];
  const path = propertyPath(uri);
  const isArray = path.type.endsWith('Array');
  if (isArray !== (holder.name === 'Values')) throw new EwsError('ErrorInvalidExtendedPropertyValue');
  const type = path.type.replace(/Array$/, '');
  const value = isArray ? holder.children.map((each) => normal(each.text, type)) : normal(holder.text, type);
  return { path, value };
}

type AnyItem = Item | NewItem;
type Computed = {
  type: RegExp;
  get: (item: AnyItem) => NamedValue | undefined;
  set?: (item: AnyItem, value: string) => void;
};

const LEVEL = ['Low', 'Normal', 'High'];
const SENSITIVITY = ['Normal', 'Personal', 'Private', 'Confidential'];
const TIME = /^SystemTime$/;
const TEXT = /^String$/;
const INT = /^Integer$/;

const count = (item: AnyItem): number => ('attachmentCount' in item ? item.attachmentCount : item.attachments.length);

/** Start and due date of a flagged message: the task set's properties by another name. */
const FLAG_DATES: Readonly<Record<string, string>> = {
  '00062003-0000-0000-c000-000000000046|id:33028|SystemTime': 'StartDate',
  '00062003-0000-0000-c000-000000000046|id:33029|SystemTime': 'DueDate',
};
const FLAG_ORDER = ['FlagStatus', 'StartDate', 'DueDate', 'CompleteDate'];

function flagPart(item: AnyItem, name: string): string | undefined {
  const flag = item.properties.fields['Flag'];
  const part = !flag || typeof flag === 'string' ? undefined : flag.c?.find(([each]) => each === name)?.[1];
  return typeof part === 'string' ? part : undefined;
}

function setFlag(item: AnyItem, name: string, value: string): void {
  const flag = item.properties.fields['Flag'];
  const parts = new Map(!flag || typeof flag === 'string' ? [['FlagStatus', 'Flagged']] : flag.c);
  parts.set(name, value);
  const c = [...parts].toSorted(([a], [b]) => FLAG_ORDER.indexOf(a) - FLAG_ORDER.indexOf(b));
  if (parts.get('FlagStatus') === 'NotFlagged') delete item.properties.fields['Flag'];
  else item.properties.fields['Flag'] = { c };
}

function setClass(item: AnyItem, value: string): void {
  item.itemClass = value;
  item.element = elementOf(value);
}

/** Tags that are another word for what the item has in columns or typed fields. */
const COMPUTED: Readonly<Record<number, Computed>> = {
  0x001a: { type: TEXT, get: (i) => i.itemClass, set: setClass },
  0x0037: { type: TEXT, get: (i) => i.subject, set: (i, v) => void (i.subject = v) },
  0x0e1d: { type: TEXT, get: (i) => i.subject.replace(/^\w{1,3}:\s+/, '') },
  0x0070: {
    type: TEXT,
    get: (i) =>
      (i.properties.fields['ConversationTopic'] as string | undefined) ?? i.subject.replace(/^\w{1,3}:\s+/, ''),
  },
  0x0017: {
    type: INT,
    get: (i) => String(Math.max(0, LEVEL.indexOf((i.properties.fields['Importance'] as string) ?? 'Normal'))),
    set: (i, v) => void (i.properties.fields['Importance'] = LEVEL[Number(v)] ?? 'Normal'),
  },
  0x0036: {
    type: INT,
    get: (i) => String(Math.max(0, SENSITIVITY.indexOf((i.properties.fields['Sensitivity'] as string) ?? 'Normal'))),
    set: (i, v) => void (i.properties.fields['Sensitivity'] = SENSITIVITY[Number(v)] ?? 'Normal'),
  },
  0x0039: {
    type: TIME,
    get: (i) => (i.sentAt === undefined ? undefined : isoSeconds(i.sentAt)),
    set: (i, v) => void (i.sentAt = parseInstant(v)),
  },
  0x0e06: {
    type: TIME,
    get: (i) => (i.receivedAt === undefined ? undefined : isoSeconds(i.receivedAt)),
    set: (i, v) => void (i.receivedAt = parseInstant(v)),
  },
  0x0e07: {
    type: INT,
    get: (i) => String((i.isRead ? 1 : 0) | (i.isDraft ? 8 : 0) | (count(i) > 0 ? 16 : 0) | (i.isAssociated ? 64 : 0)),
    set: (i, v) => {
      i.isRead = (Number(v) & 1) !== 0;
      i.isDraft = (Number(v) & 8) !== 0;
    },
  },
  0x0e08: { type: /^(?:Integer|Long)$/, get: (i) => ('sizeBytes' in i ? String(i.sizeBytes) : undefined) },
  // PidTagInternetArticleNumber, given by the store and rising: what IMAP servers take for the UID.
  0x0e23: { type: INT, get: (i) => ('id' in i ? String(i.id) : undefined) },
  0x0e1b: { type: /^Boolean$/, get: (i) => String(count(i) > 0) },
  0x1090: {
    type: INT,
    get: (i) => ({ Complete: '1', Flagged: '2' })[flagPart(i, 'FlagStatus') ?? ''],
    set: (i, v) => setFlag(i, 'FlagStatus', v === '2' ? 'Flagged' : v === '1' ? 'Complete' : 'NotFlagged'),
  },
  0x1091: {
    type: TIME,
    get: (i) => flagPart(i, 'CompleteDate'),
    set: (i, v) => setFlag(i, 'CompleteDate', v),
  },
  0x1035: { type: TEXT, get: (i) => i.messageId, set: (i, v) => void (i.messageId = v) },
  0x3007: { type: TIME, get: (i) => isoSeconds(i.createdAt) },
  0x3008: { type: TIME, get: (i) => isoSeconds(i.modifiedAt) },
};

/** The value of a MAPI property, from its column or from what was set; undefined when the item has none. */
export function getExtended(item: AnyItem, path: PropertyPath): NamedValue | undefined {
  const computed = path.tag === undefined ? undefined : COMPUTED[path.tag];
  if (computed) return computed.type.test(path.type) ? computed.get(item) : undefined;
  const flagDate = FLAG_DATES[path.key];
  if (flagDate && item.properties.fields['Flag'] !== undefined) return flagPart(item, flagDate);
  const part = organizerPart(item, path.tag);
  if (part !== undefined) return path.type === 'String' ? getOrganizer(item, part) : undefined;
  if (isMeetingField(item, path.key)) return getMeetingField(item, path.key);
  return item.properties.named[path.key] ?? namedOfField(item, path.key);
}

export function setExtended(item: AnyItem, path: PropertyPath, value: NamedValue): void {
  // Unproven: which code tells that the store refused a property of its own.
  if (path.tag !== undefined && OWNED.has(path.tag)) throw new EwsError('ErrorItemSavePropertyError');
  const computed = path.tag === undefined ? undefined : COMPUTED[path.tag];
  const part = FLAG_DATES[path.key];
  const organizer = organizerPart(item, path.tag);
  if (part && typeof value === 'string' && item.properties.fields['Flag'] !== undefined) setFlag(item, part, value);
  else if (organizer !== undefined && path.type === 'String') setOrganizer(item, organizer, value as string);
  else if (isMeetingField(item, path.key)) setMeetingField(item, path.key, value as string);
  else if (!computed) item.properties.named[path.key] = value;
  else if (computed.set && computed.type.test(path.type) && typeof value === 'string') computed.set(item, value);
  else throw new EwsError('ErrorInvalidPropertySet');
}

export function deleteExtended(item: AnyItem, path: PropertyPath): void {
  if (path.tag !== undefined && COMPUTED[path.tag]) throw new EwsError('ErrorInvalidPropertyDelete');
  delete item.properties.named[path.key];
}

/** As an ExtendedProperty element, the path in the words of the request. */
export function extendedXml(path: PropertyPath, value: NamedValue): string {
  const inner = Array.isArray(value)
    ? `<t:Values>${value.map((each) => `<t:Value>${escapeXml(each)}</t:Value>`).join('')}</t:Values>`
    : `<t:Value>${escapeXml(value)}</t:Value>`;
  return `<t:ExtendedProperty><t:ExtendedFieldURI${attributesOf(path.attributes)}/>${inner}</t:ExtendedProperty>`;
}
