import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compareMailboxes, describeDifference } from '../sandbox/compare/compare.ts';
import type { FaultRule } from '../sandbox/faults/rule.ts';
import { type NewItem, newItem, type Value } from '../sandbox/items/model.ts';
import { PROFILES } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { bytesOf } from '../sandbox/http/write-answer.ts';
import { flatten, type Xml } from '../sandbox/xml/node.ts';
import { faultXml } from '../sandbox/http/soap.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { SchemaFault } from '../sandbox/operations/errors.ts';
import { insertItem } from '../sandbox/store/items.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';
const NOW = Date.UTC(2026, 2, 2, 9);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: EMAIL }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }] },
  });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  for (const side of [sandbox.source, sandbox.destination]) {
    side.store.sql('delete from items').run();
    side.side.faults.clear();
    side.side.interceptors.length = 0;
    side.resetStats();
  }
});

function put(folder: string, itemClass: string, subject: string, fields: Record<string, Value>): void {
  const { store } = sandbox.source;
  const mailbox = store.mailbox(EMAIL)!;
  const item: NewItem = newItem(itemClass, NOW);
  Object.assign(item, { subject, receivedAt: NOW });
  Object.assign(item.properties.fields, fields);
  insertItem(store, mailbox.id, getDistinguished(store, mailbox.id, folder)!.id, item);
}

const zoned = (zone: Value): Record<string, Value> => ({
  UID: `uid ${JSON.stringify(zone)}`,
  Start: '2026-06-15T09:00:00Z',
  End: '2026-06-15T10:00:00Z',
  StartTimeZone: zone,
  EndTimeZone: zone,
});
const appointment = (subject: string, more: Record<string, Value> = {}) =>
  put('calendar', 'IPM.Appointment', subject, {
    ...zoned({ a: { Id: 'W. Europe Standard Time' } }),
    UID: subject,
    Location: 'Room',
    Culture: 'de-DE',
    Importance: 'High',
    Categories: { c: [['String', 'Red']] },
    ...more,
  });

/** What one pass made of it: what was listed, what is said to be lost, what differs. */
async function copy(method: 'typed' | 'mime' = 'typed') {
  const passes = mailboxPasses(sandbox, EMAIL);
  const { failed, omissions } = await passes.run({ copyPaths: [method] });
  passes.close();
  const levels = { from: PROFILES.Exchange2010_SP2.level, to: PROFILES.Exchange2019.level };
  const found = compareMailboxes(sandbox.source.store, EMAIL, sandbox.destination.store, EMAIL, { levels });
  const requests = sandbox.destination.stats().requests['CreateItem'] ?? 0;
  return { failed, omissions, found: found.map(describeDifference), requests };
}

const refuse = (property: string, error: { code: string; field?: string }, more: Partial<FaultRule> = {}) =>
  sandbox.destination.side.faults.add({
    operation: 'CreateItem',
    item: { property },
    effect: { kind: 'item-error', ...error },
    ...more,
  });

describe('an optional property that the destination refuses costs that property alone', () => {
  test('named by the server, it takes one more request', async () => {
    for (const subject of ['First', 'Second']) appointment(subject);
    refuse('Culture', { code: 'ErrorInvalidPropertySet', field: 'item:Culture' }, { times: 1 });
    expect(await copy()).toMatchObject({
      failed: [],
      omissions: ['The property Culture was left out: the destination refuses it (ErrorInvalidPropertySet).'],
      found: [expect.stringContaining('Culture')],
      requests: 2,
    });
  });

  test.each([
    ['Culture', 'ErrorUnsupportedCulture'],
    ['Importance', 'ErrorInvalidValueForProperty'],
    ['Categories', 'ErrorInvalidPropertyForOperation'],
    ['Location', 'ErrorPropertyUpdate'],
    ['ReminderIsSet', 'ErrorItemSave'],
  ])('not named, it is found: %s, %s', async (property, code) => {
    for (const subject of ['First', 'Second', 'Third']) appointment(subject);
    refuse(property, { code });
    const { failed, omissions, found, requests } = await copy();
    expect(failed).toEqual([]);
    expect(omissions).toEqual(
      Array(3).fill(`The property ${property} was left out: the destination refuses it (${code}).`),
    );
    expect(found.filter((each) => !each.includes(property))).toEqual([]);
    expect(requests).toBeLessThan(26);
  });

  test('several that are refused are left out, and nothing else', async () => {
    appointment('Several');
    refuse('Culture', { code: 'ErrorInvalidValueForProperty' });
    refuse('Location', { code: 'ErrorInvalidPropertySet' });
    const { failed, omissions, requests } = await copy();
    expect(failed).toEqual([]);
    expect(omissions.join(' ').match(/property \w+/g)).toEqual(['property Culture', 'property Location']);
    expect(requests).toBeLessThan(40);
  });

  test('what the schema of the server refuses is named by its words', async () => {
    appointment('Off the schema');
    const { side } = sandbox.destination;
    side.interceptors.push(async ({ operation, request }, next) => {
      if (operation === 'CreateItem' && JSON.stringify(request).includes('"name":"Culture"')) {
        const fault = new SchemaFault("The 'http://…/types:Culture' element is invalid", 1, 1);
        const headers = { 'content-type': 'text/xml; charset=utf-8' };
        return { kind: 'http', status: 500, headers, body: textOf(faultXml(side.profile, fault)) };
      }
      await next();
      return undefined;
    });
    expect(await copy()).toMatchObject({ failed: [], omissions: [expect.stringContaining('Culture')], requests: 2 });
  });

  test('of a message by MIME as well', async () => {
    put('inbox', 'IPM.Note', 'Letter', { Importance: 'High', Categories: { c: [['String', 'Red']] } });
    refuse('Categories', { code: 'ErrorInvalidPropertySet' });
    const { failed, omissions } = await copy('mime');
    expect({ failed, omissions }).toEqual({ failed: [], omissions: [expect.stringContaining('property Categories')] });
  });

  test('of a contact one entry of a list', async () => {
    const entry = (key: string, text: string): [string, Value] => ['Entry', { a: { Key: key }, x: text }];
    const numbers = [entry('BusinessPhone', '1'), entry('HomePhone', '2')];
    put('contacts', 'IPM.Contact', 'Bo', { DisplayName: 'Bo', FileAs: 'Bo', PhoneNumbers: { c: numbers } });
    const path = '<t:IndexedFieldURI FieldURI="contacts:PhoneNumber" FieldIndex="HomePhone"/>';
    refuse('PhoneNumbers', { code: 'ErrorInvalidValueForProperty', field: path }, { times: 1 });
    const { failed, omissions, found, requests } = await copy();
    expect({ failed, requests }).toEqual({ failed: [], requests: 2 });
    expect(omissions).toEqual([expect.stringContaining('PhoneNumbers/HomePhone')]);
    expect(found).toEqual([expect.stringMatching(/PhoneNumbers.*HomePhone.*BusinessPhone/)]);
  });

  test('an item that is refused whatever it is without is listed, after so many requests', async () => {
    for (const subject of ['First', 'Second', 'Third', 'Fourth', 'Fifth']) appointment(subject);
    refuse('Start', { code: 'ErrorInvalidPropertySet' });
    const { failed, requests } = await copy();
    expect(failed).toHaveLength(5);
    expect(requests).toBeLessThan(5 * 26);
  });

  test('is never sent again where it is unknown whether it was created', async () => {
    appointment('In doubt');
    refuse('Culture', { code: 'ErrorInvalidPropertySet', field: 'item:Culture' }, { times: 1 });
    sandbox.destination.side.faults.add({ operation: 'CreateItem', nth: 2, effect: { kind: 'reset', at: 'after' } });
    const { failed, found } = await copy();
    expect(failed).toEqual([]);
    expect(found.filter((each) => !each.includes('Culture'))).toEqual([]);
  });
});

describe('a time zone that no server takes costs no appointment', () => {
  const rules = (to: string): [string, Value][] => [
    ['Periods', { c: [['Period', { a: { Bias: '-PT60M', Name: 'Standard', Id: 'S' } }]] }],
    [
      'TransitionsGroups',
      {
        c: [
          [
            'TransitionsGroup',
            { a: { Id: '0' }, c: [['Transition', { c: [['To', { a: { Kind: 'Period' }, x: to }]] }]] },
          ],
        ],
      },
    ],
    ['Transitions', { c: [['Transition', { c: [['To', { a: { Kind: 'Group' }, x: '0' }]] }]] }],
  ];
  const ZONES: [name: string, zone: Value, mapped: string | undefined][] = [
    ['a period that is missing', { a: { Id: 'Own', Name: 'Own' }, c: rules('Daylight') }, undefined],
    ['tzone://Microsoft/Utc', { a: { Id: 'tzone://Microsoft/Utc' } }, 'UTC'],
    ['tzone://Microsoft/Custom', { a: { Id: 'tzone://Microsoft/Custom' } }, undefined],
    [
      'a name as its id',
      { a: { Id: '(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna' } },
      'W. Europe Standard Time',
    ],
    ['Mitteleuropäische Zeit', { a: { Id: 'Mitteleuropäische Zeit' } }, 'W. Europe Standard Time'],
    ['an empty element', '', undefined],
    ['an unknown id', { a: { Id: 'Atlantis Standard Time' } }, undefined],
  ];

  test.each(ZONES)('%s', async (name, zone, mapped) => {
    put('calendar', 'IPM.Appointment', name, zoned(zone));
    const { failed, omissions, found } = await copy();
    expect(failed).toEqual([]);
    expect(omissions).toEqual(mapped || zone === '' ? [] : [expect.stringMatching(/time zone .*was left out/)]);
    expect(found.filter((each) => !/TimeZone/.test(each))).toEqual([]);
    const { properties } = sandbox.destination.store.sql('select properties from items').get() as {
      properties: string;
    };
    expect(properties).toContain(JSON.stringify({ Id: mapped ?? 'UTC' }));
  });

  test('days stay the days that they are', async () => {
    const days = { Start: '2026-06-14T22:00:00Z', End: '2026-06-15T22:00:00Z', IsAllDayEvent: 'true' };
    for (const id of ['tzone://Microsoft/Custom', 'Atlantis Standard Time'])
      put('calendar', 'IPM.Appointment', id, { ...zoned({ a: { Id: id } }), ...days });
    const { failed, omissions, found } = await copy();
    expect({ failed, omissions: omissions.length }).toEqual({ failed: [], omissions: 2 });
    expect(found.filter((each) => !/TimeZone/.test(each))).toEqual([]);
  });
});

function textOf(xml: Xml): string {
  return Buffer.concat([...bytesOf(flatten(xml))]).toString('utf8');
}
