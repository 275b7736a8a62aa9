import { describe, expect, test } from 'vitest';
import type { Method } from './compare.ts';
import { differencesOf } from './two-mailboxes.ts';
import { type NewItem, newItem, type Value } from '../items/model.ts';

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

  const MUTATIONS: [name: string, make: () => NewItem, change: (item: NewItem) => void, paths: Method[]][] = [
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

  test.each(MUTATIONS)('%s is found', (_name, make, change, methods) => {
    const marker = '00020329-0000-0000-c000-000000000046|name:MailferrySource|String';
    for (const method of methods) {
      const copy = make();
      if (method === 'typed') copy.properties.named[marker] = 'x';
      expect(differencesOf([make()], [copy], method), method).toEqual([]);
      const changed = make();
      if (method === 'typed') changed.properties.named[marker] = 'x';
      change(changed);
      expect(differencesOf([make()], [changed], method).length, method).toBeGreaterThan(0);
    }
  });
});
