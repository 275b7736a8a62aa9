import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DERIVED } from './compare/derived.ts';
import { compareMailboxes, describeDifference, type Path } from './compare.ts';
import { CLASS_OF, type ItemElement, type NewItem, newItem, type Value } from './items/model.ts';
import { PROFILES } from './profiles.ts';
import { elementsOf } from './schema/grammar.ts';
import { GRAMMAR } from './schema/index-of-types.ts';
import { getDistinguished } from './store/folders.ts';
import { insertItem } from './store/items.ts';
import { createMailbox } from './store/new-mailbox.ts';
import { Store } from './store/store.ts';

const EMAIL = 'ann@compare.example';
const KINDS = Object.keys(CLASS_OF) as ItemElement[];
const HOME: Partial<Record<ItemElement, string>> = { CalendarItem: 'calendar', Contact: 'contacts', Task: 'tasks' };

const [FROM, TO] = [new Store(), new Store()];
for (const store of [FROM, TO]) createMailbox(store, PROFILES.Exchange2019, { email: EMAIL, password: 'x' });

/** What tells two mailboxes apart that have these items alone. */
function differencesOf(source: readonly NewItem[], copies: readonly NewItem[], path: Path): string[] {
  for (const [store, items] of [
    [FROM, source],
    [TO, copies],
  ] as const) {
    for (const table of ['items', 'attachments', 'content']) store.sql(`delete from ${table}`).run();
    const mailbox = store.mailbox(EMAIL)!;
    for (const item of items)
      insertItem(store, mailbox.id, getDistinguished(store, mailbox.id, HOME[item.element] ?? 'inbox')!.id, item);
  }
  return compareMailboxes(FROM, EMAIL, TO, EMAIL, { path }).map(describeDifference);
}

/** What of an element has a place of its own in an item. */
const PLACED: Readonly<Record<string, (item: NewItem, isOther: boolean) => void>> = {
  ItemClass: (item, isOther) => void (item.itemClass += isOther ? '.Other' : ''),
  Subject: (item, isOther) => void (item.subject = isOther ? 'Subject!' : 'Subject'),
  Body: (item, isOther) => void (item.properties.body = { kind: 'Text', text: isOther ? 'other' : 'one' }),
  MimeContent: (item, isOther) => void (item.mime = [Buffer.from(isOther ? 'A: b\r\n\r\nother' : 'A: b\r\n\r\none')]),
  Attachments: (item, isOther) =>
    void item.attachments.push({
      kind: 'file',
      name: 'a',
      sizeBytes: 3,
      content: [Buffer.from(isOther ? 'two' : 'one')],
    }),
  ExtendedProperty: (item, isOther) => void (item.properties.named['0x1080|Integer'] = isOther ? '2' : '1'),
  DateTimeReceived: (item, isOther) => void (item.receivedAt = isOther ? 2000 : 1000),
  DateTimeSent: (item, isOther) => void (item.sentAt = isOther ? 2000 : 1000),
  DateTimeCreated: (item, isOther) => void (item.createdAt = isOther ? 2000 : 1000),
  LastModifiedTime: (item, isOther) => void (item.modifiedAt = isOther ? 2000 : 1000),
  InternetMessageId: (item, isOther) => void (item.messageId = isOther ? '<2@x>' : '<1@x>'),
  IsRead: (item, isOther) => void (item.isRead = isOther),
  IsDraft: (item, isOther) => void (item.isDraft = isOther),
  IsAssociated: (item, isOther) => void (item.isAssociated = isOther),
};

function itemWith(kind: ItemElement, name: string, isOther: boolean): NewItem {
  const item = newItem(CLASS_OF[kind], 1000);
  item.element = kind;
  // Told apart by time and name, so that each has its own copy.
  item.receivedAt = 500 + name.length;
  item.subject = name;
  const place = PLACED[name];
  if (place) place(item, isOther);
  else item.properties.fields[name] = { c: [['Part', isOther ? 'other' : 'one']] } satisfies Value;
  return item;
}

const PLACE: Readonly<Record<string, string>> = {
  ItemClass: 'itemClass',
  Subject: 'subject',
  Body: 'body',
  MimeContent: 'mime',
  Attachments: 'attachment 1 content',
  ExtendedProperty: 'named 0x1080',
  DateTimeReceived: 'receivedAt',
  DateTimeSent: 'sentAt',
  DateTimeCreated: 'createdAt',
  LastModifiedTime: 'modifiedAt',
  InternetMessageId: 'messageId',
  IsRead: 'isRead',
  IsDraft: 'isDraft',
  IsAssociated: 'isAssociated',
};

const compared = (kind: ItemElement): string[] =>
  elementsOf(GRAMMAR, kind)
    .map(({ name }) => name)
    .filter((name) => !DERIVED.has(name));

describe('every element of every kind of item', () => {
  test.each(KINDS)('%s: a change of any is found, and of nothing else', (kind) => {
    const names = compared(kind);
    const make = (isOther: boolean): NewItem[] => names.map((name) => itemWith(kind, name, isOther));
    expect(differencesOf(make(false), make(false), 'transfer')).toEqual([]);
    const found = differencesOf(make(false), make(true), 'transfer');
    expect(found.length, found.join('\n')).toBe(names.length);
    for (const name of names)
      expect(
        found.some((line) => line.includes(`${name} `) || line.includes(PLACE[name] ?? name)),
        name,
      ).toBe(true);
  });

  const SCHEMA = new URL('../../../shared/ews-schema/exchange2016/types.xsd', import.meta.url).pathname;
  const isHere = existsSync(SCHEMA);
  if (!isHere && process.env['CI'] === 'true')
    throw new Error('The EWS schemas (../shared/ews-schema) are needed in CI');

  test.skipIf(!isHere)('the schema names none that is neither compared nor left out with a reason', () => {
    const text = readFileSync(SCHEMA, 'utf8');
    const declared = (type: string): string[] => {
      const body = new RegExp(`<xs:complexType name="${type}"[^>]*>([^]*?)</xs:complexType>`).exec(text)?.[1] ?? '';
      return [...body.matchAll(/<xs:element (?:name|ref)="(?:t:)?([^"]+)"/g)].map((match) => match[1] as string);
    };
    const types: [type: string, grammar: string][] = [
      ['ItemType', 'Item'],
      ['MessageType', 'Message'],
      ['MeetingMessageType', 'MeetingMessage'],
      ['MeetingRequestMessageType', 'MeetingRequest'],
      ['MeetingResponseMessageType', 'MeetingResponse'],
      ['MeetingCancellationMessageType', 'MeetingCancellation'],
      ['CalendarItemType', 'CalendarItem'],
      ['ContactItemType', 'Contact'],
      ['TaskType', 'Task'],
      ['PostItemType', 'PostItem'],
      ['DistributionListType', 'DistributionList'],
      ['AttachmentType', 'FileAttachment'],
      ['FileAttachmentType', 'FileAttachment'],
    ];
    let count = 0;
    for (const [type, grammar] of types) {
      const known = new Set(elementsOf(GRAMMAR, grammar).map(({ name }) => name));
      const names = declared(type);
      expect(names.length, type).toBeGreaterThan(1);
      count += names.length;
      expect(
        names.filter((name) => !known.has(name) && !DERIVED.has(name)),
        type,
      ).toEqual([]);
    }
    expect(count).toBeGreaterThan(280);
  });
});

describe('parts of items', () => {
  const series = (): NewItem => {
    const item = newItem('IPM.Appointment', 1000);
    item.subject = 'series';
    item.properties.fields = {
      UID: '04',
      Start: '2026-03-02T09:00:00Z',
      End: '2026-03-02T10:00:00Z',
      Recurrence: {
        c: [
          ['DailyRecurrence', { c: [['Interval', '1']] }],
          ['NoEndRecurrence', { c: [['StartDate', '2026-03-02']] }],
        ],
      },
      RequiredAttendees: {
        c: [
          [
            'Attendee',
            {
              c: [
                ['Mailbox', { c: [['EmailAddress', 'b@x.example']] }],
                ['ResponseType', 'Accept'],
              ],
            },
          ],
        ],
      },
    };
    const day = Date.UTC(2026, 2, 4, 9);
    item.properties.exceptions = [{ originalStart: day, fields: { Location: 'there' }, named: {} }];
    item.properties.deleted = [day + 86_400_000];
    return item;
  };
  const message = (): NewItem => {
    const item = newItem('IPM.Note', 1000);
    item.subject = 'm';
    const inner = newItem('IPM.Contact', 1000);
    inner.properties.fields['GivenName'] = 'Jo';
    item.properties.fields['Flag'] = {
      c: [
        ['FlagStatus', 'Flagged'],
        ['DueDate', '2026-01-01T00:00:00Z'],
      ],
    };
    item.properties.fields['Categories'] = {
      c: [
        ['String', 'Red'],
        ['String', 'Blue'],
      ],
    };
    item.properties.named['00020329-0000-0000-c000-000000000046|name:a|StringArray'] = ['1', '2'];
    item.attachments = [
      {
        kind: 'file',
        name: 'a',
        contentType: 'image/png',
        contentId: 'c',
        isInline: true,
        sizeBytes: 1,
        content: [Buffer.from('a')],
      },
      { kind: 'item', name: 'b', sizeBytes: 1, item: inner },
    ];
    return item;
  };

  const MUTATIONS: [name: string, make: () => NewItem, change: (item: NewItem) => void, paths: Path[]][] = [
    [
      'an exception moved',
      series,
      (i) => void (i.properties.exceptions![0]!.fields['Start'] = '2026-03-04T11:00:00Z'),
      ['transfer', 'typed'],
    ],
    [
      'a body of an exception',
      series,
      (i) => void (i.properties.exceptions![0]!.body = { kind: 'Text', text: 'x' }),
      ['transfer', 'typed'],
    ],
    ['a deleted occurrence come back', series, (i) => void (i.properties.deleted = []), ['transfer', 'typed']],
    [
      'another interval',
      series,
      (i) =>
        void (i.properties.fields['Recurrence'] = JSON.parse(
          JSON.stringify(i.properties.fields['Recurrence']).replace('"1"', '"2"'),
        ) as Value),
      ['transfer', 'typed'],
    ],
    [
      'an answer of an attendee',
      series,
      (i) =>
        void (i.properties.fields['RequiredAttendees'] = JSON.parse(
          JSON.stringify(i.properties.fields['RequiredAttendees']).replace('Accept', 'Decline'),
        ) as Value),
      ['transfer'],
    ],
    [
      'another attendee',
      series,
      (i) =>
        void (i.properties.fields['RequiredAttendees'] = JSON.parse(
          JSON.stringify(i.properties.fields['RequiredAttendees']).replace('b@', 'c@'),
        ) as Value),
      ['transfer', 'typed'],
    ],
    [
      'another hour',
      series,
      (i) => void (i.properties.fields['Start'] = '2026-03-02T08:00:00Z'),
      ['transfer', 'typed'],
    ],
    [
      'another zone',
      series,
      (i) => void (i.properties.fields['StartTimeZone'] = { a: { Id: 'Tokyo Standard Time' } }),
      ['transfer'],
    ],
    ['a flag taken off', message, (i) => void delete i.properties.fields['Flag'], ['transfer', 'typed']],
    [
      'another day that it is due',
      message,
      (i) => void (i.properties.fields['Flag'] = { c: [['FlagStatus', 'Flagged']] }),
      ['transfer', 'typed'],
    ],
    [
      'categories in another order',
      message,
      (i) =>
        void (i.properties.fields['Categories'] = {
          c: [
            ['String', 'Blue'],
            ['String', 'Red'],
          ],
        }),
      ['transfer', 'typed'],
    ],
    [
      'one value of many',
      message,
      (i) => void (i.properties.named['00020329-0000-0000-c000-000000000046|name:a|StringArray'] = ['1', '3']),
      ['transfer', 'typed'],
    ],
    ['another name of a file', message, (i) => void (i.attachments[0]!.name = 'z'), ['transfer', 'typed']],
    [
      'another type of a file',
      message,
      (i) => void (i.attachments[0]!.contentType = 'image/gif'),
      ['transfer', 'typed'],
    ],
    ['a picture no longer inline', message, (i) => void (i.attachments[0]!.isInline = false), ['transfer', 'typed']],
    ['a photo that is no photo', message, (i) => void (i.attachments[0]!.isContactPhoto = true), ['transfer', 'typed']],
    ['another content id', message, (i) => void (i.attachments[0]!.contentId = 'd'), ['transfer', 'typed']],
    [
      'a field inside an attached item',
      message,
      (i) => void (i.attachments[1]!.item!.properties.fields['GivenName'] = 'Al'),
      ['transfer', 'typed'],
    ],
    ['a lost attachment', message, (i) => void i.attachments.pop(), ['transfer', 'typed']],
    ['a receipt that went out', message, (i) => void (i.properties.isReceiptSent = true), ['transfer', 'typed']],
  ];

  test.each(MUTATIONS)('%s is found', (_name, make, change, paths) => {
    const marker = '00020329-0000-0000-c000-000000000046|name:MailferrySource|String';
    for (const path of paths) {
      const copy = make();
      if (path === 'typed') copy.properties.named[marker] = 'x';
      expect(differencesOf([make()], [copy], path), path).toEqual([]);
      const changed = make();
      if (path === 'typed') changed.properties.named[marker] = 'x';
      change(changed);
      expect(differencesOf([make()], [changed], path).length, path).toBeGreaterThan(0);
    }
  });
});
