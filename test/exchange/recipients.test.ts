import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CopyMethod } from '../../worker/lib/copy-methods.ts';
import { addressesOf, mailboxValue } from '../sandbox/items/addresses.ts';
import { type Item, newItem, type Value } from '../sandbox/items/model.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { insertItem, itemFromRow } from '../sandbox/store/items.ts';
import type { Store } from '../sandbox/store/store.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';
const SEED = 5;
const RULES = [
  { from: '@north-harbour.example', to: '@new-harbour.example' },
  { from: EMAIL, to: 'ann@moved.example' },
];
const FIELDS = 'Sender From ReplyTo ToRecipients CcRecipients BccRecipients RequiredAttendees OptionalAttendees'.split(
  ' ',
);

let sandbox: Sandbox;
beforeAll(async () => {
  process.stdout.write(`recipients seed ${SEED}\n`);
  sandbox = await startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [{ email: EMAIL, fill: { seed: SEED, items: 40, largeItems: [{ bytes: 2_500_000 }] } }],
    },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }] },
  });
});
afterAll(() => sandbox.close());

const itemsOf = (store: Store): Item[] =>
  (store.sql('select * from items where owner is null').all() as Parameters<typeof itemFromRow>[0][]).map(itemFromRow);

function addressesIn(store: Store): string[] {
  return itemsOf(store)
    .flatMap(({ properties: { fields } }) => FIELDS.flatMap((name) => addressesOf(fields[name])))
    .map(({ email }) => email);
}

async function copy(options: { copyPaths?: CopyMethod[]; rewriteAddresses?: boolean }): Promise<string[]> {
  sandbox.destination.store.sql('delete from items').run();
  sandbox.destination.resetStats();
  const passes = mailboxPasses(sandbox, EMAIL);
  const { failed } = await passes.run({ recipientMapping: RULES, ...options });
  passes.close();
  expect(failed).toEqual([]);
  return addressesIn(sandbox.destination.store);
}

test('every address that a rule names is another one, by MIME and element by element', async () => {
  const before = addressesIn(sandbox.source.store);
  const isMapped = (email: string) => email === EMAIL || email.endsWith('@north-harbour.example');
  expect(before.filter(isMapped).length).toBeGreaterThan(20);
  for (const options of [{ rewriteAddresses: true }, { copyPaths: ['typed'] as CopyMethod[] }]) {
    const after = await copy(options);
    expect(after.filter((email) => email.endsWith('@north-harbour.example'))).toEqual([]);
    expect(after).toContain('ann@moved.example');
    expect(after.some((email) => email.endsWith('@new-harbour.example'))).toBe(true);
    const others = (list: string[]) => list.filter((email) => /@(?:zeitwerk|example\.org)/.test(email)).length;
    expect(others(after)).toBeGreaterThanOrEqual(others(before));
    expect(sandbox.destination.stats().outgoing).toBe(0);
  }
  expect(sandbox.destination.stats().writes['UploadItems']).toBeUndefined();
});

test('the addresses of contacts and of list members are others, too; their text is not', async () => {
  const entry = (key: string, name: string, email: string, kind = 'SMTP'): [string, Value] => [
    'Entry',
    { a: { Key: key, Name: name, RoutingType: kind }, x: email },
  ];
  const contact = newItem('IPM.Contact', 0);
  contact.subject = 'Bo';
  contact.properties.body = { kind: 'Text', text: 'was bo@north-harbour.example' };
  contact.properties.fields = {
    DisplayName: 'Bo',
    FileAs: 'Bo',
    EmailAddresses: {
      c: [
        entry('EmailAddress1', 'Bo & Co', 'bo@north-harbour.example'),
        entry('EmailAddress2', 'bo.two@north-harbour.example', 'bo.two@North-Harbour.example'),
        entry('EmailAddress3', 'Bo', '/o=Old/cn=Recipients/cn=bo', 'EX'),
      ],
    },
  };
  const name = '00062004-0000-0000-c000-000000000046|id:32896|String';
  contact.properties.named[name] = 'Bo (bo@north-harbour.example)';
  const list = newItem('IPM.DistList', 0);
  list.subject = 'Crew';
  const member = mailboxValue({ name: 'bo@north-harbour.example', email: 'bo@north-harbour.example' });
  list.properties.fields = { DisplayName: 'Crew', Members: { c: [['Member', { c: [['Mailbox', member]] }]] } };
  const { store } = sandbox.source;
  const mailbox = store.mailbox(EMAIL)!;
  const folder = getDistinguished(store, mailbox.id, 'contacts')!.id;
  for (const item of [contact, list]) insertItem(store, mailbox.id, folder, item);

  await copy({ rewriteAddresses: true });
  const copies = itemsOf(sandbox.destination.store);
  const bo = copies.find(({ subject }) => subject === 'Bo')!.properties;
  expect(bo.fields['EmailAddresses']).toEqual({
    c: [
      entry('EmailAddress1', 'Bo & Co', 'bo@new-harbour.example'),
      entry('EmailAddress2', 'bo.two@new-harbour.example', 'bo.two@new-harbour.example'),
      entry('EmailAddress3', 'Bo', '/o=Old/cn=Recipients/cn=bo', 'EX'),
    ],
  });
  expect(bo.named[name]).toBe('Bo (bo@new-harbour.example)');
  expect(bo.body?.text).toBe('was bo@north-harbour.example');
  const crew = JSON.stringify(copies.find(({ subject }) => subject === 'Crew')!.properties.fields['Members']);
  expect(crew).toContain('["Name","bo@new-harbour.example"],["EmailAddress","bo@new-harbour.example"]');
  expect(crew).not.toContain('north-harbour');
});

test('what export and upload carry keeps its addresses', async () => {
  const after = await copy({});
  expect(after.toSorted()).toEqual(addressesIn(sandbox.source.store).toSorted());
});
