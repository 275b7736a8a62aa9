import { expect, test } from 'vitest';
import { attributesNamed, call, codesOf, distinguished, textsOf } from '../kit/raw-client.ts';
import { create, get, idIn, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';

// What clients that others wrote take for granted of a server, each in one request.

const pair = usePair();

const property = (attributes: string, value: string): string =>
  `<t:ExtendedProperty><t:ExtendedFieldURI ${attributes}/><t:Value>${value}</t:Value></t:ExtendedProperty>`;
const asked = (...attributes: string[]): string =>
  `<t:AdditionalProperties>${attributes.map((each) => `<t:ExtendedFieldURI ${each}/>`).join('')}</t:AdditionalProperties>`;
const file = (name: string): string =>
  `<t:FileAttachment><t:Name>${name}</t:Name><t:Content>AAEC</t:Content></t:FileAttachment>`;

const APPOINTMENT =
  '<t:CalendarItem><t:Subject>Jour fixe</t:Subject><t:Body BodyType="Text">words</t:Body><t:Start>2031-03-17T08:00:00Z</t:Start><t:End>2031-03-17T09:00:00Z</t:End><t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus><t:Location>Raum 5</t:Location><t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek></t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2031-03-17</t:StartDate><t:NumberOfOccurrences>4</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence><t:StartTimeZone Id="W. Europe Standard Time"/></t:CalendarItem>';

test('a property tag is a decimal number as well', async () => {
  const made = await create(
    pair,
    `<t:Message>${property('PropertyTag="3591" PropertyType="Integer"', '1')}</t:Message>`,
  );
  const read = await get(pair, idIn(made.text));
  expect(textsOf(read, 'IsDraft')).toEqual(['false']);
  const wrong = property('PropertyTag="65536" PropertyType="Integer"', '1');
  expect(codesOf(await create(pair, `<t:Message>${wrong}</t:Message>`))).toEqual(['ErrorSchemaValidation']);
});

test('the answer to attachments that came along has their ids; before 2010 SP2 they cannot come along', async () => {
  const item = `<t:Message><t:Attachments>${file('a')}${file('b')}</t:Attachments></t:Message>`;
  expect(attributesNamed(await create(pair, item), 'AttachmentId', 'Id')).toHaveLength(2);
  const body = `<m:CreateItem MessageDisposition="SaveOnly"><m:Items>${item}</m:Items></m:CreateItem>`;
  const early = await call(pair.old, pair.oldOwner, body, { version: 'Exchange2010_SP1' });
  expect(codesOf(early)).toEqual(['ErrorInvalidPropertySet']);
});

test('booleans are answered in words, however they were sent', async () => {
  const made = await create(
    pair,
    '<t:Message><t:ReminderIsSet>1</t:ReminderIsSet><t:IsReadReceiptRequested>1</t:IsReadReceiptRequested><t:IsDeliveryReceiptRequested>0</t:IsDeliveryReceiptRequested></t:Message>',
  );
  const read = await get(pair, idIn(made.text));
  expect([textsOf(read, 'IsReadReceiptRequested'), textsOf(read, 'ReminderIsSet')]).toEqual([['true'], ['true']]);
  expect(textsOf(read, 'IsDeliveryReceiptRequested')).toEqual(['false']);
});

test('what the store numbers is ordered by number, and each item has a rising article number', async () => {
  for (const level of ['High', 'Low', 'Normal'])
    // oxlint-disable-next-line no-await-in-loop -- the order is what is tested
    await create(
      pair,
      `<t:Message><t:Subject>By rank</t:Subject><t:Importance>${level}</t:Importance></t:Message>`,
      'inbox',
    );
  const answer = await call(
    pair.recent,
    pair.owner,
    `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Importance"/><t:ExtendedFieldURI PropertyTag="0x0E23" PropertyType="Integer"/></t:AdditionalProperties></m:ItemShape><m:Restriction><t:IsGreaterThan><t:FieldURI FieldURI="item:Importance"/><t:FieldURIOrConstant><t:Constant Value="Low"/></t:FieldURIOrConstant></t:IsGreaterThan></m:Restriction><m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:Importance"/></t:FieldOrder></m:SortOrder><m:ParentFolderIds>${distinguished('inbox')}</m:ParentFolderIds></m:FindItem>`,
    V16,
  );
  expect(textsOf(answer, 'Importance')).toEqual(['Normal', 'High']);
  const [normal, high] = textsOf(answer, 'Value').map(Number);
  expect(normal).toBeGreaterThan(high ?? Infinity);
});

test('the MIME of an appointment is bare iCalendar with its zone', async () => {
  const made = await create(pair, APPOINTMENT, 'calendar');
  const shape = '<t:IncludeMimeContent>true</t:IncludeMimeContent>';
  const [mime] = textsOf(await get(pair, idIn(made.text), shape, 'IdOnly'), 'MimeContent');
  const text = Buffer.from(mime ?? '', 'base64').toString();
  expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect(text).toContain('BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\n');
  expect(text).toContain('RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3');
  expect(text).toContain('DTSTART;TZID=W. Europe Standard Time:20310317T090000');
  const again = await create(
    pair,
    `<t:CalendarItem><t:MimeContent>${mime}</t:MimeContent></t:CalendarItem>`,
    'calendar',
  );
  const read = await get(pair, idIn(again.text));
  expect([textsOf(read, 'Start')[0], textsOf(read, 'Location')]).toEqual(['2031-03-17T08:00:00Z', ['Raum 5']]);
  expect(textsOf(read, 'NumberOfOccurrences')).toEqual(['4']);
});

test('typed fields have the names by which the store keeps them', async () => {
  const made = await create(pair, APPOINTMENT, 'calendar');
  const set = 'DistinguishedPropertySetId="Appointment"';
  const names = [
    `${set} PropertyId="33285" PropertyType="Integer"`,
    `${set} PropertyId="33288" PropertyType="String"`,
    `${set} PropertyId="33293" PropertyType="SystemTime"`,
    `${set} PropertyId="33315" PropertyType="Boolean"`,
  ];
  const read = await get(pair, idIn(made.text), asked(...names), 'IdOnly');
  expect(textsOf(read, 'Value')).toEqual(['3', 'Raum 5', '2031-03-17T08:00:00Z', 'true']);
});

test('a meeting that is sent by an update knows it', async () => {
  const made = await create(
    pair,
    '<t:CalendarItem><t:Subject>Treffen</t:Subject><t:Start>2031-03-17T08:00:00Z</t:Start><t:End>2031-03-17T09:00:00Z</t:End><t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>x@else.example</t:EmailAddress></t:Mailbox></t:Attendee></t:RequiredAttendees></t:CalendarItem>',
    'calendar',
  );
  const change =
    '<t:SetItemField><t:FieldURI FieldURI="calendar:Location"/><t:CalendarItem><t:Location>Raum 1</t:Location></t:CalendarItem></t:SetItemField>';
  await call(
    pair.recent,
    pair.owner,
    `<m:UpdateItem ConflictResolution="AlwaysOverwrite" SendMeetingInvitationsOrCancellations="SendToAllAndSaveCopy"><m:ItemChanges><t:ItemChange>${idIn(made.text)}<t:Updates>${change}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
    V16,
  );
  expect(textsOf(await get(pair, idIn(made.text)), 'MeetingRequestWasSent')).toEqual(['true']);
  expect(pair.recent.stats().outgoing).toBe(1);
});

testEnvelopes(pair, 20);
