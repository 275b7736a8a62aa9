import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { compareMailboxes, describeDifference } from '../sandbox/compare/compare.ts';
import { newItem, type Value } from '../sandbox/items/model.ts';
import { PROFILES } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { insertItem } from '../sandbox/store/items.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';
const NOW = Date.UTC(2026, 2, 2, 9);
const iso = (time: number) => new Date(time).toISOString().replace('.000', '');
const at = (day: number, hour: number) => Date.UTC(2026, 5, 1 + day, hour);

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
  }
  const { store } = sandbox.source;
  const mailbox = store.mailbox(EMAIL)!.id;
  insertItem(store, mailbox, getDistinguished(store, mailbox, 'calendar')!.id, series());
});

/** Six days, of which three are moved by an hour into other rooms, each with a category of its own. */
function series() {
  const item = newItem('IPM.Appointment', NOW);
  Object.assign(item, { subject: 'Daily', receivedAt: NOW });
  const recurrence: [string, Value][] = [
    ['DailyRecurrence', { c: [['Interval', '1']] }],
    [
      'NumberedRecurrence',
      {
        c: [
          ['StartDate', '2026-06-01'],
          ['NumberOfOccurrences', '6'],
        ],
      },
    ],
  ];
  Object.assign(item.properties.fields, {
    UID: 'daily',
    Start: iso(at(0, 9)),
    End: iso(at(0, 10)),
    Location: 'Room 1',
    StartTimeZone: { a: { Id: 'UTC' } },
    EndTimeZone: { a: { Id: 'UTC' } },
    Recurrence: { c: recurrence },
  });
  item.properties.exceptions = [1, 2, 3].map((day) => ({
    originalStart: at(day, 9),
    fields: {
      Start: iso(at(day, 11)),
      End: iso(at(day, 12)),
      Location: `Room ${day + 1}`,
      Categories: { c: [['String', 'Moved']] },
    },
    named: {},
  }));
  return item;
}

/** What is said, what differs, and how many requests changed an occurrence. */
async function copy() {
  sandbox.destination.resetStats();
  const passes = mailboxPasses(sandbox, EMAIL);
  const { failed, omissions } = await passes.run({ copyPaths: ['typed'] });
  passes.close();
  const levels = { from: PROFILES.Exchange2010_SP2.level, to: PROFILES.Exchange2019.level };
  const found = compareMailboxes(sandbox.source.store, EMAIL, sandbox.destination.store, EMAIL, { levels });
  const requests = sandbox.destination.stats().requests['UpdateItem'] ?? 0;
  return { failed, omissions, found: found.map(describeDifference), requests };
}

const refuse = (property: string, error: { code: string; field?: string }, times?: number) =>
  sandbox.destination.side.faults.add({
    operation: 'UpdateItem',
    item: { property },
    ...(times !== undefined && { times }),
    effect: { kind: 'item-error', ...error },
  });

const said = (where: string, part: string, code: string) =>
  `${where} of the series could not be copied whole. The property ${part} was left out: the destination refuses it (${code}).`;

test('a part of a changed occurrence that the destination names is left out of that one alone', async () => {
  refuse('Location', { code: 'ErrorInvalidPropertySet', field: 'calendar:Location' }, 1);
  const { failed, omissions, found, requests } = await copy();
  expect(failed).toEqual([]);
  expect(omissions).toEqual([said('One changed occurrence', 'Location', 'ErrorInvalidPropertySet')]);
  expect(found).toHaveLength(1);
  expect(requests).toBe(4);
});

test.each([
  ['Categories', 'ErrorInvalidPropertyForOperation'],
  ['Location', 'ErrorPropertyUpdate'],
  ['Location', 'ErrorItemSave'],
])('one that it does not name is found, and the others cross: %s, %s', async (part, code) => {
  refuse(part, { code });
  const { failed, omissions, requests } = await copy();
  expect(failed).toEqual([]);
  expect(omissions).toEqual([said('3 changed occurrences', part, code)]);
  // Found once, it is suspected first.
  expect(requests).toBeLessThan(12);
});

test('what cannot be left out costs the occurrence, and is said', async () => {
  refuse('Start', { code: 'ErrorCalendarInvalidPropertyValue' });
  const { failed, omissions } = await copy();
  expect(failed).toEqual([]);
  expect(omissions).toEqual(['3 changed or deleted occurrences of the series could not be copied.']);
});
