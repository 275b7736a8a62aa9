import { EwsError } from '../operations/errors.ts';
import { mailboxValue } from './addresses.ts';
import { decodeRange, decodeText, parseMime, type Part } from './mime-parse.ts';
import { type Exception, type NewItem, newItem, type Value } from './model.ts';
import { recurrenceOf } from './ics-rule.ts';
import { fromLocal, windowsOf } from './time-zones.ts';
import { isoSeconds } from './values.ts';

type Line = { name: string; parameters: Record<string, string>; value: string };
type Component = { name: string; lines: Line[]; children: Component[] };

function parseLine(text: string): Line | undefined {
  let isQuoted = false;
  let colon = -1;
  for (let at = 0; at < text.length && colon === -1; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === ':' && !isQuoted) colon = at;
  }
  if (colon < 1) return undefined;
  const [name = '', ...rest] = text.slice(0, colon).match(/(?:[^;"]|"[^"]*")+/g) ?? [];
  const parameters: Record<string, string> = {};
  for (const each of rest) {
    const equals = each.indexOf('=');
    if (equals > 0) parameters[each.slice(0, equals).toUpperCase()] = each.slice(equals + 1).replaceAll('"', '');
  }
  return { name: name.toUpperCase(), parameters, value: text.slice(colon + 1) };
}

/** Components of an iCalendar text; lenient: stray lines are passed over, unclosed components end with the text. */
function parseIcs(text: string): Component {
  const root: Component = { name: '', lines: [], children: [] };
  const stack = [root];
  for (const raw of text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    const line = parseLine(raw);
    if (!line) continue;
    const top = stack.at(-1) as Component;
    if (line.name === 'BEGIN') {
      const component: Component = { name: line.value.trim().toUpperCase(), lines: [], children: [] };
      top.children.push(component);
      stack.push(component);
    } else if (line.name === 'END') {
      if (stack.length > 1) stack.pop();
    } else top.lines.push(line);
  }
  return root;
}

const unescape = (value: string): string =>
  value.replace(/\\([nN,;\\])/g, (_whole, sign: string) => (sign.toLowerCase() === 'n' ? '\r\n' : sign));

const find = (component: Component, name: string): Line | undefined =>
  component.lines.find((line) => line.name === name);

/** Milliseconds and whether the value is a date without time. */
function instantOf(line: Line | undefined): { time: number; isDate: boolean; zone?: string } | undefined {
  const match = line && /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?)?(Z)?/.exec(line.value.trim());
  if (!line || !match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', utc] = match;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const zone = line.parameters['TZID']?.replace(/^\/[^/]+\/[^/]+\//, '');
  if (Number.isNaN(local)) return undefined;
  const time = utc || !zone ? local : fromLocal(local, zone);
  return { time, isDate: match[4] === undefined, ...(zone ? { zone } : {}) };
}

function durationMs(text: string): number {
  const match = /^([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text.trim());
  if (!match) return 0;
  const [week, day, hour, minute, second] = match.slice(2).map((each) => Number(each ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return (match[1] === '-' ? -1 : 1) * ((((week * 7 + day) * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}

const RESPONSES: Record<string, string> = {
  ACCEPTED: 'Accept',
  DECLINED: 'Decline',
  TENTATIVE: 'Tentative',
  'NEEDS-ACTION': 'NoResponseReceived',
};
const BUSY: Record<string, string> = { FREE: 'Free', TENTATIVE: 'Tentative', BUSY: 'Busy', OOF: 'OOF' };

const person = (line: Line): Value =>
  mailboxValue({
    name: unescape(line.parameters['CN'] ?? line.value.replace(/^mailto:/i, '')),
    email: line.value.replace(/^mailto:/i, '').trim(),
  });

function attendees(event: Component, wanted: string): Value | undefined {
  const list = event.lines.filter((line) => {
    if (line.name !== 'ATTENDEE') return false;
    const isResource =
      /RESOURCE|ROOM/i.test(line.parameters['CUTYPE'] ?? '') || /NON-PARTICIPANT/i.test(line.parameters['ROLE'] ?? '');
    const role = isResource
      ? 'Resources'
      : /OPT/i.test(line.parameters['ROLE'] ?? '')
        ? 'OptionalAttendees'
        : 'RequiredAttendees';
    return role === wanted;
  });
  if (list.length === 0) return undefined;
  return {
    c: list.map((line) => [
      'Attendee',
      {
        c: [
          ['Mailbox', person(line)],
          ['ResponseType', RESPONSES[(line.parameters['PARTSTAT'] ?? '').toUpperCase()] ?? 'Unknown'],
        ],
      },
    ]),
  };
}

/** Typed fields of one VEVENT. */
function eventFields(event: Component): Record<string, Value> {
  const fields: Record<string, Value> = {};
  const start = instantOf(find(event, 'DTSTART'));
  const end = instantOf(find(event, 'DTEND'));
  const length = find(event, 'DURATION');
  if (start) {
    fields['Start'] = isoSeconds(start.time);
    const fallback = start.time + (length ? durationMs(length.value) : start.isDate ? 86_400_000 : 0);
    fields['End'] = isoSeconds(Math.max(start.time, end?.time ?? fallback));
    fields['IsAllDayEvent'] = String(start.isDate || find(event, 'X-MICROSOFT-CDO-ALLDAYEVENT')?.value === 'TRUE');
    const zone = start.zone && windowsOf(start.zone);
    if (zone) {
      fields['StartTimeZone'] = { a: { Id: zone } };
      fields['EndTimeZone'] = { a: { Id: zone } };
    }
  }
  const place = find(event, 'LOCATION');
  if (place?.value) fields['Location'] = unescape(place.value);
  const uid = find(event, 'UID')?.value.trim();
  if (uid) fields['UID'] = uid;
  const organizer = find(event, 'ORGANIZER');
  if (organizer) fields['Organizer'] = { c: [['Mailbox', person(organizer)]] };
  for (const role of ['RequiredAttendees', 'OptionalAttendees', 'Resources']) {
    const list = attendees(event, role);
    if (list) fields[role] = list;
  }
  const busy = BUSY[(find(event, 'X-MICROSOFT-CDO-BUSYSTATUS')?.value ?? '').toUpperCase()];
  const isFree = find(event, 'TRANSP')?.value.trim().toUpperCase() === 'TRANSPARENT';
  fields['LegacyFreeBusyStatus'] = busy ?? (isFree ? 'Free' : 'Busy');
  const categories = event.lines
    .filter((line) => line.name === 'CATEGORIES')
    .flatMap((line) => line.value.split(/(?<!\\),/));
  if (categories.length > 0) fields['Categories'] = { c: categories.map((each) => ['String', unescape(each).trim()]) };
  const trigger = event.children.find((each) => each.name === 'VALARM')?.lines.find((line) => line.name === 'TRIGGER');
  if (trigger) {
    fields['ReminderIsSet'] = 'true';
    fields['ReminderMinutesBeforeStart'] = String(Math.max(0, Math.round(-durationMs(trigger.value) / 60_000)));
  }
  return fields;
}

function calendarPart(part: Part): Part | undefined {
  if (part.type === 'text/calendar') return part;
  for (const each of part.children) {
    const found = calendarPart(each);
    if (found) return found;
  }
  return undefined;
}

function calendarTextOf(bytes: Buffer): string {
  const head = bytes.toString('latin1', 0, 512).trimStart().toUpperCase();
  if (head.startsWith('BEGIN:') || head.startsWith('\u00ef\u00bb\u00bfBEGIN:'))
    return decodeText(bytes).replace(/^\ufeff/, '');
  const part = calendarPart(parseMime(bytes));
  if (!part) throw new EwsError('ErrorMimeContentInvalid');
  return decodeText(decodeRange(bytes, part.body), part.body.charset ?? 'utf-8');
}

/** An appointment of iCalendar, bare or inside a message. Throws ErrorMimeContentInvalid without any event. */
export function itemFromIcs(bytes: Buffer, now: number): NewItem {
  const calendar = parseIcs(calendarTextOf(bytes));
  const events = calendar.children
    .flatMap((each) => (each.name === 'VCALENDAR' ? each.children : [each]))
    .filter((each) => each.name === 'VEVENT');
  const master = events.find((event) => !find(event, 'RECURRENCE-ID')) ?? events[0];
  if (!master) throw new EwsError('ErrorMimeContentInvalid');
  const item = newItem('IPM.Appointment', now);
  item.subject = unescape(find(master, 'SUMMARY')?.value ?? '');
  item.properties.fields = eventFields(master);
  const body = unescape(find(master, 'DESCRIPTION')?.value ?? '');
  item.properties.body = { kind: 'Text', text: body };
  const start = instantOf(find(master, 'DTSTART'));
  const rule = find(master, 'RRULE');
  const recurrence = rule && start && recurrenceOf(rule.value, start.time, start.zone);
  if (recurrence) {
    item.properties.fields['Recurrence'] = recurrence;
    const deleted = master.lines
      .filter((line) => line.name === 'EXDATE')
      .flatMap((line) => line.value.split(',').map((value) => instantOf({ ...line, value })?.time))
      .filter((time) => time !== undefined);
    if (deleted.length > 0) item.properties.deleted = [...new Set(deleted)].toSorted((a, b) => a - b);
    const exceptions = events
      .filter((event) => event !== master)
      .flatMap((event): Exception[] => {
        const at = instantOf(find(event, 'RECURRENCE-ID'));
        if (!at) return [];
        const { UID: _uid, ...fields } = eventFields(event);
        fields['Subject'] = unescape(find(event, 'SUMMARY')?.value ?? '');
        return [{ originalStart: at.time, fields, named: {} }];
      });
    if (exceptions.length > 0) item.properties.exceptions = exceptions;
  }
  item.receivedAt = instantOf(find(master, 'DTSTAMP'))?.time ?? now;
  item.mime = [bytes];
  return item;
}
