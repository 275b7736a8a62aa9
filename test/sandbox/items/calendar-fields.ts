import { escapeXml, leaf } from '../xml/node.ts';
import { changeKeyText, occurrenceIdText } from '../store/ids.ts';
import { stateOf } from './meeting-fields.ts';
import type { Exception, Item } from './model.ts';
import type { Reading } from './read-item.ts';
import { clockOf, firstOccurrence, lastOccurrence, type Occurrence, zoneOf } from './recurrence.ts';
import { ZONES, offsetMinutes, toLocal } from './time-zones.ts';
import { fieldText, isoSeconds, parseInstant, valueXml } from './values.ts';

const DAY = 86_400_000;

/** The day of an occurrence, as a server names it that knows of no zone. */
function midnightOf({ properties }: Item, start: number): number {
  return Math.floor(toLocal(start, clockOf(properties.fields)) / DAY) * DAY;
}

/** The original start of an exception as the server writes it. */
function originalStart({ quirks }: Reading, item: Item, start: number): number {
  return quirks?.localMidnights ? midnightOf(item, start) : start;
}

function occurrenceXml(reading: Reading, item: Item, name: string, occurrence: Omit<Occurrence, 'index'>): string {
  const id = occurrenceIdText(reading.guid, item.folder, item.id, occurrence.originalStart);
  return `<t:${name}><t:ItemId Id="${id}" ChangeKey="${changeKeyText(reading.guid, item.change)}"/><t:Start>${isoSeconds(occurrence.start)}</t:Start><t:End>${isoSeconds(occurrence.end)}</t:End><t:OriginalStart>${isoSeconds(originalStart(reading, item, occurrence.originalStart))}</t:OriginalStart></t:${name}>`;
}

/** Start and end of an exception; those of its place in the series where it did not move. */
export function exceptionTimes(item: Item, exception: Exception): { start: number; end: number } {
  const { fields } = item.properties;
  const length = parseInstant(fieldText(fields, 'End') ?? '') - parseInstant(fieldText(fields, 'Start') ?? '');
  const start = fieldText(exception.fields, 'Start');
  const end = fieldText(exception.fields, 'End');
  const from = start === undefined ? exception.originalStart : parseInstant(start);
  return { start: from, end: end === undefined ? from + length : parseInstant(end) };
}

function duration(item: Item): string {
  const { fields } = item.properties;
  const minutes = Math.round(
    (parseInstant(fieldText(fields, 'End') ?? '') - parseInstant(fieldText(fields, 'Start') ?? '')) / 60_000,
  );
  if (Number.isNaN(minutes)) return 'PT0S';
  const [days, rest] = [Math.floor(minutes / 1440), minutes % 1440];
  const time = `${rest >= 60 ? `${Math.floor(rest / 60)}H` : ''}${rest % 60 ? `${rest % 60}M` : ''}`;
  return `P${days ? `${days}D` : ''}${time ? `T${time}` : days ? '' : 'T0S'}`;
}

function seriesEdge(reading: Reading, item: Item, name: string): string {
  const found = name === 'FirstOccurrence' ? firstOccurrence(item) : lastOccurrence(item);
  if (!found) return '';
  const exception = item.properties.exceptions?.find((each) => each.originalStart === found.originalStart);
  return occurrenceXml(
    reading,
    item,
    name,
    exception ? { originalStart: found.originalStart, ...exceptionTimes(item, exception) } : found,
  );
}

function zoneXml(name: string, item: Item): string {
  const value = item.properties.fields[name];
  if (value === undefined) return '';
  const id = zoneOf(value) ?? '';
  if (!ZONES[id] && typeof value !== 'string' && value.c) return valueXml(name, value);
  // As a real server: the definition's name in the server's words, without its periods.
  return id ? `<t:${name} Name="${escapeXml(ZONES[id]?.[1] ?? id)}" Id="${escapeXml(id)}"/>` : valueXml(name, value);
}

/** What a meeting request tells as the item in a calendar does. */
const OF_REQUESTS =
  /^(?:CalendarItemType|Duration|TimeZone|(?:Start|End)(?:TimeZone|TimeZoneId|WallClock)|Is(?:Recurring|Meeting|AllDayEvent))$/;

/** Fields of appointments that the server works out; undefined when it is none of them. */
export function calendarField(reading: Reading, item: Item, name: string): string | undefined {
  // A request tells of a meeting as the calendar does, once it says when.
  const isRequest = item.element === 'MeetingRequest';
  if (item.element !== 'CalendarItem' && !(isRequest && item.properties.fields['Start'] !== undefined))
    return undefined;
  if (isRequest && !OF_REQUESTS.test(name)) return undefined;
  const { fields, exceptions, deleted } = item.properties;
  const isSeries = fields['Recurrence'] !== undefined && reading.occurrence === undefined;
  const attendees = fields['RequiredAttendees'] ?? fields['OptionalAttendees'] ?? fields['Resources'];
  const bool = (value: boolean): string => `<t:${name}>${value}</t:${name}>`;
  const given = (fallback: string): string => valueXml(name, fields[name] ?? fallback);
  switch (name) {
    case 'CalendarItemType': {
      const isException = exceptions?.some((each) => each.originalStart === reading.occurrence);
      if (reading.occurrence !== undefined) return leaf('t:CalendarItemType', isException ? 'Exception' : 'Occurrence');
      return leaf('t:CalendarItemType', isSeries ? 'RecurringMaster' : 'Single');
    }
    case 'RecurrenceId':
    case 'OriginalStart':
      if (reading.occurrence === undefined)
        return name === 'OriginalStart' ? '' : fields[name] ? valueXml(name, fields[name]) : '';
      return leaf(`t:${name}`, isoSeconds(reading.occurrence));
    case 'Recurrence':
      return isSeries ? valueXml(name, fields['Recurrence'] ?? '') : '';
    case 'FirstOccurrence':
    case 'LastOccurrence':
      return isSeries ? seriesEdge(reading, item, name) : '';
    case 'ModifiedOccurrences': {
      if (!isSeries || !exceptions?.length) return '';
      const list = exceptions.map((each) =>
        occurrenceXml(reading, item, 'Occurrence', {
          originalStart: each.originalStart,
          ...exceptionTimes(item, each),
        }),
      );
      return `<t:ModifiedOccurrences>${list.join('')}</t:ModifiedOccurrences>`;
    }
    case 'DeletedOccurrences': {
      if (!isSeries || !deleted?.length) return '';
      const list = deleted.map(
        (each) =>
          `<t:DeletedOccurrence><t:Start>${isoSeconds(originalStart(reading, item, each))}</t:Start></t:DeletedOccurrence>`,
      );
      return `<t:DeletedOccurrences>${list.join('')}</t:DeletedOccurrences>`;
    }
    case 'StartTimeZone':
    case 'EndTimeZone':
      return zoneXml(name, item);
    case 'StartTimeZoneId':
    case 'EndTimeZoneId': {
      const id = zoneOf(fields[name.slice(0, -2)]);
      return id ? leaf(`t:${name}`, id) : '';
    }
    case 'StartWallClock':
    case 'EndWallClock': {
      const time = parseInstant(fieldText(fields, name.replace('WallClock', '')) ?? '');
      const zone = clockOf(fields, name === 'StartWallClock' ? 'StartTimeZone' : 'EndTimeZone');
      if (Number.isNaN(time)) return '';
      const offset = offsetMinutes(time, zone);
      const sign = offset < 0 ? '-' : '+';
      const text = `${String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')}:${String(Math.abs(offset) % 60).padStart(2, '0')}`;
      return leaf(`t:${name}`, `${new Date(time + offset * 60_000).toISOString().slice(0, 19)}${sign}${text}`);
    }
    case 'TimeZone': {
      const id = zoneOf(fields['StartTimeZone']);
      return leaf('t:TimeZone', ZONES[id ?? 'UTC']?.[1] ?? id ?? '');
    }
    case 'Duration':
      return leaf('t:Duration', duration(item));
    case 'IsMeeting':
      return bool(attendees !== undefined || fields['IsMeeting'] === 'true');
    case 'IsRecurring':
      return bool(fields['Recurrence'] !== undefined);
    case 'IsAllDayEvent':
    case 'IsCancelled':
    case 'MeetingRequestWasSent':
    case 'IsOnlineMeeting':
      return given('false');
    case 'IsResponseRequested':
    case 'AllowNewTimeProposal':
    case 'IsOrganizer':
      return given('true');
    case 'LegacyFreeBusyStatus':
      return given('Busy');
    case 'MyResponseType':
      return given(attendees === undefined ? 'Unknown' : 'Organizer');
    case 'AppointmentSequenceNumber':
    case 'ConferenceType':
    case 'ConflictingMeetingCount':
    case 'AdjacentMeetingCount':
      return given('0');
    case 'AppointmentState':
      return leaf(`t:${name}`, String(stateOf(item)));
    default:
      return undefined;
  }
}
