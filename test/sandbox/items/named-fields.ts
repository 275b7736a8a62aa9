import type { Item, NewItem, Value } from './model.ts';
import { fieldText, isoSeconds } from './values.ts';

type AnyItem = Pick<Item | NewItem, 'element' | 'properties'>;
type Reader = (item: AnyItem) => string | undefined;

const APPOINTMENT = '00062002-0000-0000-c000-000000000046';
const TASK = '00062003-0000-0000-c000-000000000046';
const COMMON = '00062008-0000-0000-c000-000000000046';
const ADDRESS = '00062004-0000-0000-c000-000000000046';

const BUSY = ['Free', 'Tentative', 'Busy', 'OOF', 'WorkingElsewhere'];
const TASK_STATUS = ['NotStarted', 'InProgress', 'Completed', 'WaitingOnOthers', 'Deferred'];

const text =
  (name: string): Reader =>
  ({ properties }) =>
    fieldText(properties.fields, name);
const flag =
  (name: string): Reader =>
  ({ properties }) =>
    String(fieldText(properties.fields, name) === 'true');
const rank =
  (name: string, values: readonly string[], otherwise: number): Reader =>
  ({ properties }) => {
    const at = values.indexOf(fieldText(properties.fields, name) ?? '');
    return String(at === -1 ? otherwise : at);
  };
const time =
  (name: string): Reader =>
  ({ properties }) => {
    const value = fieldText(properties.fields, name);
    return value === undefined ? undefined : isoSeconds(Date.parse(value));
  };

const only =
  (element: Item['element'], read: Reader): Reader =>
  (item) =>
    item.element === element ? read(item) : undefined;
const appointment = (read: Reader): Reader => only('CalendarItem', read);
const task = (read: Reader): Reader => only('Task', read);

/** PidLidEmail1DisplayName to 3: what the entries of a contact's e-mail addresses have as their names (MS-OXOCNTC 2.2.1.2.1). */
const EMAIL_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  [0x8080, 0x8090, 0x80a0].map((id, index) => [`${ADDRESS}|id:${id}|String`, `EmailAddress${index + 1}`]),
);

function emailEntry({ element, properties }: AnyItem, index: string): Exclude<Value, string> | undefined {
  const list = element === 'Contact' ? properties.fields['EmailAddresses'] : undefined;
  const entries = typeof list === 'object' ? (list.c ?? []) : [];
  return entries.flatMap(([, each]) => (typeof each === 'object' && each.a?.['Key'] === index ? [each] : [])).at(0);
}

/** Gives the entries of a new contact the names that came as properties. */
export function nameEntries(item: NewItem): void {
  for (const [key, index] of Object.entries(EMAIL_NAMES)) {
    const name = item.properties.named[key];
    const entry = emailEntry(item, index);
    if (typeof name !== 'string' || !entry) continue;
    if (entry.a?.['Name'] === undefined) entry.a = { ...entry.a, Name: name };
    if (entry.a['Name'] === name) delete item.properties.named[key];
  }
}

/**
 * Named properties in which the store keeps what EWS shows as typed fields (MS-OXOCAL 2.2.1, MS-OXOTASK 2.2.2,
 * MS-OXORMDR 2.2.1); clients search by them.
 */
const READERS: Readonly<Record<string, Reader>> = {
  [`${APPOINTMENT}|id:33285|Integer`]: appointment(rank('LegacyFreeBusyStatus', BUSY, 2)),
  [`${APPOINTMENT}|id:33288|String`]: appointment(text('Location')),
  [`${APPOINTMENT}|id:33293|SystemTime`]: appointment(time('Start')),
  [`${APPOINTMENT}|id:33294|SystemTime`]: appointment(time('End')),
  [`${APPOINTMENT}|id:33301|Boolean`]: appointment(flag('IsAllDayEvent')),
  [`${APPOINTMENT}|id:33315|Boolean`]: appointment(({ properties }) =>
    String(properties.fields['Recurrence'] !== undefined),
  ),
  [`${TASK}|id:33025|Integer`]: task(rank('Status', TASK_STATUS, 0)),
  [`${TASK}|id:33026|Double`]: task(({ properties }) =>
    String(Number(fieldText(properties.fields, 'PercentComplete') ?? 0) / 100),
  ),
  [`${TASK}|id:33028|SystemTime`]: task(time('StartDate')),
  [`${TASK}|id:33029|SystemTime`]: task(time('DueDate')),
  [`${TASK}|id:33039|SystemTime`]: task(time('CompleteDate')),
  [`${TASK}|id:33052|Boolean`]: task(({ properties }) =>
    String(fieldText(properties.fields, 'Status') === TASK_STATUS[2]),
  ),
  [`${COMMON}|id:34051|Boolean`]: flag('ReminderIsSet'),
  [`${COMMON}|id:34049|Integer`]: text('ReminderMinutesBeforeStart'),
  [`${COMMON}|id:34050|SystemTime`]: time('ReminderDueBy'),
};

/** What a typed field is by its named property, as PropertyPath's key; undefined for all others. */
export function namedOfField(item: AnyItem, key: string): string | undefined {
  const index = EMAIL_NAMES[key];
  return index === undefined ? READERS[key]?.(item) : emailEntry(item, index)?.a?.['Name'];
}
