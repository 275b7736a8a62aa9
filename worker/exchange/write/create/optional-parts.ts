import type { Fault } from '../../../engine/model/fault.ts';
import type { Parcel } from '../../../engine/model/mailbox.ts';
import { concat, utf8 } from '../../xml/bytes.ts';
import { DELIVERY_TIME, extendedFieldUri, MARKER, MESSAGE_FLAGS, SUBMIT_TIME } from '../../operations/properties.ts';
import { extendedKey } from '../../xml/extended-key.ts';
import { attributeOf, child, findElement, parseXml, type XmlElement } from '../../xml/scan.ts';

/** All three of an appointment go together. */
export const ZONE = 'TimeZone';
const FIRST_DAY = 'FirstDayOfWeek';

/** Without these an item would not be what it is, or not be known as the copy. */
const ESSENTIAL: ReadonlySet<string> = new Set([
  ...'ItemClass Subject Body Start End IsAllDayEvent IsRead Attachments'.split(' '),
  ...[MESSAGE_FLAGS, DELIVERY_TIME, SUBMIT_TIME, MARKER].map((field) =>
    extendedKey(parseXml(utf8(extendedFieldUri(field).markup))),
  ),
]);

/** Suspected last: people would miss them most. */
const DEAR: ReadonlySet<string> = new Set(
  [
    'InternetMessageId From Sender ReplyTo ToRecipients CcRecipients BccRecipients',
    'RequiredAttendees OptionalAttendees Resources Location UID',
    'DueDate StartDate CompleteDate Status FileAs DisplayName EmailAddresses Members Recurrence',
  ].flatMap((line) => line.split(' ')),
);

/** What the code of a refusal speaks of. */
const SPOKEN_OF: readonly (readonly [code: RegExp, part: string])[] = [
  [/TimeZone|ForTimeChangePattern/, ZONE],
  [/CompleteDate/, 'CompleteDate'],
  [/PercentComplete/, 'PercentComplete'],
  [/Culture/, 'Culture'],
  [/ContactEmail/, 'EmailAddresses'],
  [/Recurrence|Occurrence|DayForWeekly|CalendarOutOfRange/, 'Recurrence'],
];

/** A server's words are looked at for names so far. */
const MOST_WORDS = 1000;

const roots = new WeakMap<Parcel, XmlElement>();

/** The element around the fields that a request sets; for MIME, around the fields next to it. */
export function rootOf(parcel: Parcel): XmlElement {
  let root = roots.get(parcel);
  if (root === undefined) {
    const { method, content, properties = new Uint8Array(0) } = parcel;
    const isTyped = method === 'typed' && content instanceof Uint8Array;
    root = parseXml(isTyped ? content : concat([WRAP_OPEN, properties, WRAP_CLOSE]));
    roots.set(parcel, root);
  }
  return root;
}

export const WRAP_OPEN = utf8('<t:Message>');
const WRAP_CLOSE = utf8('</t:Message>');

/** What an element sets: its name, or what its path names. */
export function partOf(element: XmlElement): string {
  const uri = element.name === 'ExtendedProperty' ? child(element, 'ExtendedFieldURI') : undefined;
  if (uri) return extendedKey(uri);
  return element.name.endsWith(ZONE) ? ZONE : element.name;
}

/** Whether an item has this part; the first day of the week is part of a series. */
export function hasPart(root: XmlElement, part: string): boolean {
  return root.children.some(
    (each) => partOf(each) === part || (part === FIRST_DAY && findElement(each, part) !== undefined),
  );
}

/** All that may be left out of a parcel's item, what is dear to people last. */
export function optionalParts(parcel: Parcel): string[] {
  const parts = [...new Set(rootOf(parcel).children.map(partOf))].filter((part) => !ESSENTIAL.has(part));
  return parts.toSorted((left, right) => Number(DEAR.has(left)) - Number(DEAR.has(right)));
}

/**
 * The optional part that a refusal is about, by its details, its code or its words; undefined where it names none that the
 * item has. An entry of a contact's addresses and numbers is `EmailAddresses/EmailAddress1`.
 */
export function partNamedIn({ property, code, message }: Fault, parcel: Parcel): string | undefined {
  const root = rootOf(parcel);
  const optional = new Set(optionalParts(parcel));
  if (property !== undefined) {
    const [name = '', entry] = property.split('/');
    const element = child(root, name);
    if (entry !== undefined && element?.children.some((each) => attributeOf(each, 'Key') === entry)) return property;
    const part = name.endsWith(ZONE) ? ZONE : name;
    if (optional.has(part)) return part;
  }
  const spoken = SPOKEN_OF.find(([codes, part]) => codes.test(code) && optional.has(part));
  if (spoken) return spoken[1];
  for (const [, quoted = ''] of message.slice(0, MOST_WORDS).matchAll(/['"]([^'"]+)['"]/g)) {
    const name = quoted.slice(quoted.lastIndexOf(':') + 1);
    const holder = root.children.find((each) => each.name === name || findElement(each, name));
    if (holder && optional.has(partOf(holder))) return partOf(holder);
  }
  return undefined;
}

const TOO_OLD_FOR_ZONES =
  'The time zone was left out: the destination is too old for it. Occurrences may be off by an hour when the clocks change.';

/** Whether it was said of an item that this part of it was left out. */
export function isSaidOf(part: string, omissions: readonly string[]): boolean {
  const start = omissionOf(part).split(':')[0] ?? '';
  return omissions.some((omission) => omission.startsWith(`${start}:`));
}

/** What is said of an item without a part that its server refuses with this code, or is too old for. */
export function omissionOf(part: string, code?: string): string {
  if (part === ZONE && code === undefined) return TOO_OLD_FOR_ZONES;
  const because = code === undefined ? 'the destination is too old for it.' : `the destination refuses it (${code}).`;
  if (part === ZONE) return `The time zone was left out: ${because}`;
  if (part === 'Recurrence') return `The recurrence was left out, so that only the first occurrence exists: ${because}`;
  if (part === FIRST_DAY) return `The first day of the week of the series was left out: ${because}`;
  return `The property ${part} was left out: ${because}`;
}
