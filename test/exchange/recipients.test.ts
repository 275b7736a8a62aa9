import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CopyPath } from '../../worker/engine/item.ts';
import { addressesOf } from '../sandbox/items/addresses.ts';
import type { Item } from '../sandbox/items/model.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { itemFromRow } from '../sandbox/store/items.ts';
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

async function copy(options: { copyPaths?: CopyPath[]; rewriteAddresses?: boolean }): Promise<string[]> {
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
  for (const options of [{ rewriteAddresses: true }, { copyPaths: ['typed'] as CopyPath[] }]) {
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

test('what export and upload carry keeps its addresses', async () => {
  const after = await copy({});
  expect(after.toSorted()).toEqual(addressesIn(sandbox.source.store).toSorted());
});
