import { addressesOf, mailboxValue } from '../../sandbox/items/addresses.ts';
import { itemFromMime } from '../../sandbox/items/mime-item.ts';
import { type Exception, type NewAttachment, type NewItem, newItem, type Value } from '../../sandbox/items/model.ts';
import type { Profile } from '../../sandbox/profiles/profile.ts';
import { getDistinguished } from '../../sandbox/store/folders.ts';
import { insertItem } from '../../sandbox/store/items.ts';
import type { Store } from '../../sandbox/store/store.ts';

const NOW = Date.UTC(2026, 2, 2, 9);
const DAY = 86_400_000;
const FROM = 'Ada Rauch <ada@north-harbour.example>';
const MARCH = 'MIME-Version: 1.0\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n';

let serial = 0;
const idOf = (): string => `<odd-${(serial += 1)}@north-harbour.example>`;

function letter(subject: string, rest: string, itemClass = 'IPM.Note'): NewItem {
  const head = `From: ${FROM}\r\nTo: ann@example.com\r\nSubject: ${subject}\r\nMessage-ID: ${idOf()}\r\n${MARCH}`;
  const item = itemFromMime(Buffer.from(head + rest), NOW);
  Object.assign(item, { itemClass, receivedAt: NOW + 2000, createdAt: NOW, modifiedAt: NOW + 5000, isRead: true });
  return item;
}

const plain = (text: string): string => `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`;
const person = (name: string, email: string): [string, Value] => ['Mailbox', mailboxValue({ name, email })];

function attendee(name: string, email: string): [string, Value] {
  return ['Attendee', { c: [person(name, email), ['ResponseType', 'Accept']] }];
}

function file(name: string, text: string, more: Partial<NewAttachment> = {}): NewAttachment {
  const bytes = Buffer.from(text);
  return {
    kind: 'file',
    name,
    contentType: 'text/plain',
    sizeBytes: bytes.length,
    content: [bytes],
    isInline: false,
    ...more,
  };
}

const inside = (item: NewItem, name: string): NewAttachment => ({ kind: 'item', name, sizeBytes: 1, item });

/** A weekly meeting whose occurrences were moved, renamed, filled, called off. */
export function series(owner: string): NewItem {
  const item = newItem('IPM.Appointment', NOW);
  const at = (day: number, hour = 9): number => Date.UTC(2026, 2, day, hour);
  const iso = (time: number): string => new Date(time).toISOString().replace('.000', '');
  item.subject = 'Board meeting';
  item.receivedAt = NOW;
  item.properties.body = { kind: 'HTML', text: '<html><body><p>Agenda &amp; minutes</p></body></html>' };
  item.properties.fields = {
    UID: '040000008200E00074C5B7101A82E00800000000ODD1',
    Start: iso(at(2)),
    End: iso(at(2, 10)),
    IsAllDayEvent: 'false',
    LegacyFreeBusyStatus: 'Busy',
    Location: 'Room 1',
    StartTimeZone: { a: { Id: 'UTC' } },
    EndTimeZone: { a: { Id: 'UTC' } },
    DateTimeStamp: iso(NOW),
    IsMeeting: 'true',
    MyResponseType: 'Organizer',
    AppointmentState: '1',
    MeetingRequestWasSent: 'true',
    Organizer: { c: [person('Ann', owner)] },
    ReminderIsSet: 'true',
    ReminderMinutesBeforeStart: '30',
    RequiredAttendees: {
      c: [attendee('Ada Rauch', 'ada@north-harbour.example'), attendee('Bo', 'bo@zeitwerk.example')],
    },
    OptionalAttendees: { c: [attendee('Cy', 'cy@example.org')] },
    Resources: { c: [attendee('Room 1', 'room1@example.org')] },
    Categories: { c: [['String', 'Board']] },
    Recurrence: {
      c: [
        [
          'WeeklyRecurrence',
          {
            c: [
              ['Interval', '1'],
              ['DaysOfWeek', 'Monday'],
              ['FirstDayOfWeek', 'Monday'],
            ],
          },
        ],
        [
          'NumberedRecurrence',
          {
            c: [
              ['StartDate', '2026-03-02'],
              ['NumberOfOccurrences', '8'],
            ],
          },
        ],
      ],
    },
  };
  const exception = (day: number, more: Partial<Exception>): Exception => ({
    originalStart: at(day),
    fields: {},
    named: {},
    ...more,
  });
  item.properties.exceptions = [
    exception(9, { fields: { Start: iso(at(10, 14)), End: iso(at(10, 16)), Location: 'Room 2' } }),
    exception(16, {
      fields: { Subject: 'Board meeting, long', LegacyFreeBusyStatus: 'OOF', ReminderIsSet: 'false' },
      body: { kind: 'HTML', text: '<html><body><p>Bring the numbers</p></body></html>' },
    }),
    exception(23, { fields: { Categories: { c: [['String', 'Budget']] }, Importance: 'High' } }),
    // Of its own it has but a file.
    exception(37, {}),
  ];
  const note = newItem('IPM.Task', NOW);
  note.subject = 'Prepare';
  note.receivedAt = NOW;
  note.properties.fields = { Status: 'NotStarted', PercentComplete: '0' };
  item.attachments.push(
    file('agenda.txt', 'the usual'),
    file('agenda.txt', 'the numbers', { occurrence: at(16) }),
    { ...inside(note, 'Prepare'), occurrence: at(16) },
    file('map.txt', 'first floor', { occurrence: at(37) }),
  );
  item.properties.deleted = [at(30)];
  item.properties.named['00062002-0000-0000-c000-000000000046|id:33300|Integer'] = '3';
  return item;
}

/** One instance of a series that this mailbox has nothing else of, held online. */
function orphan(): NewItem {
  const item = newItem('IPM.Appointment', NOW);
  item.subject = 'Once with others';
  item.receivedAt = NOW;
  item.properties.fields = {
    UID: '040000008200E00074C5B7101A82E008000000005025D461E473C8010000000000000000100000002A5844B3A444F74A9C246C60886F116B',
    RecurrenceId: '2026-03-25T09:00:00Z',
    Start: '2026-03-26T09:00:00Z',
    End: '2026-03-26T10:00:00Z',
    StartTimeZone: { a: { Id: 'UTC' } },
    EndTimeZone: { a: { Id: 'UTC' } },
    IsAllDayEvent: 'false',
    ReminderMinutesBeforeStart: '15',
    DateTimeStamp: '2026-03-01T08:00:00Z',
    IsMeeting: 'true',
    MyResponseType: 'Accept',
    AppointmentState: '3',
    Organizer: { c: [person('Ada Rauch', 'ada@north-harbour.example')] },
    IsOnlineMeeting: 'true',
    MeetingWorkspaceUrl: 'https://files.example/work?a=1&b=2',
    NetShowUrl: 'https://show.example/',
  };
  const link = '00020329-0000-0000-c000-000000000046|name:OnlineMeetingExternalLink|String';
  item.properties.named[link] = 'https://meet.example/ada/1';
  return item;
}

function contact(): NewItem {
  const item = newItem('IPM.Contact', NOW);
  item.subject = 'Odd Contact';
  item.receivedAt = NOW;
  item.properties.fields = {
    FileAs: 'Contact, Odd',
    DisplayName: 'Odd Contact',
    GivenName: 'Odd',
    Surname: 'Contact',
    Children: { c: [['String', 'One & Two']] },
    WeddingAnniversary: '2001-05-05T00:00:00Z',
    EmailAddresses: {
      c: [['Entry', { a: { Key: 'EmailAddress1', Name: 'Odd', RoutingType: 'SMTP' }, x: 'odd@example.org' }]],
    },
    PhoneNumbers: { c: [['Entry', { a: { Key: 'TtyTddPhone' }, x: '+49 30 1' }]] },
  };
  item.properties.named['00062004-0000-0000-c000-000000000046|id:32847|String'] = 'first own field';
  item.properties.named['0x3a45|String'] = 'Dr.';
  item.properties.named['0x3a4a|String'] = 'customer 7';
  item.properties.named['00062004-0000-0000-c000-000000000046|id:32812|String'] = 'おっど';
  item.attachments.push(file('ContactPicture.jpg', 'not quite a picture', { isContactPhoto: true }));
  return item;
}

/** A task with a file, an attached message and an attached task. */
function task(): NewItem {
  const item = newItem('IPM.Task', NOW);
  item.subject = 'Odd task';
  item.receivedAt = NOW;
  item.properties.fields = {
    Status: 'InProgress',
    PercentComplete: '40',
    StartDate: '2026-03-02T00:00:00Z',
    DueDate: '2026-03-20T00:00:00Z',
    Companies: { c: [['String', 'Zeitwerk']] },
    ReminderIsSet: 'true',
    ReminderDueBy: '2026-03-19T08:00:00Z',
    TotalWork: '90',
    ActualWork: '30',
    Mileage: '12',
  };
  const inner = newItem('IPM.Task', NOW);
  inner.subject = 'A task inside';
  inner.receivedAt = NOW;
  inner.properties.fields = { Status: 'NotStarted', PercentComplete: '0' };
  item.attachments.push(
    file('list.txt', 'first\r\nsecond'),
    inside(letter('inside', plain('a letter inside')), 'inside'),
    inside(inner, 'A task inside'),
  );
  return item;
}

function note(): NewItem {
  const item = newItem('IPM.StickyNote', NOW);
  item.subject = 'Milk';
  item.receivedAt = NOW;
  item.properties.body = { kind: 'Text', text: 'Milk\r\nBread' };
  item.properties.named['0006200e-0000-0000-c000-000000000046|id:35584|Integer'] = '3';
  return item;
}

/** As MAPI keeps a member that is in no address book (MS-OXCDATA 2.2.5.1). */
function oneOff(name: string, email: string): string {
  const head = Buffer.from('00000000812b1fa4bea310199d6e00dd010f540200000180', 'hex');
  return Buffer.concat([head, Buffer.from(`${name}\0SMTP\0${email}\0`, 'utf16le')]).toString('base64');
}

function list(): NewItem {
  const item = newItem('IPM.DistList', NOW);
  item.subject = 'Odd list';
  item.receivedAt = NOW;
  item.properties.fields = {
    DisplayName: 'Odd list',
    FileAs: 'Odd list',
    Members: {
      c: [
        [
          'Member',
          {
            a: { Key: Buffer.from('bo@zeitwerk.example').toString('base64') },
            c: [person('Bo', 'bo@zeitwerk.example'), ['Status', 'Normal']],
          },
        ],
      ],
    },
  };
  return item;
}

const SIGNED = [
  'Content-Type: multipart/signed; protocol="application/x-pkcs7-signature"; micalg=sha1; boundary="s1"',
  '',
  'preamble that signatures cover not',
  '--s1',
  'Content-Type: text/plain; charset=iso-8859-1',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Gr=FC=DFe  ',
  '--s1',
  'Content-Type: application/x-pkcs7-signature; name="smime.p7s"',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="smime.p7s"',
  '',
  'MIAGCSqGSIb3DQEHAqCAMIACAQExCzAJBgUrDgMCGgUA',
  '--s1--',
  '',
].join('\r\n');

const REPORT = [
  'Content-Type: multipart/report; report-type=delivery-status; boundary="r1"',
  '',
  '--r1',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'It could not be delivered.',
  '--r1',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.example.org',
  '',
  'Final-Recipient: rfc822; bo@zeitwerk.example',
  'Action: failed',
  'Status: 5.1.1',
  '--r1--',
  '',
].join('\r\n');

const ENCRYPTED = [
  'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="smime.p7m"',
  '',
  'MIAGCSqGSIb3DQEHA6CAMIACAQAxggE=',
  '',
].join('\r\n');

function draft(): NewItem {
  const item = letter('A draft', plain('not sent yet'));
  item.isDraft = true;
  item.isRead = false;
  return item;
}

function flagged(): NewItem {
  const item = letter('Flagged', plain('please answer'));
  item.isRead = false;
  item.properties.fields['Flag'] = {
    c: [
      ['FlagStatus', 'Flagged'],
      ['StartDate', '2026-03-02T00:00:00Z'],
      ['DueDate', '2026-03-09T00:00:00Z'],
    ],
  };
  item.properties.fields['Categories'] = {
    c: [
      ['String', 'Red & blue'],
      ['String', '日本'],
    ],
  };
  item.properties.named['0x1081|Integer'] = '102';
  item.properties.named['00062008-0000-0000-c000-000000000046|id:34080|Binary'] = 'AgEGAAAA';
  item.properties.named['00062008-0000-0000-c000-000000000046|id:34084|String'] = 'Yes';
  item.properties.named['0x1082|SystemTime'] = '2026-03-03T10:00:00Z';
  return item;
}

function meetingMessage(itemClass: string, element: NewItem['element'], type: string): NewItem {
  const item = letter(`About a meeting: ${type}`, plain('see you'), itemClass);
  item.element = element;
  item.properties.fields['UID'] = '040000008200E00074C5B7101A82E00800000000ODD2';
  return item;
}

/** A letter inside a letter inside a letter, with a file in the innermost; not as MIME but as items. */
function nested(): NewItem {
  const outer = newItem('IPM.Post', NOW);
  const middle = newItem('IPM.Post', NOW);
  middle.subject = 'Middle';
  middle.receivedAt = NOW;
  middle.properties.body = { kind: 'Text', text: 'in the middle' };
  middle.attachments.push(file('inner.txt', 'innermost'));
  outer.subject = 'Outer';
  outer.receivedAt = NOW;
  outer.sentAt = NOW;
  outer.messageId = idOf();
  outer.properties.body = { kind: 'Text', text: 'around' };
  const from: Value = { c: [person('Ada', 'ada@north-harbour.example')] };
  outer.properties.fields = { From: from, Sender: from, ConversationTopic: 'Outer' };
  middle.properties.fields = { From: from, Sender: from, ConversationTopic: 'Middle' };
  outer.attachments.push(inside(middle, 'Middle'), inside(contact(), 'Odd Contact'));
  return outer;
}

/** Gives lists their members as MAPI keeps them as well: all that a server before Exchange 2010 tells of them. */
function keepMembersAsMapi(store: Store): void {
  const lists = store.sql("select id, properties from items where class = 'IPM.DistList'").all();
  for (const { id, properties } of lists as { id: number; properties: string }[]) {
    const all = JSON.parse(properties) as NewItem['properties'];
    const members = all.fields['Members'];
    const found = (typeof members === 'object' ? (members.c ?? []) : []).flatMap(([, each]) => addressesOf(each));
    all.named['00062004-0000-0000-c000-000000000046|id:32852|BinaryArray'] = found.map(({ name, email }) =>
      oneOff(name, email),
    );
    store.sql('update items set properties = ? where id = ?').run(JSON.stringify(all), id);
  }
}

/** What an old mailbox has besides the usual: every class once more, in its odd forms and in folders of other kinds. */
export function fillOddItems(store: Store, email: string, { level }: Pick<Profile, 'level'>): void {
  const mailbox = store.mailbox(email);
  if (!mailbox) throw new Error(`No mailbox ${email}`);
  const put = (folder: string, ...items: NewItem[]): void => {
    const found = getDistinguished(store, mailbox.id, folder);
    if (!found) throw new Error(`No folder ${folder}`);
    for (const item of items) insertItem(store, mailbox.id, found.id, item);
  };
  serial = 0;
  put(
    'inbox',
    letter('Signed', SIGNED, 'IPM.Note.SMIME.MultipartSigned'),
    letter('Encrypted', ENCRYPTED, 'IPM.Note.SMIME'),
    letter('Undeliverable', REPORT, 'REPORT.IPM.Note.NDR'),
    letter('Read', plain('was read'), 'REPORT.IPM.Note.IPNRN'),
    letter('Own form', plain('of a company'), 'IPM.Note.Travel.Request'),
    meetingMessage('IPM.Schedule.Meeting.Canceled', 'MeetingCancellation', 'off'),
    meetingMessage('IPM.Schedule.Meeting.Resp.Pos', 'MeetingResponse', 'yes'),
    meetingMessage('IPM.Schedule.Meeting.Resp.Neg', 'MeetingResponse', 'no'),
    flagged(),
    nested(),
  );
  put('drafts', draft());
  put('calendar', series(email), orphan());
  put('contacts', contact(), list());
  put('tasks', task());
  put('notes', note());
  const gone = (item: NewItem, change = 0): NewItem => Object.assign(item, { createdAt: NOW + change * DAY });
  const lost = series(email);
  lost.properties.fields['UID'] = '040000008200E00074C5B7101A82E00800000000ODD3';
  put('deleteditems', gone(lost), gone(contact()), gone(task()), gone(note()), gone(list()), gone(nested()));
  if (level < 10) keepMembersAsMapi(store);
}
