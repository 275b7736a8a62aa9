import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DERIVED } from './derived.ts';
import { differencesOf } from './two-mailboxes.ts';
import { CLASS_OF, type ItemElement, type NewItem, newItem, type Value } from '../items/model.ts';
import { elementsOf } from '../schema/grammar.ts';
import { GRAMMAR } from '../schema/index-of-types.ts';

const KINDS = Object.keys(CLASS_OF) as ItemElement[];

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

  const SCHEMA = new URL('../../../../shared/ews-schema/exchange2016/types.xsd', import.meta.url).pathname;
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
