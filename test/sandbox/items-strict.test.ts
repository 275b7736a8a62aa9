import { describe, expect, test } from 'vitest';
import { call, codesOf, distinguished, textsOf } from './raw-client.ts';
import { create, get, idIn, testEnvelopes, usePair, V16 } from './test-pair.ts';

const pair = usePair();

const weekly = '<t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek></t:WeeklyRecurrence>';
const daily = (interval = 1): string => `<t:DailyRecurrence><t:Interval>${interval}</t:Interval></t:DailyRecurrence>`;
const numbered = (count: number, start = '2026-03-02'): string =>
  `<t:NumberedRecurrence><t:StartDate>${start}</t:StartDate><t:NumberOfOccurrences>${count}</t:NumberOfOccurrences></t:NumberedRecurrence>`;
const until = (end: string): string =>
  `<t:EndDateRecurrence><t:StartDate>2026-03-03</t:StartDate><t:EndDate>${end}</t:EndDate></t:EndDateRecurrence>`;

type Event = { start?: string; end?: string; before?: string; between?: string; recurrence?: string; zone?: string };

const event = ({
  start = '2026-03-02T09:00:00Z',
  end = '2026-03-02T10:00:00Z',
  before = '',
  between = '',
  recurrence = '',
  zone = '',
}: Event): string =>
  `<t:CalendarItem><t:Subject>S</t:Subject>${before}<t:Start>${start}</t:Start><t:End>${end}</t:End>${between}${recurrence ? `<t:Recurrence>${recurrence}</t:Recurrence>` : ''}${zone}</t:CalendarItem>`;

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
    ['is in a zone that no one knows', { zone: '<t:StartTimeZone Id="Nowhere Time"/>' }, 'ErrorTimeZone'],
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

describe('items that no client makes', () => {
  test.each(['MeetingMessage', 'MeetingRequest', 'MeetingResponse', 'MeetingCancellation'])('%s', async (kind) => {
    const made = await create(pair, `<t:${kind}><t:Subject>S</t:Subject></t:${kind}>`, 'inbox');
    expect(codesOf(made)).toEqual(['ErrorInvalidItemForOperationCreateItem']);
    const inside = `<t:Message><t:Subject>S</t:Subject><t:Attachments><t:ItemAttachment><t:Name>n</t:Name><t:${kind}><t:Subject>S</t:Subject></t:${kind}></t:ItemAttachment></t:Attachments></t:Message>`;
    expect(codesOf(await create(pair, inside))).toEqual(['ErrorInvalidItemForOperationCreateItemAttachment']);
  });
});

describe('tasks', () => {
  const task = (inner: string): Promise<string[]> =>
    create(pair, `<t:Task><t:Subject>T</t:Subject>${inner}</t:Task>`, 'tasks').then(codesOf);

  test('are held together', async () => {
    expect(await task('<t:PercentComplete>101</t:PercentComplete>')).toEqual(['ErrorInvalidPercentCompleteValue']);
    expect(await task('<t:CompleteDate>2126-01-01T00:00:00Z</t:CompleteDate>')).toEqual(['ErrorInvalidCompleteDate']);
    expect(await task('<t:StatusDescription>x</t:StatusDescription>')).toEqual(['ErrorInvalidPropertySet']);
    const done = await create(
      pair,
      '<t:Task><t:Subject>T</t:Subject><t:PercentComplete>100</t:PercentComplete></t:Task>',
      'tasks',
    );
    const read = await get(pair, idIn(done.text));
    expect(read.text).toMatch(/<t:CompleteDate>.*<t:IsComplete>true<.*<t:Status>Completed</);
  });
});

const extended = (uri: string, value: string): string =>
  `<t:ExtendedProperty><t:ExtendedFieldURI ${uri}/><t:Value>${value}</t:Value></t:ExtendedProperty>`;

describe('extended properties', () => {
  test.each<[string, string, string, string]>([
    ['an entry id', 'PropertyTag="0x0FFF" PropertyType="Binary"', 'AAAA', 'ErrorItemSavePropertyError'],
    ['a size', 'PropertyTag="0x0E08" PropertyType="Integer"', '1', 'ErrorInvalidPropertySet'],
    [
      'the time it was made',
      'PropertyTag="0x3007" PropertyType="SystemTime"',
      '2020-01-01T00:00:00Z',
      'ErrorInvalidPropertySet',
    ],
    [
      'a custom one by its tag',
      'PropertyTag="0x8001" PropertyType="String"',
      'x',
      'ErrorNoPropertyTagForCustomProperties',
    ],
    [
      'one of a type that has no text',
      'PropertyTag="0x3701" PropertyType="Object"',
      'x',
      'ErrorUnsupportedMapiPropertyType',
    ],
    [
      'an integer of 33 bits',
      'PropertyTag="0x1080" PropertyType="Integer"',
      '4294967296',
      'ErrorInvalidExtendedPropertyValue',
    ],
    ['cut base64', 'PropertyTag="0x1097" PropertyType="Binary"', 'AAA', 'ErrorInvalidExtendedPropertyValue'],
    [
      'a name of 128 letters',
      `DistinguishedPropertySetId="PublicStrings" PropertyName="${'n'.repeat(128)}" PropertyType="String"`,
      'x',
      'ErrorInvalidExtendedProperty',
    ],
  ])('%s is refused', async (_name, uri, value, code) => {
    expect(codesOf(await create(pair, `<t:Message>${extended(uri, value)}</t:Message>`))).toEqual([code]);
  });
});

const updateBody = (id: string, path: string, inner: string, attributes = ''): string =>
  `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToNone"${attributes}><m:ItemChanges><t:ItemChange>${id}<t:Updates><t:SetItemField>${path}${inner}</t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`;
const update = (id: string, path: string, inner: string) =>
  call(pair.recent, pair.owner, updateBody(id, path, inner), V16);
const field = (uri: string): string => `<t:FieldURI FieldURI="${uri}"/>`;
const FLAGS = 'PropertyTag="0x0E07" PropertyType="Integer"';

describe('updates that Exchange refuses, or does not do', () => {
  test('a draft stays one, and what was sent stays sent', async () => {
    const message = (flags: string) => create(pair, `<t:Message><t:Subject>D</t:Subject>${flags}</t:Message>`);
    const draft = idIn((await message('')).text);
    const sent = idIn((await message(extended(FLAGS, '1'))).text);
    for (const [id, flags, isDraft] of [
      [draft, '1', true],
      [sent, '9', false],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop
      const changed = await update(
        id,
        `<t:ExtendedFieldURI ${FLAGS}/>`,
        `<t:Message>${extended(FLAGS, flags)}</t:Message>`,
      );
      expect(codesOf(changed)).toEqual(['NoError']);
      // oxlint-disable-next-line no-await-in-loop
      expect(textsOf(await get(pair, id), 'IsDraft')).toEqual([String(isDraft)]);
    }
    const receipt = await update(
      sent,
      field('message:IsReadReceiptRequested'),
      '<t:Message><t:IsReadReceiptRequested>true</t:IsReadReceiptRequested></t:Message>',
    );
    expect(codesOf(receipt)).toEqual(['ErrorInvalidPropertyUpdateSentMessage']);
    const kind = await update(
      sent,
      field('item:ItemClass'),
      '<t:Message><t:ItemClass>IPM.Contact</t:ItemClass></t:Message>',
    );
    expect(codesOf(kind)).toEqual(['ErrorObjectTypeChanged']);
  });

  test('an occurrence stays between its neighbours; another pattern has other occurrences', async () => {
    const made = await create(pair, event({ recurrence: weekly + numbered(5) }), 'calendar');
    const series = idIn(made.text);
    const master = /Id="([^"]+)"/.exec(series)?.[1];
    const second = `<t:OccurrenceItemId RecurringMasterId="${master}" InstanceIndex="2"/>`;
    const move = (day: string) =>
      call(
        pair.recent,
        pair.owner,
        updateBody(
          second,
          field('calendar:Start'),
          `<t:CalendarItem><t:Start>${day}T09:00:00Z</t:Start></t:CalendarItem>`,
        ).replace(
          '</t:Updates>',
          `<t:SetItemField>${field('calendar:End')}<t:CalendarItem><t:End>${day}T09:30:00Z</t:End></t:CalendarItem></t:SetItemField></t:Updates>`,
        ),
        V16,
      );
    expect(codesOf(await move('2026-03-17'))).toEqual(['ErrorOccurrenceCrossingBoundary']);
    expect(codesOf(await move('2026-03-10'))).toEqual(['NoError']);
    const body = await update(
      second,
      field('item:Body'),
      '<t:CalendarItem><t:Body BodyType="Text">only here</t:Body></t:CalendarItem>',
    );
    expect(codesOf(body)).toEqual(['NoError']);
    expect((await get(pair, second)).text).toContain('only here');
    const whole = await get(pair, series);
    expect(whole.text).not.toContain('only here');
    expect(whole.text).toContain('<t:ModifiedOccurrences>');
    const pattern = await update(
      series,
      field('calendar:Recurrence'),
      `<t:CalendarItem><t:Recurrence>${daily(3)}${numbered(5)}</t:Recurrence></t:CalendarItem>`,
    );
    expect(codesOf(pattern)).toEqual(['NoError']);
    expect((await get(pair, series)).text).not.toContain('<t:ModifiedOccurrences>');
    const single = /Id="([^"]+)"/.exec(idIn((await create(pair, event({}), 'calendar')).text))?.[1];
    expect(codesOf(await get(pair, `<t:OccurrenceItemId RecurringMasterId="${single}" InstanceIndex="1"/>`))).toEqual([
      'ErrorCalendarCannotUseIdForRecurringMasterId',
    ]);
    expect(codesOf(await get(pair, `<t:RecurringMasterItemId OccurrenceId="${single}"/>`))).toEqual([
      'ErrorCalendarCannotUseIdForOccurrenceId',
    ]);
  });
});

describe('folders of a kind', () => {
  test.each([
    ['calendar item', event({}), 'inbox', 'ErrorCannotCreateCalendarItemInNonCalendarFolder'],
    [
      'contact',
      '<t:Contact><t:FileAs>C</t:FileAs></t:Contact>',
      'deleteditems',
      'ErrorCannotCreateContactInNonContactFolder',
    ],
    ['task', '<t:Task><t:Subject>T</t:Subject></t:Task>', 'notes', 'ErrorCannotCreateTaskInNonTaskFolder'],
    [
      'post',
      '<t:PostItem><t:Subject>P</t:Subject></t:PostItem>',
      'calendar',
      'ErrorCannotCreatePostItemInNonMailFolder',
    ],
  ])('no %s in another', async (_name, item, folder, code) => {
    expect(codesOf(await create(pair, item, folder))).toEqual([code]);
  });

  test('a view of days is of calendars alone', async () => {
    const view = `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-03-10T00:00:00Z" EndDate="2026-03-31T00:00:00Z"/><m:ParentFolderIds>${distinguished('inbox')}</m:ParentFolderIds></m:FindItem>`;
    expect(codesOf(await call(pair.recent, pair.owner, view, V16))).toEqual([
      'ErrorCalendarFolderIsInvalidForCalendarView',
    ]);
  });
});

describe('what goes out to people', () => {
  const attendees = (...emails: string[]): string =>
    `<t:RequiredAttendees>${emails.map((email) => `<t:Attendee><t:Mailbox><t:EmailAddress>${email}</t:EmailAddress></t:Mailbox></t:Attendee>`).join('')}</t:RequiredAttendees>`;
  const outgoing = (): number => pair.recent.stats().outgoing;

  test('one message an attendee: invitations, updates, cancellations', async () => {
    const item = event({ between: attendees('a@b.example', 'c@b.example') });
    const made = await create(pair, item, 'calendar', 'SendMeetingInvitations="SendToAllAndSaveCopy"');
    expect(outgoing()).toBe(2);
    const read = await get(pair, idIn(made.text));
    expect(read.text).toContain('<t:MeetingRequestWasSent>true<');
    const change = (how: string) =>
      call(
        pair.recent,
        pair.owner,
        updateBody(
          idIn(made.text),
          field('calendar:RequiredAttendees'),
          `<t:CalendarItem>${attendees('a@b.example', 'd@b.example')}</t:CalendarItem>`,
        ).replace('"SendToNone"', `"${how}"`),
        V16,
      );
    await change('SendOnlyToChanged');
    // One came, one went.
    expect(outgoing()).toBe(4);
    await change('SendOnlyToAll');
    expect(outgoing()).toBe(6);
    await call(
      pair.recent,
      pair.owner,
      `<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToAllAndSaveCopy"><m:ItemIds>${idIn(made.text)}</m:ItemIds></m:DeleteItem>`,
      V16,
    );
    expect(outgoing()).toBe(8);
    const sent = await call(
      pair.recent,
      pair.owner,
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:ItemClass"/></t:AdditionalProperties></m:ItemShape><m:ParentFolderIds>${distinguished('sentitems')}</m:ParentFolderIds></m:FindItem>`,
      V16,
    );
    expect(textsOf(sent, 'ItemClass')).toEqual(
      expect.arrayContaining(['IPM.Schedule.Meeting.Canceled', 'IPM.Schedule.Meeting.Request']),
    );
  });

  test('a receipt goes out once, for what was received, and not out of Junk Email', async () => {
    const asking = (flags: string): string =>
      `<t:Message><t:Subject>R</t:Subject>${extended(FLAGS, flags)}<t:IsReadReceiptRequested>true</t:IsReadReceiptRequested></t:Message>`;
    const mark = async (id: string, isRead: boolean): Promise<void> =>
      void (await update(id, field('message:IsRead'), `<t:Message><t:IsRead>${isRead}</t:IsRead></t:Message>`));
    const received = idIn((await create(pair, asking('0'), 'inbox')).text);
    await mark(received, true);
    await mark(received, false);
    await mark(received, true);
    expect(outgoing()).toBe(1);
    await mark(idIn((await create(pair, asking('0'), 'junkemail')).text), true);
    await mark(idIn((await create(pair, asking('8'), 'drafts')).text), true);
    expect(outgoing()).toBe(1);
  });

  test('a message without recipients is not sent', async () => {
    const sent = await create(
      pair,
      '<t:Message><t:Subject>S</t:Subject></t:Message>',
      'sentitems',
      'MessageDisposition="SendAndSaveCopy"',
    );
    expect(codesOf(sent)).toEqual(['ErrorInvalidRecipients']);
    expect(outgoing()).toBe(0);
  });
});

testEnvelopes(pair, 20);
