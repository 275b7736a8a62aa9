import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import { call, type Login } from '../sandbox/kit/raw-client.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { itemIdText } from '../sandbox/store/ids.ts';
import { connect } from './connect.ts';
import { fillRichItems } from './pairs/rich-items.ts';

const EMAIL = 'ann@example.com';
let sandbox: Sandbox;
let owner: Login;
beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Grommunio', mailboxes: [{ email: EMAIL }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }] },
  });
  fillRichItems(sandbox.source.store, EMAIL);
  owner = sandbox.source.mailboxes[0]!;
});
afterAll(() => sandbox.close());

type Row = { id: number; folder: number; class: string };

function rowOf(subject: string): Row {
  const row = sandbox.source.store.sql('select id, folder, class from items where subject = ?').get(subject);
  return row as Row;
}

function refOf(subject: string) {
  const { id, folder, class: itemClass } = rowOf(subject);
  const mailbox = sandbox.source.store.mailbox(EMAIL)!;
  return { id: itemIdText(mailbox.guid, folder, id), changeKey: '', itemClass, sizeBytes: 1000 };
}

/** GetItem's answer for an item, with all its properties and these paths. */
async function get(subject: string, ...paths: string[]): Promise<string> {
  const more = paths.length === 0 ? '' : `<t:AdditionalProperties>${paths.join('')}</t:AdditionalProperties>`;
  const shape = `<m:ItemShape><t:BaseShape>AllProperties</t:BaseShape>${more}</m:ItemShape>`;
  const body = `<m:GetItem>${shape}<m:ItemIds><t:ItemId Id="${refOf(subject).id}"/></m:ItemIds></m:GetItem>`;
  return (await call(sandbox.source, owner, body, { version: 'Exchange2013' })).text;
}

const named = (set: string, id: number, type: string) =>
  `<t:ExtendedFieldURI DistinguishedPropertySetId="${set}" PropertyId="${id}" PropertyType="${type}"/>`;
const field = (uri: string) => `<t:FieldURI FieldURI="${uri}"/>`;
const entry = (uri: string, index: string) => `<t:IndexedFieldURI FieldURI="${uri}" FieldIndex="${index}"/>`;

describe('the sandbox is as grommunio is', () => {
  test.each([
    ['With an empty file', 'Start', named('Common', 34070, 'SystemTime'), field('calendar:Start')],
    ['With an empty file', 'End', named('Common', 34071, 'SystemTime'), field('calendar:End')],
    ['Stand-up in Berlin', 'UID', named('Meeting', 3, 'Binary'), field('calendar:UID')],
    ['Rich task', 'StartDate', named('Task', 33028, 'SystemTime'), field('task:StartDate')],
    ['Rich task', 'DueDate', named('Task', 33029, 'SystemTime'), field('task:DueDate')],
    ['Rich task', 'Status', named('Task', 33025, 'Integer'), field('task:Status')],
    ['Task that is done', 'CompleteDate', named('Task', 33039, 'SystemTime'), field('task:CompleteDate')],
    ['Rich Contact', 'ImAddresses', named('Address', 32866, 'String'), entry('contacts:ImAddress', 'ImAddress1')],
  ])('%s: a property hides %s, and the field named first brings it back', async (subject, element, property, path) => {
    const has = async (...paths: string[]) => (await get(subject, ...paths)).includes(`<t:${element}>`);
    expect([await has(), await has(property), await has(path, property), await has(property, path)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test('a contact tells some of its fields where they are named alone', async () => {
    const fields = ['FileAs', 'PostalAddressIndex', 'EmailAddresses'].map((name) => new RegExp(`<t:${name}[ >]`));
    const told = (text: string) => fields.map((form) => form.test(text));
    expect(told(await get('Rich Contact'))).toEqual([false, false, false]);
    const paths = ['FileAs', 'PostalAddressIndex', 'EmailAddresses'].map((name) => field(`contacts:${name}`));
    expect(told(await get('Rich Contact', ...paths))).toEqual([true, true, false]);
    expect(told(await get('Rich Contact', entry('contacts:EmailAddress', 'EmailAddress1')))[2]).toBe(true);
  });

  test('it writes in forms of its own', async () => {
    const contact = await get('Rich Contact');
    expect(contact.indexOf('<t:Companies>')).toBeLessThan(contact.indexOf('<t:ItemId'));
    const series = await get('Stand-up in Berlin', named('Common', 34070, 'SystemTime'));
    expect(series).toMatch(/<t:StartDate>2026-03-09T00:00:00/);
    expect(series).toMatch(/<t:OriginalStart>2026-04-02T00:00:00/);
    expect(series).toMatch(/<t:DeletedOccurrence><t:Start>2026-04-06T00:00:00/);
    const marked = await get('To be called', named('Task', 33028, 'SystemTime'));
    expect(marked).toMatch(/DistinguishedPropertySetId="Task"[^>]* PropertySetId="00062003-/);
  });
});

test('a task in the same request hides no property of another item', async () => {
  const source = createExchangeSource(connect(sandbox.source, 'source'));
  const never = new AbortController().signal;
  const refs = ['Rich task', 'To be called'].map(refOf);
  for (const round of ['found out', 'known']) {
    const results = await source.read(refs, 'typed', { stream: false }, never);
    const texts = results.map((each) =>
      'parcel' in each ? new TextDecoder().decode(each.parcel.content as Uint8Array) : JSON.stringify(each.fault),
    );
    const contact = texts.find((text) => text.startsWith('<t:Contact>'));
    expect(contact, round).toContain('2026-03-09T00:00:00');
    expect(
      texts.find((text) => text.startsWith('<t:Task>')),
      round,
    ).toContain('<t:Status>WaitingOnOthers');
  }
});
