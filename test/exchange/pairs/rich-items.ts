import { itemFromMime } from '../../sandbox/items/mime-item.ts';
import { type NewAttachment, type NewItem, newItem, type Value } from '../../sandbox/items/model.ts';
import { getDistinguished } from '../../sandbox/store/folders.ts';
import { insertItem } from '../../sandbox/store/items.ts';
import type { Store } from '../../sandbox/store/store.ts';

const NOW = Date.UTC(2026, 2, 2, 9);
const strings = (...texts: string[]): Value => ({ c: texts.map((text) => ['String', text]) });

function item(itemClass: string, subject: string, fields: Record<string, Value>): NewItem {
  const made = newItem(itemClass, NOW);
  Object.assign(made, { subject, receivedAt: NOW });
  made.properties.fields = fields;
  return made;
}

function file(name: string, text: string): NewAttachment {
  const bytes = Buffer.from(text);
  return { kind: 'file', name, contentType: 'text/plain', sizeBytes: bytes.length, content: [bytes], isInline: false };
}

/** A weekly series by the clock of Berlin, over the night in which clocks change, with exceptions on both sides. */
function berlin(): NewItem {
  const made = item('IPM.Appointment', 'Stand-up in Berlin', {
    UID: '040000008200E00074C5B7101A82E00800000000B3A1F0C2D4E5D80100000000000000001000000044454D4F2D4245524C494E2D3031',
    Start: '2026-03-09T07:30:00Z',
    End: '2026-03-09T08:00:00Z',
    IsAllDayEvent: 'false',
    LegacyFreeBusyStatus: 'Tentative',
    Location: 'Kantine',
    StartTimeZone: { a: { Id: 'W. Europe Standard Time' } },
    EndTimeZone: { a: { Id: 'W. Europe Standard Time' } },
    DateTimeStamp: '2026-03-02T09:00:00Z',
    ReminderIsSet: 'true',
    ReminderMinutesBeforeStart: '10',
    Recurrence: {
      c: [
        [
          'WeeklyRecurrence',
          {
            c: [
              ['Interval', '1'],
              ['DaysOfWeek', 'Monday Thursday'],
              ['FirstDayOfWeek', 'Monday'],
            ],
          },
        ],
        [
          'EndDateRecurrence',
          {
            c: [
              ['StartDate', '2026-03-09'],
              ['EndDate', '2026-05-28'],
            ],
          },
        ],
      ],
    },
  });
  // Winter time ends on 29 March: the same hour is another one then.
  const summer = Date.UTC(2026, 3, 2, 6, 30);
  made.properties.exceptions = [
    { originalStart: Date.UTC(2026, 2, 12, 7, 30), fields: { Subject: 'Stand-up, long' }, named: {} },
    { originalStart: summer, fields: { Location: 'Garten' }, named: {} },
  ];
  made.properties.deleted = [Date.UTC(2026, 2, 16, 7, 30), Date.UTC(2026, 3, 6, 6, 30)];
  return made;
}

function withEmptyFile(): NewItem {
  const made = item('IPM.Appointment', 'With an empty file', {
    UID: '040000008200E00074C5B7101A82E00800000000B3A1F0C2D4E5D80100000000000000001000000044454D4F2D454D5054592D30',
    Start: '2026-03-10T07:30:00Z',
    End: '2026-03-10T08:00:00Z',
    IsAllDayEvent: 'false',
    StartTimeZone: { a: { Id: 'UTC' } },
    EndTimeZone: { a: { Id: 'UTC' } },
    DateTimeStamp: '2026-03-02T09:00:00Z',
    ReminderMinutesBeforeStart: '15',
  });
  made.attachments.push(file('empty.txt', ''), file('full.txt', 'not empty'));
  return made;
}

const entry = (Key: string, value: string): [string, Value] => ['Entry', { a: { Key }, x: value }];

function contact(): NewItem {
  return item('IPM.Contact', 'Rich Contact', {
    FileAs: 'Contact, Prof. Rich',
    DisplayName: 'Prof. Rich Contact',
    GivenName: 'Rich',
    Surname: 'Contact',
    PostalAddressIndex: 'Home',
    Companies: strings('Zeitwerk', 'North Harbour'),
    CompanyName: 'Zeitwerk',
    JobTitle: 'Head',
    Birthday: '1970-05-05T00:00:00Z',
    EmailAddresses: {
      c: [
        entry('EmailAddress1', 'rich@example.org'),
        entry('EmailAddress2', 'r.contact@example.org'),
        entry('EmailAddress3', 'rich@home.example'),
      ],
    },
    ImAddresses: { c: [entry('ImAddress1', 'sip:rich@example.org')] },
    PhoneNumbers: { c: [entry('BusinessPhone', '+49 30 1'), entry('MobilePhone', '+49 170 1')] },
    PhysicalAddresses: {
      c: [
        [
          'Entry',
          {
            a: { Key: 'Home' },
            c: [
              ['Street', 'Weg 1'],
              ['City', 'Berlin'],
              ['CountryOrRegion', 'Germany'],
              ['PostalCode', '10115'],
            ],
          },
        ],
      ],
    },
  });
}

function tasks(): NewItem[] {
  return [
    item('IPM.Task', 'Rich task', {
      Status: 'WaitingOnOthers',
      PercentComplete: '20',
      StartDate: '2026-03-02T00:00:00Z',
      DueDate: '2026-03-31T00:00:00Z',
      BillingInformation: 'account 7',
      Companies: strings('Zeitwerk'),
      Contacts: strings('Rich Contact'),
      Mileage: '12 km',
      TotalWork: '90',
      ActualWork: '30',
    }),
    item('IPM.Task', 'Task that comes again', {
      Status: 'NotStarted',
      PercentComplete: '0',
      StartDate: '2026-03-02T00:00:00Z',
      DueDate: '2026-03-03T00:00:00Z',
      Recurrence: {
        c: [
          ['DailyRecurrence', { c: [['Interval', '2']] }],
          [
            'NumberedRecurrence',
            {
              c: [
                ['StartDate', '2026-03-02'],
                ['NumberOfOccurrences', '5'],
              ],
            },
          ],
        ],
      },
    }),
    item('IPM.Task', 'Task that is done', {
      Status: 'Completed',
      PercentComplete: '100',
      StartDate: '2026-03-02T00:00:00Z',
      CompleteDate: '2026-03-04T00:00:00Z',
    }),
  ];
}

/** A contact with a flag, which has dates as a task has. */
function marked(): NewItem {
  const made = item('IPM.Contact', 'To be called', { DisplayName: 'To be called', FileAs: 'To be called' });
  made.properties.named['00062003-0000-0000-c000-000000000046|id:33028|SystemTime'] = '2026-03-02T00:00:00Z';
  made.properties.named['00062003-0000-0000-c000-000000000046|id:33029|SystemTime'] = '2026-03-09T00:00:00Z';
  return made;
}

/** A message with the headers of its way, and a flag that says what is to be done. */
function letter(subject: string, followUp?: string): NewItem {
  const head = [
    'Received: from mx.example.org (mx.example.org [192.0.2.1])',
    '\tby mx.sandbox.example with ESMTPS id 4f2a; Mon, 2 Mar 2026 09:00:02 +0000',
    'DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=k1; h=from:to:subject;',
    '\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=c2lnbmVk',
    'From: Ada Rauch <ada@north-harbour.example>',
    'To: ann@example.com',
    `Subject: ${subject}`,
    `Message-ID: <${subject.replaceAll(' ', '-')}@north-harbour.example>`,
    'Date: Mon, 2 Mar 2026 09:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'signed and seen on its way',
    '',
  ].join('\r\n');
  const made = itemFromMime(Buffer.from(head), NOW);
  Object.assign(made, { receivedAt: NOW + 2000, createdAt: NOW, modifiedAt: NOW + 5000, isRead: true });
  if (followUp === undefined) return made;
  made.properties.fields['Flag'] = { c: [['FlagStatus', 'Flagged']] };
  made.properties.named['00062008-0000-0000-c000-000000000046|id:34096|String'] = followUp;
  return made;
}

/** What servers of other makes tell and take in ways of their own: every class with all that it can hold. */
export function fillRichItems(store: Store, email: string): void {
  const mailbox = store.mailbox(email);
  if (!mailbox) throw new Error(`No mailbox ${email}`);
  const put = (folder: string, ...items: NewItem[]): void => {
    const found = getDistinguished(store, mailbox.id, folder);
    if (!found) throw new Error(`No folder ${folder}`);
    for (const each of items) insertItem(store, mailbox.id, found.id, each);
  };
  put('inbox', letter('On its way'), letter('To be answered', 'Call back'), letter('To be answered too', 'Reply'));
  put('calendar', berlin(), withEmptyFile());
  put('contacts', contact());
  put('tasks', ...tasks());
  // In one folder, so that one request reads both.
  put('deleteditems', marked(), ...tasks());
}
