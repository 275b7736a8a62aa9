import { describe, expect, test } from 'vitest';
import { weekly, daily, numbered, event } from '../kit/event-xml.ts';
import { call, codesOf, distinguished, textsOf } from '../kit/raw-client.ts';
import { create, get, idIn, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';

const pair = usePair();

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

  const DATE = '<t:CompleteDate>2007-01-01T00:00:00Z</t:CompleteDate>';
  const FULL = '<t:PercentComplete>100</t:PercentComplete>';
  test.each<[string, string, RegExp]>([
    ['the date alone', DATE, /2007-01-01T.*<t:PercentComplete>100<.*<t:Status>Completed</],
    ['the share last', DATE + FULL, /<t:CompleteDate>20[1-9].*<t:PercentComplete>100<.*<t:Status>Completed</],
    [
      'the status last',
      `${DATE}${FULL}<t:Status>NotStarted</t:Status>`,
      /^(?!.*CompleteDate).*<t:PercentComplete>0<.*<t:Status>NotStarted</,
    ],
  ])('are as the last that one request sets: %s', async (_name, inner, expected) => {
    const made = await create(pair, `<t:Task><t:Subject>T</t:Subject>${inner}</t:Task>`, 'tasks');
    expect((await get(pair, idIn(made.text))).text.replaceAll('\n', '')).toMatch(expected);
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

testEnvelopes(pair, 20);
