import { EwsError, SoapFault } from './errors.ts';
import { rightsOn } from '../http/folder-rights.ts';
import { instantIn } from '../items/localise.ts';
import { occurrencesBetween, occurrenceView } from '../items/occurrences.ts';
import { clockOf } from '../items/recurrence.ts';
import { toLocal, type Zone } from '../items/time-zones.ts';
import { fieldText, isoSeconds, parseInstant, valueOfNode } from '../items/values.ts';
import { ruleOfSerializable } from '../items/zone-changes.ts';
import type { Context } from '../side.ts';
import { getDistinguished } from '../store/folders.ts';
import { itemFromRow } from '../store/items.ts';
import { RIGHT } from '../store/permissions.ts';
import type { Mailbox } from '../store/store.ts';
import { child, type Node, textOf } from '../xml/node.ts';

export const MINUTE = 60_000;
const DAY = 86_400_000;
// An error beyond, as the documentation of GetUserAvailability says.
const MAX_EVENTS = 10_000;

/** A span of time; milliseconds since 1970, the end is outside. */
export type Span = { start: number; end: number };
export type Busy = Span & {
  type: string;
  id: string;
  subject: string;
  location: string;
  isMeeting: boolean;
  isRecurring: boolean;
  isException: boolean;
  isReminderSet: boolean;
  isPrivate: boolean;
};

/** The clock of an availability request: its own TimeZone, else that of the header; it must have one. */
export function clockOfRequest(context: Context, request: Node): Zone {
  const own = child(request, 'TimeZone');
  if (own) {
    const rule = ruleOfSerializable(valueOfNode(own, 'SerializableTimeZone'));
    if (!rule) throw new SoapFault('ErrorTimeZone', 'The time zone is not valid.');
    return rule;
  }
  if (context.timeZone === undefined) throw new SoapFault('ErrorTimeZone', 'The request has no time zone.');
  return clockOf({ StartTimeZone: context.timeZone }) ?? 'UTC';
}

/** A TimeWindow, told by the request's clock. */
export function readSpan(node: Node, zone: Zone): Span {
  const [start = 0, end = 0] = ['StartTime', 'EndTime'].map((name) =>
    parseInstant(instantIn(textOf(node, name) ?? '', zone)),
  );
  if (start >= end) throw new EwsError('ErrorInvalidTimeInterval');
  return { start, end };
}

/** The longest window: 42 days at first, 62 from 2010 on. */
export function checkLength(context: Context, { start, end }: Span): void {
  if (end - start > (context.side.profile.level >= 10 ? 62 : 42) * DAY) throw new EwsError('ErrorTimeIntervalTooBig');
}

export type Attendee = { mailbox: Mailbox; sees: 'times' | 'details' };

/** Who an Email is, and how much of their calendar the caller may see. */
export function requireAttendee(context: Context, email: string): Attendee {
  const mailbox = context.store.mailbox(email);
  const calendar = mailbox && getDistinguished(context.store, mailbox.id, 'calendar');
  if (!mailbox || !calendar) throw new EwsError('ErrorMailRecipientNotFound');
  const rights = rightsOn(context, mailbox, calendar.id);
  if (rights & (RIGHT.readAny | RIGHT.freeBusyDetailed)) return { mailbox, sees: 'details' };
  if (rights & RIGHT.freeBusySimple) return { mailbox, sees: 'times' };
  throw new EwsError('ErrorNoFreeBusyAccess');
}

/** What lies in a mailbox's calendar in a span, series expanded; by start. */
export function busyOf(context: Context, mailbox: Mailbox, { start, end }: Span): Busy[] {
  const calendar = getDistinguished(context.store, mailbox.id, 'calendar');
  const rows = context.store
    .sql("select * from items where folder = ? and owner is null and associated = 0 and element = 'CalendarItem'")
    .all(calendar?.id ?? 0) as Parameters<typeof itemFromRow>[0][];
  const out: Busy[] = [];
  for (const row of rows) {
    const item = itemFromRow(row);
    for (const { originalStart } of occurrencesBetween(item, start, end)) {
      const one = originalStart === undefined ? item : occurrenceView(item, originalStart);
      const { fields } = one.properties;
      const text = (name: string): string => fieldText(fields, name) ?? '';
      const isChanged = item.properties.exceptions?.some((each) => each.originalStart === originalStart);
      out.push({
        start: parseInstant(text('Start')),
        end: parseInstant(text('End')),
        type: text('LegacyFreeBusyStatus') || 'Busy',
        id: item.id.toString(16).toUpperCase().padStart(48, '0'),
        subject: one.subject,
        location: text('Location'),
        isMeeting: text('IsMeeting') === 'true' || fields['RequiredAttendees'] !== undefined,
        isRecurring: originalStart !== undefined,
        isException: isChanged === true,
        isReminderSet: text('ReminderIsSet') === 'true',
        isPrivate: text('Sensitivity') === 'Private',
      });
      if (out.length > MAX_EVENTS) throw new EwsError('ErrorResultSetTooBig');
    }
  }
  return out.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

// The more someone is away, the higher. The highest digit within a stretch of time counts for all of it.
const DIGITS: Readonly<Record<string, number>> = { Free: 0, Tentative: 1, Busy: 2, OOF: 3, WorkingElsewhere: 4 };
const RANK: Readonly<Record<string, number>> = { Free: 0, WorkingElsewhere: 1, Tentative: 2, Busy: 3, OOF: 4 };

/** One digit a stretch of `minutes`, from the start of the span on. */
export function merged(busy: readonly Busy[], { start, end }: Span, minutes: number): string {
  let out = '';
  for (let at = start; at < end; at += minutes * MINUTE) {
    let type = 'Free';
    for (const each of busy)
      if (
        each.start < Math.min(at + minutes * MINUTE, end) &&
        each.end > at &&
        (RANK[each.type] ?? 0) > (RANK[type] ?? 0)
      )
        type = each.type;
    out += DIGITS[type] ?? 0;
  }
  return out;
}

/** An instant by a clock: without its offset from 2010 on, with it before. */
export function wallText(context: Context, time: number, zone: Zone): string {
  const local = toLocal(time, zone);
  const text = isoSeconds(local).slice(0, -1);
  if (context.level >= 10) return text;
  const minutes = Math.round((local - time) / MINUTE);
  const two = (value: number): string => String(value).padStart(2, '0');
  const away = Math.abs(minutes);
  return `${text}${minutes < 0 ? '-' : '+'}${two(Math.floor(away / 60))}:${two(away % 60)}`;
}
