import { afterEach, describe, expect, test } from 'vitest';
import type { Fetch } from '../../worker/exchange/transport/authenticator.ts';
import { type NewItem, newItem, type Value } from '../sandbox/items/model.ts';
import type { ProfileName } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { insertItem } from '../sandbox/store/items.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';
const NOW = Date.UTC(2026, 2, 2, 9);

let sandbox: Sandbox;
afterEach(() => sandbox.close());

function make(itemClass: string, subject: string, fields: Record<string, Value>): NewItem {
  const item = newItem(itemClass, NOW);
  Object.assign(item, { subject, receivedAt: NOW });
  Object.assign(item.properties.fields, fields);
  return item;
}

const entry = (index: number, address: string): [string, Value] => [
  'Entry',
  { a: { Key: `EmailAddress${index}` }, x: address },
];

/** Items whose listing shows a field, and one of each kind that has no such field. */
async function start(profile: ProfileName): Promise<void> {
  sandbox = await startSandbox({
    source: { profile, mailboxes: [{ email: EMAIL }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }] },
  });
  const { store } = sandbox.source;
  const mailbox = store.mailbox(EMAIL)!.id;
  const put = (folder: string, ...items: NewItem[]) => {
    for (const item of items) insertItem(store, mailbox, getDistinguished(store, mailbox, folder)!.id, item);
  };
  put('tasks', make('IPM.Task', 'Paint', { Status: 'InProgress' }), make('IPM.Task', 'Plan', {}));
  const addresses = { c: [entry(1, 'bo@x.example'), entry(2, 'bo@y.example')] };
  put(
    'contacts',
    make('IPM.Contact', 'Bo', { FileAs: 'Bo', EmailAddresses: addresses }),
    make('IPM.Contact', 'Cy', { FileAs: 'Cy' }),
  );
}

/** The source gives items without what matches; its listings are whole. */
const without =
  (...parts: RegExp[]): Fetch =>
  async (url, init) => {
    const response = await fetch(url, init);
    if (!url.startsWith(sandbox.source.url)) return response;
    let text = await response.text();
    if (text.includes('GetItemResponse')) for (const part of parts) text = text.replaceAll(part, '');
    const headers = new Headers(response.headers);
    headers.delete('content-length');
    return new Response(text, { status: response.status, headers });
  };

const STATUS = /<t:Status>.*?<\/t:Status>/gs;
const property = (id: number) =>
  new RegExp(`<t:ExtendedProperty>(?:(?!</t:ExtendedProperty>).)*PropertyId="${id}".*?</t:ExtendedProperty>`, 'gs');
const ADDRESSES = /<t:EmailAddresses>.*?<\/t:EmailAddresses>/gs;
const SECOND = /<t:Entry Key="EmailAddress2".*?<\/t:Entry>/gs;

const CASES: readonly [what: string, parts: RegExp[], said: string][] = [
  ['the status of tasks', [STATUS, property(0x8101)], 'status'],
  ['addresses of contacts', [ADDRESSES, property(0x8083), property(0x8093)], 'e-mail address'],
  ['one address of several', [SECOND], 'e-mail address'],
];

describe.each<ProfileName>(['Exchange2007_SP1', 'Exchange2016'])('a source %s that does not give', (profile) => {
  test.each(CASES)('%s: what the listing had is missed by name, whatever slice reads it', async (_, parts, said) => {
    await start(profile);
    const passes = mailboxPasses(sandbox, EMAIL, without(...parts), EMAIL, undefined, 12);
    const { failed, omissions } = await passes.run({ copyPaths: ['typed'] });
    expect(failed).toEqual([]);
    const missed = `The source lists the item with fields that it did not return: ${said}. The copy lacks them.`;
    // A task without a status of its own is not started, and its server says so.
    expect(omissions.filter((each) => each.includes('lists'))).toEqual(said === 'status' ? [missed, missed] : [missed]);
    passes.close();
  });
});

test('what the source lists and gives is not missed', async () => {
  await start('Exchange2016');
  const passes = mailboxPasses(sandbox, EMAIL);
  expect(await passes.run({ copyPaths: ['typed'] })).toMatchObject({ failed: [], omissions: [] });
  passes.close();
});
