import type { ServerCapabilities } from '../../client/capabilities.ts';
import {
  DELIVERY_TIME,
  isOf,
  MARKER,
  MESSAGE_FLAGS,
  SUBMIT_TIME,
  TASK_MARKS,
  TRANSPORT_HEADERS,
  type ExtendedField,
} from '../../operations/properties.ts';
import { attributeOf, child, childText, textOf, type XmlElement } from '../../xml/scan.ts';
import { isSameField } from './same-field.ts';

/** One field of an item that was written: an element, or a property. */
export type Field = {
  /** Among all fields of the element, such as `Recurrence` or `Common/0x8530`. */
  key: string;
  /** For people. */
  label: string;
  element: XmlElement;
};

/** Ours, or what every server makes of the rest of the item. */
const NEVER = new Set(['MeetingTimeZone', 'Attachments', 'MimeContent']);
const NEVER_PROPERTIES = [MARKER, MESSAGE_FLAGS];
/** Reported in another way if the server does not accept it. */
const SENDERS = new Set(['Sender', 'From']);

/** The fields of a written element that its copy can be held against. */
export function fieldsOf(
  written: XmlElement,
  { senders, binaries }: Pick<ServerCapabilities, 'senders' | 'binaries'>,
): Field[] {
  return written.children.flatMap((element): Field[] => {
    const { name } = element;
    if (NEVER.has(name) || (SENDERS.has(name) && (senders === 'past' || senders === 'refused'))) return [];
    if (name !== 'ExtendedProperty') return [{ key: name, label: wordsOf(name), element }];
    if (NEVER_PROPERTIES.some((field) => isOf(element, field))) return [];
    const uri = child(element, 'ExtendedFieldURI');
    if (binaries === 'refused' && attributeOf(uri, 'PropertyType')?.startsWith('Binary')) return [];
    const key = keyOf(uri);
    return [{ key, label: LABELS.find(([field]) => isOf(element, field))?.[1] ?? `the property ${key}`, element }];
  });
}

function keyOf(uri: XmlElement | undefined): string {
  const [tag, set, setId, name, id] = [
    'PropertyTag',
    'DistinguishedPropertySetId',
    'PropertySetId',
    'PropertyName',
    'PropertyId',
  ].map((each) => attributeOf(uri, each));
  if (tag !== undefined) return tag;
  return `${set ?? setId}/${name ?? `0x${Number(id).toString(16)}`}`;
}

const LABELS: readonly (readonly [ExtendedField, string])[] = [
  [DELIVERY_TIME, 'when it was received'],
  [SUBMIT_TIME, 'when it was sent'],
  [TRANSPORT_HEADERS, 'the transport headers'],
  ...TASK_MARKS.map((field) => [field, 'the dates and state of the follow-up flag'] as const),
];

/** `StartTimeZone` as `start time zone`. */
function wordsOf(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** What a field is by the schema where an item has none. */
const DEFAULTS: Readonly<Record<string, string>> = {
  Sensitivity: 'Normal',
  Importance: 'Normal',
  ReminderIsSet: 'false',
  IsAllDayEvent: 'false',
  IsReadReceiptRequested: 'false',
  IsDeliveryReceiptRequested: 'false',
  IsResponseRequested: 'true',
  AllowNewTimeProposal: 'true',
  LegacyFreeBusyStatus: 'Busy',
  ConferenceType: '0',
  PercentComplete: '0',
  Status: 'NotStarted',
};

const common = (id: number): ExtendedField => ({ set: 'Common', id, type: 'SystemTime' });
/** Properties that a server may give as the fields that rest on them alone. */
const FIELD_OF: readonly (readonly [ExtendedField, string])[] = [
  [common(0x8516), 'Start'],
  [common(0x8517), 'End'],
  [{ set: 'Common', id: 0x8535, type: 'String' }, 'BillingInformation'],
  [{ set: 'Address', id: 0x8062, type: 'String' }, 'ImAddresses'],
  [{ set: 'Meeting', id: 0x03, type: 'Binary' }, 'UID'],
  [{ set: 'Appointment', id: 0x8228, type: 'SystemTime' }, 'RecurrenceId'],
];

export type Verdict = 'kept' | 'changed' | 'lost';

/** The result of a field, as its copy shows it. */
export function judgeField({ element }: Field, copy: XmlElement): Verdict {
  return element.name === 'ExtendedProperty' ? judgeProperty(element, copy) : judgeElement(element, copy);
}

function judgeElement(element: XmlElement, copy: XmlElement): Verdict {
  const oldZone = element.name.endsWith('TimeZone') ? child(copy, 'MeetingTimeZone') : undefined;
  const found = child(copy, element.name) ?? oldZone;
  // A server with one zone has that of the start; that the end has another was said before.
  if (found === oldZone && element.name === 'EndTimeZone' && found) return 'kept';
  if (found) return isSameField(element, found) ? 'kept' : 'changed';
  if (element.start === element.end && !element.name.endsWith('Zone')) return 'kept';
  return textOf(element).trim() === DEFAULTS[element.name] ? 'kept' : 'lost';
}

function judgeProperty(property: XmlElement, copy: XmlElement): Verdict {
  const uri = child(property, 'ExtendedFieldURI');
  const found = copy.children.find((each) => each.name === 'ExtendedProperty' && keyOfSame(each, uri));
  const value = (each: XmlElement) => child(each, 'Value') ?? child(each, 'Values');
  const [left, right] = [value(property), found && value(found)];
  if (left === undefined || left.start === left.end) return 'kept';
  if (right) return isSameField(left, right) ? 'kept' : 'changed';
  const field = FIELD_OF.find(([each]) => isOf(property, each))?.[1];
  return field !== undefined && child(copy, field) ? 'kept' : 'lost';
}

/** The path of a property in an answer, in whatever form it is written there. */
function keyOfSame(property: XmlElement, uri: XmlElement | undefined): boolean {
  const [tag, set, setId, name, id] = [
    attributeOf(uri, 'PropertyTag'),
    attributeOf(uri, 'DistinguishedPropertySetId'),
    attributeOf(uri, 'PropertySetId'),
    attributeOf(uri, 'PropertyName'),
    attributeOf(uri, 'PropertyId'),
  ];
  return isOf(property, {
    ...(tag !== undefined && { tag }),
    ...(set !== undefined && { set }),
    ...(setId !== undefined && { setId }),
    ...(name !== undefined && { name }),
    ...(id !== undefined && { id: Number(id) }),
    type: 'String',
  });
}

/** Whether the copy's subject is the text of its follow-up flag, and was to be another. */
export function isFollowUpSubject(copy: XmlElement, text: string | undefined, subject: string | undefined): boolean {
  const found = childText(copy, 'Subject')?.trim();
  return text !== undefined && found === text.trim() && (subject ?? '').trim() !== found;
}

/** Whether a copy shows the fields of its kind, rather than a plain item without them. */
export function showsOwnFields(copy: XmlElement, written: XmlElement): boolean {
  return copy.name !== 'Item' || written.name === 'Item';
}
