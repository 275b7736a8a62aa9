import { expect, test } from 'vitest';
import { compareMailboxes } from '../compare/compare.ts';
import { generateMailbox } from './mailbox.ts';
import { kindOf } from '../../../worker/engine/model/item.ts';
import { itemFromMime } from '../items/mime-item.ts';
import { PROFILES } from '../profiles/profiles.ts';
import { contentLength } from '../store/content.ts';
import { createMailbox } from '../store/new-mailbox.ts';
import { Store } from '../store/store.ts';

const EMAIL = 'someone@old.example';

function made(seed: number, items: number, email = EMAIL): Store {
  const store = new Store();
  createMailbox(store, PROFILES.Exchange2010_SP2, { email, password: 'x' });
  generateMailbox(store, email, { seed, items });
  return store;
}

test('a seed gives the same mailbox each time, another seed another one', () => {
  const [one, two, three] = [made(5, 120), made(5, 120), made(6, 120)];
  expect(compareMailboxes(one, EMAIL, two, EMAIL)).toEqual([]);
  expect(compareMailboxes(one, EMAIL, three, EMAIL).length).toBeGreaterThan(50);
  for (const store of [one, two, three]) store.close();
});

test('even a small mailbox has every kind of item', () => {
  const store = made(1, 40);
  const classes = store.sql('select distinct class from items where owner is null and associated = 0').all() as {
    class: string;
  }[];
  const kinds = new Set(classes.map((row) => kindOf(row.class)));
  expect([...kinds].toSorted()).toEqual([
    'calendar',
    'contact',
    'distribution-list',
    'email',
    'journal',
    'note',
    'post',
    'task',
  ]);
  store.close();
});

test('a large one has what life has: languages, sets, series with exceptions, photos, drafts, odd folders', () => {
  const store = made(2, 1500);
  const count = (where: string): number =>
    (store.sql(`select count(*) as n from items where ${where}`).get() as { n: number }).n;
  expect(count("json_extract(properties, '$.fields.Recurrence') is not null")).toBeGreaterThan(20);
  expect(count("json_extract(properties, '$.exceptions') is not null")).toBeGreaterThan(10);
  expect(count("json_extract(properties, '$.deleted') is not null")).toBeGreaterThan(3);
  expect(count("json_extract(properties, '$.fields.Flag') is not null")).toBeGreaterThan(20);
  expect(count('is_draft = 1')).toBeGreaterThan(3);
  expect(count('is_read = 0')).toBeGreaterThan(100);
  expect(count('owner is not null')).toBeGreaterThan(10);
  expect(
    store.sql("select count(*) as n from attachments where json_extract(properties, '$.isContactPhoto') = 1").get(),
  ).not.toEqual({ n: 0 });
  expect(
    store.sql("select count(*) as n from attachments where json_extract(properties, '$.isInline') = 1").get(),
  ).not.toEqual({ n: 0 });
  const subjects = store.sql('select count(distinct subject) as n from items').get() as { n: number };
  expect(subjects.n).toBeGreaterThan(300);
  store.close();
});

test('a large message has the size that was asked for', () => {
  const store = new Store();
  createMailbox(store, PROFILES.Exchange2010_SP2, { email: EMAIL, password: 'x' });
  generateMailbox(store, EMAIL, { seed: 3, items: 0, largeItems: [{ bytes: 5_000_000 }] });
  const { id } = store.sql('select id from items').get() as { id: number };
  expect(Math.abs(contentLength(store, id, 0) - 5_000_000)).toBeLessThan(200);
  store.close();
});

test('five thousand items a second, within what a slow core allows', () => {
  const start = process.cpuUsage();
  made(9, 3000).close();
  const { user, system } = process.cpuUsage(start);
  // Loose, and of the processor's time, so that a busy machine does not fail it; a free one takes half a second.
  expect((user + system) / 1000).toBeLessThan(6000);
});

const LETTERS: [name: string, mime: string, expected: Record<string, unknown>][] = [
  ['no header at all', 'just text\r\nmore', { subject: '' }],
  [
    'an unclosed boundary',
    'Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello',
    { subject: 'x' },
  ],
  [
    'an unknown character set',
    'Subject: =?x-nowhere?B?4Q==?=\r\nContent-Type: text/plain; charset=x-nowhere\r\n\r\n\u00e1',
    { subject: 'á' },
  ],
  ['a broken date', 'Date: yesterday\r\nSubject: d\r\n\r\n', { receivedAt: 0, subject: 'd' }],
  ['an empty message', '', { subject: '' }],
];

test.each(LETTERS)('%s is still a message', (_name, mime, expected) => {
  expect(itemFromMime(Buffer.from(mime, 'latin1'), 0)).toMatchObject(expected);
});
