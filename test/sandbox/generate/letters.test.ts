import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareMailboxes } from '../compare/compare.ts';
import { generateMailbox } from './mailbox.ts';
import {
  type Letter,
  letterAttachments,
  letterBytes,
  letterContent,
  letterFacts,
  letterProperties,
  letterPropertiesBytes,
} from './letter.ts';
import { itemFromMime } from '../items/mime-item.ts';
import { materialise } from '../items/materialise.ts';
import { PROFILES } from '../profiles/profiles.ts';
import { readWhole } from '../store/content.ts';
import { attachmentsOf, getItem, updateItemRow } from '../store/items.ts';
import { createMailbox } from '../store/new-mailbox.ts';
import { Store } from '../store/store.ts';

const EMAIL = 'someone@old.example';

function made(seed: number, path?: string): Store {
  const store = new Store(path);
  createMailbox(store, PROFILES.Exchange2010_SP2, { email: EMAIL, password: 'x' });
  generateMailbox(store, EMAIL, { seed, items: 400, sizes: 'mixed-5-100k', folders: 80, language: 'ru' });
  return store;
}

const letters = Array.from({ length: 32 }, (_, template): Letter => ({
  seed: '3',
  email: EMAIL,
  language: 'de',
  template,
  number: 7 + template * 1000,
  sentAt: 1_767_000_000 + template,
  lines: 1 + template * 700,
}));

test.each(letters)('what template $template says of a letter is what its bytes say', (letter) => {
  const whole = Buffer.concat([...letterContent(letter)]);
  expect(whole.length).toBe(letterBytes(letter));
  const { attachments, properties, ...read } = itemFromMime(whole, 0);
  expect(read).toMatchObject(letterFacts(letter));
  const told = letterProperties(letter);
  expect({ text: told.text, html: told.html }).toEqual({ text: properties.text, html: properties.html });
  expect(letterPropertiesBytes(letter)).toBe(Buffer.byteLength(JSON.stringify(told)));
  expect(told.fields).toMatchObject(properties.fields);
  expect(letterAttachments(letter)).toEqual(attachments);
});

test('any range of a letter is that range of the whole', () => {
  const letter = { ...(letters[31] as Letter), lines: 12_000 };
  const whole = Buffer.concat([...letterContent(letter)]);
  for (const [from, to] of [
    [0, 10],
    [500, 90_000],
    [262_143, 262_145],
    [78 * 512 * 3, 700_000],
    [whole.length - 300, whole.length + 5],
  ] as const)
    expect(Buffer.concat([...letterContent(letter, from, to)]).equals(whole.subarray(from, to))).toBe(true);
});

test('a seed gives the same letters in a store in memory and in one on disk, no two alike', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-letters-'));
  made(5, join(folder, 'a.sqlite')).close();
  const [one, two, three] = [made(5), new Store(join(folder, 'a.sqlite')), made(6)];
  expect(compareMailboxes(one, EMAIL, two, EMAIL)).toEqual([]);
  expect(compareMailboxes(one, EMAIL, three, EMAIL).length).toBeGreaterThan(300);
  const ids = one.sql('select id from items where letter is not null').all() as { id: number }[];
  expect(ids.length).toBe(360);
  const bodies = new Set(ids.map(({ id }) => readWhole(one, id).subarray(-4000).toString('latin1')));
  expect(bodies.size).toBe(ids.length);
  for (const store of [one, two, three]) store.close();
  rmSync(folder, { recursive: true });
});

test('a letter that is changed keeps its bytes; one that is taken apart keeps its attachments', () => {
  const store = made(8);
  const { id } = store.sql('select id from items where letter is not null and attachments > 0').get() as { id: number };
  const before = getItem(store, id);
  const whole = readWhole(store, id);
  if (!before) throw new Error('No letter');
  before.properties.fields['Importance'] = 'High';
  updateItemRow(store, before);
  const after = getItem(store, id);
  expect(after?.properties).toEqual(before.properties);
  expect(readWhole(store, id).equals(whole)).toBe(true);
  const { range } = attachmentsOf(store, id)[0] ?? {};
  if (!after || !range) throw new Error('No attachment');
  const apart = materialise(store, after);
  expect(apart.hasMime).toBe(false);
  const encoded = whole.toString('latin1', range.start, range.end);
  expect(readWhole(store, id, 1).equals(Buffer.from(encoded, 'base64'))).toBe(true);
  store.close();
});
