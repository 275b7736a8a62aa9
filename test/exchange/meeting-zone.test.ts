import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { endsElsewhere, meetingZoneOf } from '../../worker/exchange/items/meeting-zone.ts';
import { zonesOf } from '../../worker/exchange/items/zones.ts';
import { concat } from '../../worker/exchange/xml/bytes.ts';
import { parseXml } from '../../worker/exchange/xml/scan.ts';
import { newItem, type Value } from '../sandbox/items/model.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { foldersOf, getDistinguished } from '../sandbox/store/folders.ts';
import { insertItem, itemsIn } from '../sandbox/store/items.ts';
import { utf8 } from './kit.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';

const EMAIL = 'ann@example.com';
const NOW = Date.UTC(2026, 2, 2, 9);
const T = 'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"';
const itemOf = (inside: string) =>
  parseXml(utf8(`<t:CalendarItem ${T}><t:Start>2026-06-15T09:00:00Z</t:Start>${inside}</t:CalendarItem>`));
const textOf = (pieces: Parameters<typeof concat>[0]) => new TextDecoder().decode(concat(pieces));
const oldZone = (inside: string) => meetingZoneOf(itemOf(inside))?.markup;

const day = (to: string, month: number) =>
  `<t:RecurringDayTransition><t:To Kind="Period">${to}</t:To><t:TimeOffset>PT2H</t:TimeOffset><t:Month>${month}</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>-1</t:Occurrence></t:RecurringDayTransition>`;
const periods =
  '<t:Periods><t:Period Bias="-PT1H30M" Name="S" Id="s"/><t:Period Bias="-PT2H30M" Name="D" Id="d"/></t:Periods>';
const custom = (changes: string, transitions = '<t:Transition><t:To Kind="Group">0</t:To></t:Transition>') =>
  `<t:StartTimeZone Id="Own" Name="Own">${periods}<t:TransitionsGroups><t:TransitionsGroup Id="0">${changes}</t:TransitionsGroup></t:TransitionsGroups><t:Transitions>${transitions}</t:Transitions></t:StartTimeZone>`;
const since = (year: number) =>
  `<t:Transition><t:To Kind="Period">s</t:To></t:Transition><t:AbsoluteDateTransition><t:To Kind="Group">0</t:To><t:DateTime>${year}-01-01T00:00:00</t:DateTime></t:AbsoluteDateTransition>`;

describe('the zone of an appointment, for a server of 2007', () => {
  test('is named where Windows has it', () => {
    expect(oldZone('<t:StartTimeZone Id="Tokyo Standard Time"/>')).toBe(
      '<t:MeetingTimeZone TimeZoneName="Tokyo Standard Time"/>',
    );
  });

  test('is described where it is none of Windows, and reads as it was', () => {
    const told = oldZone(custom(`${day('d', 3)}${day('s', 10)}`))!;
    expect(told).toContain('<t:BaseOffset>-PT90M</t:BaseOffset><t:Standard><t:Offset>PT0M</t:Offset>');
    expect(told).toContain('<t:Month>October</t:Month></t:RelativeYearlyRecurrence><t:Time>02:00:00</t:Time>');
    expect(told).toContain('</t:Standard><t:Daylight><t:Offset>-PT60M</t:Offset>');
    const back = textOf(zonesOf(itemOf(told)));
    expect(back).toContain('<t:Period Bias="-PT90M" Name="Standard" Id="Standard"/>');
    expect(back).toContain('<t:Period Bias="-PT150M" Name="Daylight" Id="Daylight"/>');
    expect(back).toContain('<t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>-1</t:Occurrence>');
  });

  test('has no changes where its clock has none', () => {
    const fixed = '<t:Transition><t:To Kind="Period">s</t:To></t:Transition>';
    expect(oldZone(custom(fixed))).toBe(
      '<t:MeetingTimeZone TimeZoneName="Own"><t:BaseOffset>-PT90M</t:BaseOffset></t:MeetingTimeZone>',
    );
    expect(oldZone(custom('', fixed))).toBe(oldZone(custom(fixed)));
  });

  test.each([
    ['changes on a date', custom(day('d', 3).replaceAll('RecurringDay', 'RecurringDate') + day('s', 10))],
    ['rules that begin later', custom(`${day('d', 3)}${day('s', 10)}`, since(2027))],
    ['three changes a year', custom(`${day('d', 3)}${day('s', 10)}${day('d', 11)}`)],
    ['a period that is not there', custom(`${day('x', 3)}${day('s', 10)}`)],
    ['no zone', ''],
  ])('is left out where it has %s', (_, inside) => expect(oldZone(inside)).toBeUndefined());

  test('is that of the years from its start on', () => {
    expect(oldZone(custom(`${day('d', 3)}${day('s', 10)}`, since(2020)))).toContain('<t:Daylight>');
  });

  test('may be another than the end has', () => {
    const two = '<t:StartTimeZone Id="Tokyo Standard Time"/><t:EndTimeZone Id="UTC"/>';
    expect(endsElsewhere(itemOf(two))).toBe(true);
    expect(endsElsewhere(itemOf('<t:StartTimeZone Id="UTC"/><t:EndTimeZone Id="UTC"/>'))).toBe(false);
  });
});

describe('appointments that go to Exchange 2007', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({
      source: { profile: 'Exchange2013', mailboxes: [{ email: EMAIL }] },
      destination: { profile: 'Exchange2007_SP1', mailboxes: [{ email: EMAIL }] },
    });
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    for (const { side } of [sandbox.source, sandbox.destination]) {
      side.store.sql('delete from items').run();
      side.faults.clear();
    }
  });

  function put(start: string, end = start): void {
    const { store } = sandbox.source;
    const mailbox = store.mailbox(EMAIL)!.id;
    const item = newItem('IPM.Appointment', NOW);
    Object.assign(item, { subject: 'Board', receivedAt: NOW });
    const parts: [string, Value][] = [
      [
        'WeeklyRecurrence',
        {
          c: [
            ['Interval', '1'],
            ['DaysOfWeek', 'Monday'],
          ],
        },
      ],
      [
        'NumberedRecurrence',
        {
          c: [
            ['StartDate', '2026-03-16'],
            ['NumberOfOccurrences', '4'],
          ],
        },
      ],
    ];
    Object.assign(item.properties.fields, {
      UID: 'board',
      Start: '2026-03-16T08:00:00Z',
      End: '2026-03-16T09:00:00Z',
      StartTimeZone: { a: { Id: start } },
      EndTimeZone: { a: { Id: end } },
      Recurrence: { c: parts },
    });
    insertItem(store, mailbox, getDistinguished(store, mailbox, 'calendar')!.id, item);
  }

  async function copy() {
    const passes = mailboxPasses(sandbox, EMAIL);
    const { failed, omissions } = await passes.run({
      copyPaths: ['typed'],
      settings: { rules: false, categories: false },
    });
    passes.close();
    const { store } = sandbox.destination;
    const items = foldersOf(store, store.mailbox(EMAIL)!.id).flatMap(({ id }) => itemsIn(store, id));
    return { failed, omissions, zones: items.map(({ properties }) => properties.fields['MeetingTimeZone']) };
  }

  test('keep their zone as the only one that it has, and nothing is said to be lost', async () => {
    put('W. Europe Standard Time');
    expect(await copy()).toEqual({
      failed: [],
      omissions: [],
      zones: [{ a: { TimeZoneName: 'W. Europe Standard Time' } }],
    });
  });

  test('lose the zone of their end where it is another, which is said', async () => {
    put('W. Europe Standard Time', 'Tokyo Standard Time');
    const { failed, omissions } = await copy();
    expect(failed).toEqual([]);
    expect(omissions).toEqual(['The time zone of the end was left out: the destination is too old for two.']);
  });

  test('go without a zone that it refuses, which is said', async () => {
    put('W. Europe Standard Time');
    sandbox.destination.side.faults.add({
      operation: 'CreateItem',
      item: { property: 'MeetingTimeZone' },
      effect: { kind: 'item-error', code: 'ErrorCalendarInvalidTimeZone' },
    });
    expect(await copy()).toEqual({
      failed: [],
      omissions: ['The time zone was left out: the destination refuses it (ErrorCalendarInvalidTimeZone).'],
      zones: [undefined],
    });
  });
});
