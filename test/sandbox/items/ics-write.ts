import { addressesOf } from './addresses.ts';
import type { Exception, Item, Value } from './model.ts';
import { zoneLines } from './ics-zone.ts';
import { clockOf, zoneOf } from './recurrence.ts';
import { toLocal } from './time-zones.ts';
import { childText, fieldText } from './values.ts';

const escapeText = (text: string): string =>
  text
    .replace(/\\/g, '\\\\')
    .replace(/\r?\n/g, '\\n')
    .replace(/([,;])/g, '\\$1');

const compact = (iso: string): string => iso.replace(/[-:]/g, '').replace(/\.\d+/, '');
const stamp = (time: number): string => compact(`${new Date(time).toISOString().slice(0, 19)}Z`);

const DAYS: Record<string, string> = {
  Sunday: 'SU',
  Monday: 'MO',
  Tuesday: 'TU',
  Wednesday: 'WE',
  Thursday: 'TH',
  Friday: 'FR',
  Saturday: 'SA',
  Day: 'SU,MO,TU,WE,TH,FR,SA',
  Weekday: 'MO,TU,WE,TH,FR',
  WeekendDay: 'SU,SA',
};
const INDEX: Record<string, string> = { First: '1', Second: '2', Third: '3', Fourth: '4', Last: '-1' };
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** RRULE of an EWS recurrence (RFC 5545 3.3.10). */
function ruleOf(recurrence: Value): string {
  if (typeof recurrence === 'string' || !recurrence.c) return '';
  const [pattern, range] = recurrence.c as [[string, Value], [string, Value]];
  const get = (name: string): string => childText(pattern[1], name) ?? '';
  const month = String(MONTHS.indexOf(get('Month')) + 1);
  const days = get('DaysOfWeek')
    .split(/\s+/)
    .map((day) => DAYS[day] ?? '')
    .filter(Boolean)
    .join(',');
  const position = days.includes(',')
    ? `BYDAY=${days};BYSETPOS=${INDEX[get('DayOfWeekIndex')]}`
    : `BYDAY=${INDEX[get('DayOfWeekIndex')]}${days}`;
  const interval = `INTERVAL=${get('Interval') || '1'}`;
  const rules: Record<string, string> = {
    DailyRecurrence: `FREQ=DAILY;${interval}`,
    WeeklyRecurrence: `FREQ=WEEKLY;${interval};BYDAY=${days}`,
    AbsoluteMonthlyRecurrence: `FREQ=MONTHLY;${interval};BYMONTHDAY=${get('DayOfMonth')}`,
    RelativeMonthlyRecurrence: `FREQ=MONTHLY;${interval};${position}`,
    AbsoluteYearlyRecurrence: `FREQ=YEARLY;BYMONTHDAY=${get('DayOfMonth')};BYMONTH=${month}`,
    RelativeYearlyRecurrence: `FREQ=YEARLY;${position};BYMONTH=${month}`,
  };
  let rule = rules[pattern[0]] ?? '';
  if (range[0] === 'NumberedRecurrence') rule += `;COUNT=${childText(range[1], 'NumberOfOccurrences')}`;
  if (range[0] === 'EndDateRecurrence')
    rule += `;UNTIL=${compact((childText(range[1], 'EndDate') ?? '').slice(0, 10))}T235959Z`;
  return rule;
}

function fold(line: string): string {
  const bytes = Buffer.from(line);
  if (bytes.length <= 75) return `${line}\r\n`;
  let out = '';
  let current = '';
  for (const sign of line) {
    if (Buffer.byteLength(current + sign) > 74) {
      out += `${current}\r\n `;
      current = '';
    }
    current += sign;
  }
  return `${out}${current}\r\n`;
}

function eventLines(item: Item, body: string, exception?: Exception): string[] {
  const fields = exception ? { ...item.properties.fields, ...exception.fields } : item.properties.fields;
  const isAllDay = fieldText(fields, 'IsAllDayEvent') === 'true';
  const zone = zoneOf(item.properties.fields['StartTimeZone']);
  const clock = clockOf(item.properties.fields);
  const moment = (name: string, time: number): string => {
    const local = compact(new Date(toLocal(time, clock)).toISOString().slice(0, 19));
    if (isAllDay) return `${name};VALUE=DATE:${local.slice(0, 8)}`;
    return zone === undefined ? `${name}:${stamp(time)}` : `${name};TZID=${zone}:${local}`;
  };
  const when = (name: string, field: string): string =>
    moment(name, Date.parse(fieldText(fields, field) ?? '1970-01-01T00:00:00Z'));
  const out = ['BEGIN:VEVENT'];
  for (const address of addressesOf(fields['Organizer']))
    out.push(`ORGANIZER;CN=${escapeText(address.name)}:MAILTO:${address.email}`);
  for (const [field, role] of [
    ['RequiredAttendees', 'REQ-PARTICIPANT'],
    ['OptionalAttendees', 'OPT-PARTICIPANT'],
    ['Resources', 'NON-PARTICIPANT'],
  ] as const)
    for (const address of addressesOf(fields[field]))
      out.push(`ATTENDEE;ROLE=${role};PARTSTAT=NEEDS-ACTION;CN=${escapeText(address.name)}:MAILTO:${address.email}`);
  out.push(`DESCRIPTION:${escapeText(body)}`, `UID:${fieldText(fields, 'UID') ?? ''}`);
  if (exception) out.push(moment('RECURRENCE-ID', exception.originalStart));
  else {
    const rule = fields['Recurrence'] && ruleOf(fields['Recurrence']);
    if (rule) out.push(`RRULE:${rule}`);
    for (const deleted of item.properties.deleted ?? []) out.push(moment('EXDATE', deleted));
  }
  const subject = exception ? (fieldText(exception.fields, 'Subject') ?? item.subject) : item.subject;
  out.push(`SUMMARY:${escapeText(subject)}`, when('DTSTART', 'Start'), when('DTEND', 'End'));
  out.push('CLASS:PUBLIC', `PRIORITY:5`, `DTSTAMP:${stamp(item.createdAt)}`, 'TRANSP:OPAQUE', 'STATUS:CONFIRMED');
  out.push(`SEQUENCE:${fieldText(fields, 'AppointmentSequenceNumber') ?? '0'}`);
  const place = fieldText(fields, 'Location');
  if (place) out.push(`LOCATION:${escapeText(place)}`);
  out.push(`X-MICROSOFT-CDO-BUSYSTATUS:${(fieldText(fields, 'LegacyFreeBusyStatus') ?? 'Busy').toUpperCase()}`);
  out.push(`X-MICROSOFT-CDO-ALLDAYEVENT:${isAllDay ? 'TRUE' : 'FALSE'}`);
  if (fieldText(fields, 'ReminderIsSet') === 'true')
    out.push(
      'BEGIN:VALARM',
      'DESCRIPTION:REMINDER',
      `TRIGGER;RELATED=START:-PT${fieldText(fields, 'ReminderMinutesBeforeStart') ?? '15'}M`,
      'ACTION:DISPLAY',
      'END:VALARM',
    );
  out.push('END:VEVENT');
  return out;
}

/** An appointment as iCalendar, exceptions included. */
export function calendarText(item: Item, body: string): string {
  const zone = zoneOf(item.properties.fields['StartTimeZone']);
  const lines = ['BEGIN:VCALENDAR', 'METHOD:PUBLISH', 'PRODID:Microsoft Exchange Server', 'VERSION:2.0'];
  const year = new Date(fieldText(item.properties.fields, 'Start') ?? 0).getUTCFullYear();
  if (zone !== undefined) lines.push(...zoneLines(zone, clockOf(item.properties.fields), year));
  lines.push(...eventLines(item, body));
  for (const exception of item.properties.exceptions ?? []) lines.push(...eventLines(item, body, exception));
  lines.push('END:VCALENDAR');
  return lines.map(fold).join('');
}
