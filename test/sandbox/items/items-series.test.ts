import { describe, expect, test } from 'vitest';
import { daily, type Event, event, numbered, until, weekly } from '../kit/event-xml.ts';
import { call, codesOf, distinguished, textsOf } from '../kit/raw-client.ts';
import { create, get, idIn, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';

const pair = usePair();

describe('appointments that Exchange refuses', () => {
  test.each<[string, Event, string]>([
    ['ends before it starts', { end: '2026-03-02T08:00:00Z' }, 'ErrorCalendarEndDateIsEarlierThanStartDate'],
    ['is longer than five years', { end: '2031-06-02T08:00:00Z' }, 'ErrorCalendarDurationIsTooLong'],
    ['has an interval out of range', { recurrence: daily(1000) + numbered(3) }, 'ErrorCalendarOutOfRange'],
    ['recurs a thousand times', { recurrence: weekly + numbered(1000) }, 'ErrorCalendarOutOfRange'],
    [
      'recurs weekly on weekdays',
      { recurrence: weekly.replace('Monday', 'Weekday') + numbered(3) },
      'ErrorCalendarInvalidDayForWeeklyRecurrence',
    ],
    ['recurs beyond the end of time', { recurrence: weekly + until('4500-09-02') }, 'ErrorRecurrenceEndDateTooBig'],
    ['has no occurrence', { recurrence: weekly + until('2026-03-08') }, 'ErrorRecurrenceHasNoOccurrence'],
    [
      'has occurrences that lie over each other',
      { end: '2026-03-03T10:00:00Z', recurrence: daily() + numbered(3) },
      'ErrorOccurrenceTimeSpanTooBig',
    ],
    ['is in an unknown time zone', { zone: '<t:StartTimeZone Id="Nowhere Time"/>' }, 'ErrorTimeZone'],
    [
      'is in a zone that contradicts itself',
      {
        zone: '<t:StartTimeZone Id="X"><t:Periods><t:Period Bias="PT1H" Name="S" Id="S"/></t:Periods><t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions></t:StartTimeZone>',
      },
      'ErrorTimeZone',
    ],
  ])('one that %s', async (_name, given, code) => {
    expect(codesOf(await create(pair, event(given), 'calendar'))).toEqual([code]);
  });
});

const inNewYork = '<t:StartTimeZone Id="Eastern Standard Time"/>';
// Four hours east of UTC, five in summer, which begins on the second Sunday of April at two.
const ownZone =
  '<t:StartTimeZone Id="Own"><t:Periods><t:Period Bias="-PT4H" Name="Standard" Id="S"/><t:Period Bias="-PT300M" Name="Daylight" Id="D"/></t:Periods><t:TransitionsGroups><t:TransitionsGroup Id="0"><t:RecurringDayTransition><t:To Kind="Period">S</t:To><t:TimeOffset>PT3H</t:TimeOffset><t:Month>10</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>-1</t:Occurrence></t:RecurringDayTransition><t:RecurringDayTransition><t:To Kind="Period">D</t:To><t:TimeOffset>PT2H</t:TimeOffset><t:Month>4</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>2</t:Occurrence></t:RecurringDayTransition></t:TransitionsGroup></t:TransitionsGroups><t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions></t:StartTimeZone>';

describe('times and zones', () => {
  test('an instant without a zone is read in the zone of its start, or of its end', async () => {
    const zones = `${inNewYork}<t:EndTimeZone Id="Pacific Standard Time"/>`;
    const made = await create(
      pair,
      event({ start: '2026-07-01T09:00:00', end: '2026-07-01T10:00:00', zone: zones }),
      'calendar',
    );
    const read = await get(pair, idIn(made.text));
    expect([textsOf(read, 'Start')[0], textsOf(read, 'End')[0]]).toEqual([
      '2026-07-01T13:00:00Z',
      '2026-07-01T17:00:00Z',
    ]);
  });

  test('the zone of the request counts where the item names none, and stays with it', async () => {
    const context = '<t:TimeZoneContext><t:TimeZoneDefinition Id="Tokyo Standard Time"/></t:TimeZoneContext>';
    const body = `<m:CreateItem SendMeetingInvitations="SendToNone"><m:SavedItemFolderId>${distinguished('calendar')}</m:SavedItemFolderId><m:Items>${event({ start: '2026-07-01T09:00:00', end: '2026-07-01T10:00:00+01:00' })}</m:Items></m:CreateItem>`;
    const made = await call(pair.recent, pair.owner, body, { ...V16, soapHeaders: context });
    const read = await get(
      pair,
      idIn(made.text),
      '<t:AdditionalProperties><t:FieldURI FieldURI="calendar:StartTimeZone"/></t:AdditionalProperties>',
    );
    expect([textsOf(read, 'Start')[0], textsOf(read, 'End')[0]]).toEqual([
      '2026-07-01T00:00:00Z',
      '2026-07-01T09:00:00Z',
    ]);
    expect(read.text).toContain('Id="Tokyo Standard Time"');
    const unknown = context.replace('Tokyo', 'Utopia');
    expect(codesOf(await call(pair.recent, pair.owner, body, { ...V16, soapHeaders: unknown }))).toEqual([
      'ErrorTimeZone',
    ]);
  });

  test('Exchange 2007 reads them in the MeetingTimeZone', async () => {
    const zone =
      '<t:MeetingTimeZone><t:BaseOffset>PT300M</t:BaseOffset><t:Standard><t:Offset>PT0M</t:Offset><t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek><t:DayOfWeekIndex>First</t:DayOfWeekIndex><t:Month>November</t:Month></t:RelativeYearlyRecurrence><t:Time>02:00:00</t:Time></t:Standard><t:Daylight><t:Offset>-PT60M</t:Offset><t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek><t:DayOfWeekIndex>Second</t:DayOfWeekIndex><t:Month>March</t:Month></t:RelativeYearlyRecurrence><t:Time>02:00:00</t:Time></t:Daylight></t:MeetingTimeZone>';
    const given = event({
      start: '2026-02-23T09:00:00',
      end: '2026-02-23T10:00:00',
      recurrence: weekly + numbered(4, '2026-02-23'),
      zone,
    });
    const send = (item: string) =>
      call(
        pair.recent,
        pair.owner,
        `<m:CreateItem SendMeetingInvitations="SendToNone"><m:SavedItemFolderId>${distinguished('calendar')}</m:SavedItemFolderId><m:Items>${item}</m:Items></m:CreateItem>`,
        { version: 'Exchange2007_SP1' },
      );
    const read = await get(pair, idIn((await send(given)).text));
    expect(textsOf(read, 'Start')[0]).toBe('2026-02-23T14:00:00Z');
    expect(read.text).toMatch(/<t:LastOccurrence>.*<t:Start>2026-03-16T13:00:00Z</);
    expect(codesOf(await send(given.replace('>Sunday<', '>Weekday<')))).toEqual([
      'ErrorCalendarInvalidDayForTimeChangePattern',
    ]);
  });

  test('a series keeps the clock of a zone that the client described', async () => {
    const made = await create(
      pair,
      event({
        start: '2026-04-06T09:00:00',
        end: '2026-04-06T10:00:00',
        recurrence: weekly + numbered(2, '2026-04-06'),
        zone: ownZone,
      }),
      'calendar',
    );
    const read = await get(pair, idIn(made.text));
    expect(read.text).toMatch(/<t:FirstOccurrence>.*?<t:Start>2026-04-06T05:00:00Z</);
    expect(read.text).toMatch(/<t:LastOccurrence>.*?<t:Start>2026-04-13T04:00:00Z</);
  });

  test('all-day events fill whole days of the zone that they are made in', async () => {
    const made = await create(
      pair,
      event({
        start: '2026-07-01T05:00:00',
        end: '2026-07-01T06:00:00',
        between: '<t:IsAllDayEvent>true</t:IsAllDayEvent>',
        zone: `${inNewYork}<t:EndTimeZone Id="Eastern Standard Time"/>`,
      }),
      'calendar',
    );
    expect(codesOf(made)).toEqual(['NoError']);
    const read = await get(pair, idIn(made.text));
    expect([textsOf(read, 'Start')[0], textsOf(read, 'End')[0]]).toEqual([
      '2026-07-01T04:00:00Z',
      '2026-07-02T04:00:00Z',
    ]);
  });

  test('a series begins with its first occurrence, whatever its start says', async () => {
    const made = await create(
      pair,
      event({
        start: '2026-03-04T09:00:00Z',
        end: '2026-03-04T10:00:00Z',
        recurrence: weekly + numbered(2, '2026-03-04'),
      }),
      'calendar',
    );
    expect(textsOf(await get(pair, idIn(made.text)), 'Start')[0]).toBe('2026-03-09T09:00:00Z');
  });
});

testEnvelopes(pair, 20);
