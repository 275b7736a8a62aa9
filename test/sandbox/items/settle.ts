import { EwsError } from '../operations/errors.ts';
import { checkRecurrence, settleAppointment } from './series-check.ts';
import type { RequestClock } from './localise.ts';
import { type Item, isMessageLike, type NewItem, type Value } from './model.ts';
import { fieldText, isoSeconds, parseInstant } from './values.ts';

type Fields = Record<string, Value>;

/** A mailbox's owner, as the organiser of what is made in it. */
export const ownerValue = (email: string): Value => ({
  c: [
    [
      'Mailbox',
      {
        c: [
          ['Name', email],
          ['EmailAddress', email],
          ['RoutingType', 'SMTP'],
        ],
      },
    ],
  ],
});

const globalId = (): string =>
  `040000008200E00074C5B7101A82E008${crypto.randomUUID().replaceAll('-', '').toUpperCase()}000000001000000${crypto.randomUUID().replaceAll('-', '').toUpperCase().slice(0, 31)}`;

function newAppointment(fields: Fields, now: number, owner: Value, { level, timeZone }: RequestClock): void {
  const hour = new Date(now).toISOString().slice(0, 13);
  fields['Start'] ??= `${hour}:00:00Z`;
  fields['End'] ??= isoSeconds(parseInstant(fieldText(fields, 'Start') ?? '') + 1_800_000);
  // The zone that an appointment is made in stays with it.
  if (level >= 10) fields['StartTimeZone'] ??= timeZone ?? { a: { Id: 'UTC' } };
  settleAppointment(fields);
  if (!fields['UID']) fields['UID'] = globalId();
  fields['Organizer'] ??= owner;
  fields['DateTimeStamp'] ??= isoSeconds(now);
  fields['IsAllDayEvent'] ??= 'false';
  fields['ReminderMinutesBeforeStart'] ??= '15';
}

/**
 * Holds a task's fields together: status, share and date of completion move as one.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/task
 */
function settleTask(fields: Fields, now: number): void {
  const percent = Number(fieldText(fields, 'PercentComplete') ?? '0');
  if (!(percent >= 0 && percent <= 100)) throw new EwsError('ErrorInvalidPercentCompleteValue');
  if (fields['Recurrence'] !== undefined) checkRecurrence(fields['Recurrence']);
  const completed = fieldText(fields, 'CompleteDate');
  // A day of grace for clocks that are not quite alike, as dates are whole days.
  if (completed !== undefined && parseInstant(completed) > now + 86_400_000)
    throw new EwsError('ErrorInvalidCompleteDate');
  const isDone = fieldText(fields, 'Status') === 'Completed' || percent === 100 || completed !== undefined;
  if (!isDone) return;
  fields['Status'] = 'Completed';
  fields['PercentComplete'] = '100';
  fields['CompleteDate'] ??= isoSeconds(now);
}

/** What the server adds by itself when it saves a new item, and what it refuses to save. */
export function settleNew(item: NewItem, now: number, mailboxName: string, clock: RequestClock): void {
  const { fields } = item.properties;
  item.receivedAt ??= now;
  const owner = ownerValue(mailboxName);
  if (item.element === 'CalendarItem') newAppointment(fields, now, owner, clock);
  if (item.element === 'Task') settleTask(fields, now);
  for (const name of item.element === 'Contact' ? ['FileAs', 'DisplayName'] : ['DisplayName'])
    if (/^(?:Contact|DistributionList)$/.test(item.element) && typeof fields[name] === 'string')
      item.subject ||= fields[name];
  if (item.element === 'PostItem') {
    fields['From'] ??= owner;
    fields['Sender'] ??= owner;
  }
  if (isMessageLike(item.element) && !item.messageId) item.messageId = `<${crypto.randomUUID()}@sandbox.invalid>`;
}

/** The same after an update of fields. */
export function settleUpdated(item: Item, now: number): void {
  if (item.element === 'CalendarItem') settleAppointment(item.properties.fields);
  if (item.element === 'Task') settleTask(item.properties.fields, now);
}
