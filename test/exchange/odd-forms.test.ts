import { afterAll, expect, test } from 'vitest';
import { compareMailboxes, describeDifference } from '../sandbox/compare/compare.ts';
import { mailboxValue } from '../sandbox/items/addresses.ts';
import { type NewAttachment, type NewItem, newItem, type Value } from '../sandbox/items/model.ts';
import { PROFILES, type ProfileName } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { insertItem } from '../sandbox/store/items.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';
const NOW = Date.UTC(2026, 2, 2, 9);
type Parts = [name: string, value: Value][];

function make(itemClass: string, subject: string, fields: Record<string, Value> = {}, more: Partial<NewItem> = {}) {
  const item = newItem(itemClass, NOW);
  Object.assign(item, { subject, receivedAt: NOW, ...more });
  Object.assign(item.properties.fields, fields);
  return item;
}

const person = (name: string, email: string): [string, Value] => ['Mailbox', mailboxValue({ name, email })];
const recurrence = (pattern: string, parts: Parts, range: string, rangeParts: Parts): Value => ({
  c: [
    [pattern, { c: parts }],
    [range, { c: rangeParts }],
  ],
});
const inside = (item: NewItem): NewAttachment => ({ kind: 'item', name: item.subject, sizeBytes: 1, item });

function allDay(zone: string, start: string, end: string): NewItem {
  return make('IPM.Appointment', `All day in ${zone}`, {
    UID: `uid of ${zone}`,
    Start: start,
    End: end,
    IsAllDayEvent: 'true',
    LegacyFreeBusyStatus: 'Free',
    StartTimeZone: { a: { Id: zone } },
    EndTimeZone: { a: { Id: zone } },
  });
}

function yearly(): NewItem {
  const parts: Parts = [
    ['DaysOfWeek', 'Thursday'],
    ['DayOfWeekIndex', 'Last'],
    ['Month', 'November'],
  ];
  return make('IPM.Appointment', 'Every year, for ever', {
    UID: 'yearly',
    Start: '2026-11-26T10:00:00Z',
    End: '2026-11-26T11:00:00Z',
    StartTimeZone: { a: { Id: 'Pacific Standard Time' } },
    EndTimeZone: { a: { Id: 'Pacific Standard Time' } },
    Recurrence: recurrence('RelativeYearlyRecurrence', parts, 'NoEndRecurrence', [['StartDate', '2026-11-26']]),
  });
}

/** Every other day, all of them moved by an hour, one called off: more exceptions than one request takes. */
function crowded(): NewItem {
  const iso = (time: number) => new Date(time).toISOString().replace('.000', '');
  const at = (day: number, hour: number) => Date.UTC(2026, 5, 1 + day * 2, hour);
  const item = make('IPM.Appointment', 'Moved, each of them', {
    UID: 'crowded',
    Start: iso(at(0, 9)),
    End: iso(at(0, 10)),
    StartTimeZone: { a: { Id: 'UTC' } },
    EndTimeZone: { a: { Id: 'UTC' } },
    Recurrence: recurrence('DailyRecurrence', [['Interval', '2']], 'NumberedRecurrence', [
      ['StartDate', '2026-06-01'],
      ['NumberOfOccurrences', '24'],
    ]),
  });
  item.properties.exceptions = Array.from({ length: 23 }, (_, day) => ({
    originalStart: at(day, 9),
    fields: { Start: iso(at(day, 11)), End: iso(at(day, 12)) },
    named: {},
  }));
  item.properties.deleted = [at(23, 9)];
  return item;
}

/** The first occurrence is called off, and the second is in its place. */
function moved(): NewItem {
  const item = crowded();
  item.subject = 'In the place of another';
  Object.assign(item.properties.fields, { UID: 'moved' });
  const { Start = '', End = '' } = item.properties.fields;
  item.properties.exceptions = [{ originalStart: Date.UTC(2026, 5, 3, 9), fields: { Start, End }, named: {} }];
  item.properties.deleted = [Date.UTC(2026, 5, 1, 9)];
  return item;
}

const task = (subject: string, value: Value, more: Record<string, Value> = {}): NewItem =>
  make('IPM.Task', subject, { StartDate: '2026-03-02T00:00:00Z', Recurrence: value, ...more });

function contact(): NewItem {
  const entry = (key: string, text: string, more: Record<string, string> = {}): [string, Value] => [
    'Entry',
    { a: { Key: key, ...more }, x: text },
  ];
  const street = (key: string): [string, Value] => [
    'Entry',
    { a: { Key: key }, c: [['Street', `1 ${key} Road\r\nGate 2`]] },
  ];
  const item = make('IPM.Contact', 'Many', {
    DisplayName: 'Many',
    FileAs: 'Many',
    EmailAddresses: {
      c: [1, 2, 3].map((n) =>
        entry(`EmailAddress${n}`, `many${n}@example.org`, { Name: `M "${n}"`, RoutingType: 'SMTP' }),
      ),
    },
    PhysicalAddresses: { c: ['Business', 'Home', 'Other'].map(street) },
    ImAddresses: { c: [entry('ImAddress1', 'sip:many@example.org')] },
    PostalAddressIndex: 'Home',
    Birthday: '1980-02-29T00:00:00Z',
  });
  const bytes = Buffer.from('89504e470d0a1a0a', 'hex');
  item.attachments.push({
    kind: 'file',
    name: 'ContactPicture.jpg',
    contentType: 'image/jpeg',
    sizeBytes: bytes.length,
    content: [bytes],
    isInline: false,
    isContactPhoto: true,
  });
  return item;
}

/** To six hundred people, some without a name, some without an address. */
function crowd(): NewItem {
  const people = Array.from({ length: 600 }, (_, n) =>
    person(n % 7 ? `Person <${n}> & "co"` : '', `p${n}@example.org`),
  );
  return make(
    'IPM.Post',
    'To all',
    { From: { c: [people[1]!] }, Sender: { c: [people[1]!] } },
    { messageId: '<all@x>' },
  );
}

function meetingOfMany(): NewItem {
  const c = Array.from({ length: 300 }, (_, n): [string, Value] => [
    'Attendee',
    { c: [person(`P${n}`, `p${n}@example.org`), ['ResponseType', ['Accept', 'Decline', 'Unknown'][n % 3]!]] },
  ]);
  return make('IPM.Appointment', 'Assembly', {
    UID: 'assembly',
    Start: '2026-05-01T10:00:00Z',
    End: '2026-05-01T11:00:00Z',
    StartTimeZone: { a: { Id: 'UTC' } },
    IsMeeting: 'true',
    MyResponseType: 'Organizer',
    AppointmentState: '1',
    MeetingRequestWasSent: 'true',
    Organizer: { c: [person('Ann', EMAIL)] },
    RequiredAttendees: { c },
  });
}

/** A post with an appointment, which has a task, which has a contact. */
function russianDoll(): NewItem {
  const task = make('IPM.Task', 'Inside a task', { Status: 'NotStarted', PercentComplete: '0' });
  task.attachments.push(inside(contact()));
  const appointment = allDay('Tokyo Standard Time', '2026-04-30T15:00:00Z', '2026-05-01T15:00:00Z');
  appointment.attachments.push(inside(task));
  const item = crowd();
  Object.assign(item, { subject: 'Doll', messageId: '<doll@x>' });
  item.attachments.push(inside(appointment));
  return item;
}

function ofACompany(): NewItem {
  const item = make('IPM.Task.Company.Ticket', 'Ticket', { Status: 'InProgress', PercentComplete: '10' });
  item.properties.body = { kind: 'HTML', text: '<html><body><p>&lt;b&gt; \u{1F600} ]]&gt;</p></body></html>' };
  return item;
}

const ITEMS: readonly (readonly [folder: string, make: () => NewItem])[] = [
  ['calendar', () => allDay('Tonga Standard Time', '2026-04-29T11:00:00Z', '2026-04-30T11:00:00Z')],
  ['calendar', () => allDay('Hawaiian Standard Time', '2026-04-30T10:00:00Z', '2026-05-02T10:00:00Z')],
  ['calendar', () => allDay('India Standard Time', '2026-04-29T18:30:00Z', '2026-04-30T18:30:00Z')],
  ['calendar', yearly],
  ['calendar', crowded],
  ['calendar', moved],
  ['calendar', meetingOfMany],
  [
    'calendar',
    () =>
      make('IPM.Appointment.Company', 'Own form', {
        UID: 'own',
        Start: '2026-05-01T10:00:00Z',
        End: '2026-05-01T10:00:00Z',
      }),
  ],
  [
    'tasks',
    () =>
      task(
        'Regenerating',
        recurrence('DailyRegeneration', [['Interval', '3']], 'NoEndRecurrence', [['StartDate', '2026-03-02']]),
      ),
  ],
  [
    'tasks',
    () =>
      task(
        'Monthly',
        recurrence(
          'AbsoluteMonthlyRecurrence',
          [
            ['Interval', '2'],
            ['DayOfMonth', '31'],
          ],
          'EndDateRecurrence',
          [
            ['StartDate', '2026-03-31'],
            ['EndDate', '2027-03-31'],
          ],
        ),
        { StartDate: '2026-03-31T00:00:00Z', Status: 'WaitingOnOthers' },
      ),
  ],
  [
    'tasks',
    () =>
      make('IPM.Task', 'Done', { Status: 'Completed', PercentComplete: '100', CompleteDate: '2026-02-28T00:00:00Z' }),
  ],
  ['tasks', () => make('IPM.Task', '', { Status: 'NotStarted', PercentComplete: '0' })],
  ['tasks', ofACompany],
  ['contacts', contact],
  ['contacts', () => make('IPM.Contact.Company', 'Own contact', { DisplayName: 'Own contact', FileAs: 'Own contact' })],
  ['contacts', () => make('IPM.DistList', 'Nobody', { DisplayName: 'Nobody', FileAs: 'Nobody' })],
  ['notes', () => make('IPM.StickyNote', 'Empty')],
  ['journal', () => make('IPM.Activity', 'Call')],
  ['inbox', () => make('IPM.Company.Form', 'Unknown class')],
  ['inbox', crowd],
  ['inbox', russianDoll],
];

const PAIRS: [ProfileName, ProfileName][] = [
  ['Exchange2007_SP1', 'Exchange2019'],
  ['Exchange2010_SP2', 'Exchange2013'],
];
let sandbox: Sandbox | undefined;
afterAll(() => sandbox?.close());

test.each(PAIRS)(
  'items of odd forms cross element by element, from %s to %s',
  async (from, to) => {
    await sandbox?.close();
    sandbox = await startSandbox({
      source: { profile: from, mailboxes: [{ email: EMAIL }] },
      destination: { profile: to, mailboxes: [{ email: EMAIL }] },
    });
    const { store } = sandbox.source;
    const mailbox = store.mailbox(EMAIL)!;
    for (const [folder, item] of ITEMS)
      insertItem(store, mailbox.id, getDistinguished(store, mailbox.id, folder)!.id, item());
    const passes = mailboxPasses(sandbox, EMAIL);
    const { failed } = await passes.run({ copyPaths: ['typed'] });
    passes.close();
    const levels = { from: PROFILES[from].level, to: PROFILES[to].level };
    const found = compareMailboxes(store, EMAIL, sandbox.destination.store, EMAIL, { levels });
    expect({ failed, found: found.map(describeDifference) }).toEqual({ failed: [], found: [] });
    const { n } = sandbox.destination.store.sql('select count(*) as n from items where owner is null').get() as {
      n: number;
    };
    expect(n).toBe(ITEMS.length);
    expect(sandbox.destination.stats().outgoing).toBe(0);
    expect(sandbox.source.stats().writes).toEqual({});
  },
  60_000,
);
