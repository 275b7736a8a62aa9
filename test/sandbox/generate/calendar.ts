import { mailboxValue } from '../items/addresses.ts';
import { type NewItem, newItem, type Value } from '../items/model.ts';
import { expand, firstOccurrence } from '../items/recurrence.ts';
import { settleSeries } from '../items/series-check.ts';
import { fromLocal } from '../items/time-zones.ts';
import { isoSeconds } from '../items/values.ts';
import { fileOf } from './files.ts';
import { addressFor, categoriesOf, fill, languageOf, type World } from './mail.ts';
import { LANGUAGES } from './texts.ts';

const DAY = 86_400_000;

const recipient = (name: string, email: string): Value => ({ c: [['Mailbox', mailboxValue({ name, email })]] });

function attendees(world: World, names: readonly string[], isOrganizer: boolean): Value {
  const { random } = world;
  return {
    c: names.map((name) => {
      const c: [string, Value][] = [['Mailbox', mailboxValue({ name, email: addressFor(name) })]];
      const response = isOrganizer ? random.pick(['Accept', 'Decline', 'Tentative', 'NoResponseReceived']) : 'Unknown';
      c.push(['ResponseType', response]);
      if (response === 'Accept')
        c.push(['LastResponseTime', isoSeconds(world.now - random.between(1, 400) * 3_600_000)]);
      return ['Attendee', { c }];
    }),
  };
}

function recurrence(world: World, day: string): Value {
  const { random } = world;
  const date = new Date(`${day}T00:00:00Z`);
  const weekday = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')[date.getUTCDay()] ?? 'Monday';
  const month =
    'January February March April May June July August September October November December'.split(' ')[
      date.getUTCMonth()
    ] ?? 'June';
  const one = (name: string, ...c: [string, Value][]): [string, Value] => [name, { c }];
  const pattern = random.pick([
    one('DailyRecurrence', ['Interval', '1']),
    one('WeeklyRecurrence', ['Interval', '1'], ['DaysOfWeek', weekday], ['FirstDayOfWeek', 'Monday']),
    one(
      'WeeklyRecurrence',
      ['Interval', '2'],
      [
        'DaysOfWeek',
        `Monday Wednesday ${weekday === 'Friday' || weekday === 'Monday' || weekday === 'Wednesday' ? 'Friday' : weekday}`,
      ],
      ['FirstDayOfWeek', 'Monday'],
    ),
    one('AbsoluteMonthlyRecurrence', ['Interval', '1'], ['DayOfMonth', String(date.getUTCDate())]),
    one(
      'RelativeMonthlyRecurrence',
      ['Interval', '1'],
      ['DaysOfWeek', weekday],
      ['DayOfWeekIndex', random.pick(['First', 'Third', 'Last'])],
    ),
    one('AbsoluteYearlyRecurrence', ['DayOfMonth', String(date.getUTCDate())], ['Month', month]),
    one('RelativeYearlyRecurrence', ['DaysOfWeek', weekday], ['DayOfWeekIndex', 'Second'], ['Month', month]),
  ]);
  const start: [string, Value] = ['StartDate', day];
  const range = random.pick([
    one('NoEndRecurrence', start),
    one('NumberedRecurrence', start, ['NumberOfOccurrences', String(random.between(4, 30))]),
    one('EndDateRecurrence', start, [
      'EndDate',
      new Date(date.getTime() + random.between(60, 700) * DAY).toISOString().slice(0, 10),
    ]),
  ]);
  return { c: [pattern, range] };
}

/** Moves some occurrences of a series and takes some away. */
function addExceptions(world: World, item: NewItem): void {
  const { random, language } = world;
  const occurrences = expand(item, Infinity, 24);
  const chosen = random
    .some(occurrences.slice(1), Math.min(4, occurrences.length - 1))
    .toSorted((a, b) => a.originalStart - b.originalStart);
  const deleted: number[] = [];
  for (const [index, { originalStart, start, end }] of chosen.entries()) {
    if (index % 3 === 2) {
      deleted.push(originalStart);
      continue;
    }
    const drawn = random.between(1, 4) * 1_800_000;
    // A day that is moved by hours would lie over the next one.
    const shift = item.properties.fields['IsAllDayEvent'] === 'true' ? 0 : drawn;
    const fields: Record<string, Value> = { Start: isoSeconds(start + shift), End: isoSeconds(end + shift) };
    if (index % 2 === 0) fields['Location'] = random.pick(language.places);
    if (index % 2 === 1) fields['Subject'] = `${item.subject} (${random.between(2, 9)})`;
    (item.properties.exceptions ??= []).push({ originalStart, fields, named: {} });
  }
  if (deleted.length > 0) item.properties.deleted = deleted;
}

/** An appointment: single, all-day, meeting or series, in the time zone of its language. */
export function makeAppointment(world: World): NewItem {
  const { random, now } = world;
  const language = languageOf(world);
  const person = random.pick(language.people);
  const item = newItem('IPM.Appointment', now - random.between(1, 900) * DAY);
  const isAllDay = random.chance(0.15);
  const dayTime = Math.floor((now + random.between(-500, 200) * DAY) / DAY) * DAY;
  const local = isAllDay ? dayTime : dayTime + random.between(14, 36) * 1_800_000;
  const start = fromLocal(local, language.zone);
  const length = isAllDay ? DAY * random.between(1, 3) : random.pick([30, 60, 60, 90, 240]) * 60_000;
  const isMeeting = random.chance(0.5);
  const isOrganizer = random.chance(0.5);
  const { fields, named } = item.properties;
  item.subject = fill(random, random.pick(language.meetings), person);
  item.properties.body = random.chance(0.5)
    ? {
        kind: 'HTML',
        text: `<html><body><p>${fill(random, random.pick(language.paragraphs), person)}</p></body></html>`,
      }
    : { kind: 'Text', text: fill(random, random.pick(language.paragraphs), person) };
  Object.assign(fields, {
    UID: `040000008200E00074C5B7101A82E008${random.hex(64).toUpperCase()}`,
    Start: isoSeconds(start),
    End: isoSeconds(fromLocal(local + length, language.zone)),
    IsAllDayEvent: String(isAllDay),
    LegacyFreeBusyStatus: random.pick(['Busy', 'Busy', 'Free', 'Tentative', 'OOF']),
    Location: random.pick(language.places),
    StartTimeZone: { a: { Id: language.zone } },
    EndTimeZone: { a: { Id: language.zone } },
    ReminderIsSet: String(random.chance(0.7)),
    ReminderMinutesBeforeStart: String(random.pick([0, 5, 15, 30, 1080])),
    DateTimeStamp: isoSeconds(item.createdAt),
  });
  fields['Organizer'] = recipient(
    isMeeting && !isOrganizer ? person : world.name,
    isMeeting && !isOrganizer ? addressFor(person) : world.email,
  );
  if (isMeeting) {
    const foreign = random.pick(LANGUAGES).people;
    fields['RequiredAttendees'] = attendees(
      world,
      [...random.some(language.people, 2), random.pick(foreign)],
      isOrganizer,
    );
    if (random.chance(0.4)) fields['OptionalAttendees'] = attendees(world, random.some(foreign, 1), isOrganizer);
    if (random.chance(0.2)) fields['Resources'] = attendees(world, [random.pick(language.places)], isOrganizer);
    fields['IsMeeting'] = 'true';
    fields['MyResponseType'] = isOrganizer ? 'Organizer' : random.pick(['Accept', 'Tentative', 'NoResponseReceived']);
    fields['AppointmentState'] = isOrganizer ? '1' : '3';
    fields['AppointmentSequenceNumber'] = String(random.between(0, 3));
    fields['MeetingRequestWasSent'] = String(isOrganizer);
    if (random.chance(0.05)) {
      fields['IsCancelled'] = 'true';
      fields['AppointmentState'] = isOrganizer ? '5' : '7';
    }
  }
  if (random.chance(0.15)) fields['Categories'] = categoriesOf(random.some(language.categories, 1));
  if (random.chance(0.05)) fields['Sensitivity'] = 'Private';
  if (random.chance(0.3)) {
    fields['Recurrence'] = recurrence(world, new Date(local).toISOString().slice(0, 10));
    // Occurrences of a series don't lie over each other, and the series begins with its first one.
    if (isAllDay) fields['End'] = isoSeconds(fromLocal(local + DAY, language.zone));
    const day: [string, Value] = ['StartDate', new Date(local).toISOString().slice(0, 10)];
    const [pattern] = (fields['Recurrence'] as { c: [string, Value][] }).c;
    // A yearly one may end before it comes to pass.
    if (pattern && !firstOccurrence(item)) fields['Recurrence'] = { c: [pattern, ['NoEndRecurrence', { c: [day] }]] };
    settleSeries(fields);
    if (random.chance(0.7)) addExceptions(world, item);
  }
  if (random.chance(0.08)) {
    const file = fileOf(random);
    item.attachments.push({
      kind: 'file',
      name: file.name,
      contentType: file.type,
      sizeBytes: file.bytes.length,
      content: [file.bytes],
      isInline: false,
    });
  }
  named['00062002-0000-0000-c000-000000000046|id:33293|Binary'] = random.bytes(16).toString('base64');
  item.receivedAt = item.createdAt;
  return item;
}
