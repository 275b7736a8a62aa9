import type { AddressMap } from '../../lib/recipients.ts';
import { concat, type Piece } from '../xml/bytes.ts';
import type { Omissions } from './attendant.ts';
import { newElementFor, SETTABLE, type NewElement } from './elements.ts';
import { EMAIL_ADDRESSES } from './from-properties.ts';
import { rewrite } from './rewrite.ts';
import { dateStamps, mimeProperties, READ, stamps } from './mime.ts';
import {
  DELIVERY_TIME,
  EMAIL_NAMES,
  extendedProperty,
  extendedValue,
  isOf,
  MARKER,
  MESSAGE_FLAGS,
  SUBMIT_TIME,
  TASK_MARKS,
} from '../operations/properties.ts';
import { child, childText, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';
import { mapAddresses } from './map-addresses.ts';
import { isMeetingField, isMeetingMessage, messageState } from './meeting-messages.ts';
import { meetingState, type MeetingState } from './meetings.ts';
import { membersOf, ONE_OFF_MEMBERS } from './members.ts';
import { isOrphan, orphanProperties } from './orphans.ts';
import { plainField, plainOmissions } from './plain-items.ts';
import { zonesOf, ZONE_FIELDS } from './zones.ts';

/** Written for the copy; never passed through. */
const STAMPED = [
  MARKER,
  MESSAGE_FLAGS,
  DELIVERY_TIME,
  SUBMIT_TIME,
  ...ZONE_FIELDS,
  ONE_OFF_MEMBERS,
  ...EMAIL_ADDRESSES,
];

/**
 * The new item's element, made of the old one's: what may be set, in the order of the schema, without attachments and
 * without where a meeting stands. `attachmentsAt` and `at` are where in it these belong, in bytes.
 */
export function typedItem(
  item: XmlElement,
  sourceId: string,
  omissions: Omissions,
  mapAddress?: AddressMap,
): { content: Uint8Array; attachmentsAt: number; meeting?: MeetingState & { at: number } } {
  const itemClass = childText(item, 'ItemClass') ?? '';
  const element = newElementFor(item.name, itemClass);
  omissions.push(...plainOmissions(item, element));
  const inside = fields(item, element, [HERE], omissions, sourceId, mapAddress);
  const pieces = [xml`<t:${element}>`, ...inside, xml`</t:${element}>`];
  const before = concat(pieces.slice(0, pieces.indexOf(HERE)));
  const between = concat(pieces.slice(pieces.indexOf(HERE) + 1, pieces.indexOf(STATE_HERE)));
  const content = concat([before, between, ...pieces.slice(pieces.indexOf(STATE_HERE) + 1)]);
  const state = isMeetingMessage(itemClass) ? messageState(item, 'elements') : meetingState(item, mapAddress);
  if (isOrphan(item) && !orphanProperties(item))
    omissions.push(
      'The source does not say which series the appointment belongs to. Its link to the series was left out.',
    );
  const at = before.length + between.length;
  return { content, attachmentsAt: before.length, ...(state && { meeting: { ...state, at } }) };
}

/** Stand where the attachments belong, and where a meeting's state does. */
const HERE: Piece = new Uint8Array(0);
const STATE_HERE: Piece = new Uint8Array(0);

/** The same of an item that is attached to another, around what is attached to it: it needs no marker. */
export function embeddedItem(item: XmlElement, attachments: readonly Piece[], omissions: Omissions): Piece[] {
  const element = newElementFor(item.name, childText(item, 'ItemClass') ?? '');
  // A list cannot be attached; the schema has no place for it.
  if (element === 'DistributionList') {
    omissions.push('An attached distribution list was left out.');
    return [];
  }
  const mime = child(item, 'MimeContent');
  if (mime && mime.start !== mime.end && element === 'Message')
    return [xml`<t:Message>`, ...rewrite(mime), mimeProperties(item, undefined), xml`</t:Message>`];
  omissions.push(...plainOmissions(item, element));
  return [xml`<t:${element}>`, ...fields(item, element, attachments, omissions, undefined), xml`</t:${element}>`];
}

function fields(
  item: XmlElement,
  element: NewElement,
  attachments: readonly Piece[],
  omissions: Omissions,
  sourceId: string | undefined,
  mapAddress?: AddressMap,
): Piece[] {
  return SETTABLE[element].flatMap((name): Piece[] => {
    if (name === 'Attachments') {
      if (attachments[0] === HERE || attachments.length === 0) return [...attachments];
      return [xml`<t:Attachments>`, ...attachments, xml`</t:Attachments>`];
    }
    if (name === 'ExtendedProperty') return [STATE_HERE, ...extendedProperties(item, element, sourceId, mapAddress)];
    // MeetingTimeZone and EndTimeZone come with it.
    if (name === 'StartTimeZone') return zonesOf(item, omissions);
    if (name === 'UID' && orphanProperties(item)) return [];
    if (OF_COMPLETION.has(name) && isCompletedByDate(item)) return [];
    if (name === 'Members') return membersOf(item, omissions, mapAddress);
    const plain = child(item, name) ? undefined : plainField(item, element, name);
    if (plain) return plain;
    if (name === 'ReminderDueBy' || name === 'ReminderMinutesBeforeStart') {
      if (element !== 'CalendarItem' && childText(item, 'ReminderIsSet')?.trim() !== 'true') return [];
    }
    return item.children
      .filter((inner) => inner.name === name && isWorthSetting(inner))
      .flatMap((inner) => rewrite(inner, mapAddress));
  });
}

function extendedProperties(
  item: XmlElement,
  element: NewElement,
  sourceId: string | undefined,
  mapAddress: AddressMap | undefined,
): Piece[] {
  const passed = item.children
    .filter((inner) => inner.name === 'ExtendedProperty' && !isMeetingField(inner))
    .filter((inner) => ![...STAMPED, ...(element === 'Task' ? TASK_MARKS : [])].some((field) => isOf(inner, field)))
    .flatMap((inner) => (mapAddress && mappedName(inner, mapAddress)) ?? rewrite(inner));
  const isMessage = element === 'Message' || element === 'PostItem';
  const flags = Number(extendedValue(item, MESSAGE_FLAGS) ?? READ);
  const isRead = (childText(item, 'IsRead')?.trim() ?? String((flags & READ) !== 0)) !== 'false';
  const marker = sourceId === undefined ? [] : [extendedProperty(MARKER, sourceId)];
  const own = isMessage ? stamps(item, sourceId, isRead) : [...dateStamps(item), ...marker];
  return [...own, ...passed];
}

/** `Ann (ann@old.example)` with another address; undefined for every other property. */
function mappedName(property: XmlElement, mapAddress: AddressMap): Piece[] | undefined {
  const field = EMAIL_NAMES.find((each) => isOf(property, each));
  if (field === undefined) return undefined;
  const text = childText(property, 'Value') ?? '';
  return [extendedProperty(field, mapAddresses(text, mapAddress))];
}

/**
 * What the date of completion says as well. The last of the three that a server processes wins, and the schema has the
 * date before them: sent after it, they would make it the day of the copy.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/percentcomplete
 */
const OF_COMPLETION: ReadonlySet<string> = new Set(['PercentComplete', 'Status']);

function isCompletedByDate(item: XmlElement): boolean {
  return (childText(item, 'CompleteDate') ?? '') !== '' && childText(item, 'Status')?.trim() === 'Completed';
}

/** Empty collections are not valid everywhere. */
function isWorthSetting(element: XmlElement): boolean {
  return element.start !== element.end;
}
