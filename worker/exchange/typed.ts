import { concat, type Piece } from './bytes.ts';
import { newElementFor, rewrite, SETTABLE, type NewElement } from './elements.ts';
import { dateStamps, stamps } from './mime.ts';
import {
  CONTACT_EXTRAS,
  DELIVERY_TIME,
  extendedFieldUri,
  extendedProperty,
  fieldUri,
  isOf,
  JOURNAL_EXTRAS,
  MARKER,
  MESSAGE_FLAGS,
  MESSAGE_MARKS,
  NOTE_EXTRAS,
  SUBMIT_TIME,
} from './properties.ts';
import { child, childText, descend, type XmlElement } from './scan.ts';
import { isAtLeast, type RequestVersion } from './versions.ts';

/** Written anew for the copy; never passed through. */
const STAMPED = [MARKER, MESSAGE_FLAGS, DELIVERY_TIME, SUBMIT_TIME];

const EXTRAS = [
  MESSAGE_FLAGS,
  DELIVERY_TIME,
  SUBMIT_TIME,
  ...MESSAGE_MARKS,
  ...CONTACT_EXTRAS,
  ...NOTE_EXTRAS,
  ...JOURNAL_EXTRAS,
]
  .map(extendedFieldUri)
  .join('');

/** What is asked of items on the typed path beyond AllProperties. */
export function typedProperties(version: RequestVersion): string {
  const zones = isAtLeast(version, 'Exchange2010') ? ['calendar:StartTimeZone', 'calendar:EndTimeZone'] : [];
  return ['item:Body', 'item:Attachments', 'item:Categories', ...zones].map(fieldUri).join('') + EXTRAS;
}

/** What the typed path could not take along, in plain words. */
export type Losses = string[];

/**
 * The new item's element, made of the old one's: what may be set, in the order of the schema. `attachments` are
 * ready-made attachment elements.
 */
export function typedItem(
  item: XmlElement,
  sourceId: string,
  attachments: readonly Piece[],
  losses: Losses,
): Uint8Array {
  const itemClass = childText(item, 'ItemClass') ?? '';
  const element = newElementFor(item.name, itemClass);
  noteLosses(item, losses);
  return concat([`<t:${element}>`, ...fields(item, element, attachments, losses, sourceId), `</t:${element}>`]);
}

/** The same of an item that is attached to another: it needs no marker. */
export function embeddedItem(item: XmlElement, losses: Losses): Piece[] {
  const element = newElementFor(item.name, childText(item, 'ItemClass') ?? '');
  // A list cannot be attached; the schema has no place for it.
  if (element === 'DistributionList') {
    losses.push('An attached distribution list was left out.');
    return [];
  }
  const mime = child(item, 'MimeContent');
  if (mime && mime.start !== mime.end && element === 'Message')
    return ['<t:Message>', ...rewrite(mime), '</t:Message>'];
  return [`<t:${element}>`, ...fields(item, element, [], losses, undefined), `</t:${element}>`];
}

function fields(
  item: XmlElement,
  element: NewElement,
  attachments: readonly Piece[],
  losses: Losses,
  sourceId: string | undefined,
): Piece[] {
  return SETTABLE[element].flatMap((name): Piece[] => {
    if (name === 'Attachments')
      return attachments.length === 0 ? [] : ['<t:Attachments>', ...attachments, '</t:Attachments>'];
    if (name === 'ExtendedProperty') return extendedProperties(item, element, sourceId);
    if (name === 'Members') return members(child(item, name), losses);
    if (name === 'ReminderDueBy' || name === 'ReminderMinutesBeforeStart') {
      if (element !== 'CalendarItem' && childText(item, 'ReminderIsSet')?.trim() !== 'true') return [];
    }
    return item.children.filter((inner) => inner.name === name && isWorthSetting(inner)).flatMap(rewrite);
  });
}

function extendedProperties(item: XmlElement, element: NewElement, sourceId: string | undefined): Piece[] {
  const passed = item.children
    .filter((inner) => inner.name === 'ExtendedProperty' && !STAMPED.some((field) => isOf(inner, field)))
    .flatMap(rewrite);
  if (sourceId === undefined) return passed;
  const isMessage = element === 'Message' || element === 'PostItem';
  const isRead = childText(item, 'IsRead')?.trim() !== 'false';
  const own = isMessage ? stamps(item, sourceId, isRead) : [...dateStamps(item), extendedProperty(MARKER, sourceId)];
  return [...own, ...passed];
}

/** Empty collections are not valid everywhere; an empty time zone says nothing. */
function isWorthSetting(element: XmlElement): boolean {
  return element.start !== element.end || element.name.endsWith('TimeZone');
}

/** Members that point at a contact of the old mailbox become addresses of their own. */
function members(list: XmlElement | undefined, losses: Losses): Piece[] {
  const kept = (list?.children ?? []).flatMap((member): Piece[] => {
    const mailbox = child(member, 'Mailbox');
    if (mailbox === undefined || childText(mailbox, 'EmailAddress') === undefined) {
      const name = childText(mailbox, 'MailboxType') === 'PrivateDL' ? 'list' : 'member without an address';
      losses.push(`A ${name} inside the distribution list was left out.`);
      return [];
    }
    const parts = mailbox.children.flatMap((part): Piece[] => {
      if (part.name === 'ItemId') return [];
      return part.name === 'MailboxType' && descend(mailbox, 'ItemId')
        ? ['<t:MailboxType>OneOff</t:MailboxType>']
        : rewrite(part);
    });
    return ['<t:Member><t:Mailbox>', ...parts, '</t:Mailbox></t:Member>'];
  });
  return kept.length === 0 ? [] : ['<t:Members>', ...kept, '</t:Members>'];
}

function noteLosses(item: XmlElement, losses: Losses): void {
  if (item.name !== 'CalendarItem' || childText(item, 'IsMeeting')?.trim() !== 'true') return;
  const role = childText(item, 'MyResponseType')?.trim();
  if (role !== undefined && role !== 'Organizer')
    losses.push('The owner of the mailbox becomes the organiser of the meeting.');
}
