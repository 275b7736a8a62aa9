import { expect, test } from 'vitest';
import { call, codesOf, distinguished, syncBody, textsOf } from '../kit/raw-client.ts';
import { create, get, idIn, V16, testEnvelopes, usePair } from '../kit/test-pair.ts';
import { TYPED } from '../kit/typed-items.ts';

const pair = usePair();

const OUT =
  '<t:Message><t:Subject>Out</t:Subject><t:ToRecipients><t:Mailbox><t:EmailAddress>a@b.example</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message>';

test('synchronising pages newest first, then tells creates, updates, read flags and deletes', async () => {
  const folder = distinguished('junkemail');
  for (const subject of ['one', 'two', 'three'])
    // oxlint-disable-next-line no-await-in-loop
    await create(
      pair,
      `<t:Message><t:Subject>${subject}</t:Subject><t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x0E07" PropertyType="Integer"/><t:Value>0</t:Value></t:ExtendedProperty></t:Message>`,
      'junkemail',
    );
  const first = await call(pair.recent, pair.owner, syncBody(folder, '', '', 2), V16);
  expect(textsOf(first, 'Subject')).toEqual(['three', 'two']);
  expect(textsOf(first, 'IncludesLastItemInRange')).toEqual(['false']);
  const second = await call(pair.recent, pair.owner, syncBody(folder, textsOf(first, 'SyncState')[0]), V16);
  expect([...textsOf(second, 'Subject'), ...textsOf(second, 'IncludesLastItemInRange')]).toEqual(['one', 'true']);
  const one = idIn(second.text);
  const [three, two] = [...first.text.matchAll(/<t:ItemId [^>]*\/>/g)].map(([id]) => id) as [string, string];
  const update = (id: string, path: string, value: string) =>
    call(
      pair.recent,
      pair.owner,
      `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" SuppressReadReceipts="true"><m:ItemChanges><t:ItemChange>${id}<t:Updates><t:SetItemField><t:FieldURI FieldURI="${path}"/><t:Message>${value}</t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
      V16,
    );
  await update(one, 'message:IsRead', '<t:IsRead>true</t:IsRead>');
  await update(two, 'item:Subject', '<t:Subject>two, changed</t:Subject>');
  await call(
    pair.recent,
    pair.owner,
    `<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>${three}</m:ItemIds></m:DeleteItem>`,
    V16,
  );
  await create(pair, '<t:Message><t:Subject>four</t:Subject></t:Message>', 'junkemail');
  const state = textsOf(second, 'SyncState')[0];
  const delta = await call(pair.recent, pair.owner, syncBody(folder, state), V16);
  const kinds = [...delta.text.matchAll(/<t:(Create|Update|Delete|ReadFlagChange)>/g)].map((match) => match[1]);
  expect(kinds).toEqual(['Create', 'Delete', 'Update', 'ReadFlagChange']);
  const ignored = await call(
    pair.recent,
    pair.owner,
    syncBody(folder, state, `<m:Ignore>${idIn(delta.text)}</m:Ignore>`),
    V16,
  );
  expect(textsOf(ignored, 'Subject')).toEqual(['two, changed']);
  expect(codesOf(await call(pair.recent, pair.owner, syncBody(folder, 'bm9uc2Vuc2U='), V16))).toEqual([
    'ErrorInvalidSyncStateData',
  ]);
});

test('updates: fields set and deleted, dictionaries, occurrences; wrong and stale change keys', async () => {
  const update = (id: string, changes: string, conflict = 'AutoResolve') =>
    call(
      pair.recent,
      pair.owner,
      `<m:UpdateItem ConflictResolution="${conflict}" MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange>${id}<t:Updates>${changes}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
      V16,
    );
  const contact = idIn((await create(pair, (TYPED[2] as (typeof TYPED)[0])[2], 'contacts')).text);
  const changed = await update(
    contact,
    '<t:SetItemField><t:IndexedFieldURI FieldURI="contacts:EmailAddress" FieldIndex="EmailAddress2"/><t:Contact><t:EmailAddresses><t:Entry Key="EmailAddress2">two@x.example</t:Entry></t:EmailAddresses></t:Contact></t:SetItemField><t:DeleteItemField><t:FieldURI FieldURI="contacts:GivenName"/></t:DeleteItemField>',
  );
  expect(codesOf(changed)).toEqual(['NoError']);
  const read = await get(pair, contact);
  expect(read.text).toContain('two@x.example');
  expect(read.text).not.toContain('<t:GivenName>');
  const subject =
    '<t:SetItemField><t:FieldURI FieldURI="item:Subject"/><t:Contact><t:Subject>S</t:Subject></t:Contact></t:SetItemField>';
  expect(codesOf(await update(contact, subject, 'NeverOverwrite'))).toEqual(['ErrorIrresolvableConflict']);
  expect(codesOf(await update(contact.replace(/ChangeKey="[^"]*"/, 'ChangeKey="AAAA"'), subject))).toEqual([
    'ErrorInvalidChangeKey',
  ]);
  expect(codesOf(await update(contact.replace(/ ChangeKey="[^"]*"/, ''), subject))).toEqual([
    'ErrorChangeKeyRequiredForWriteOperations',
  ]);
  expect(
    codesOf(
      await update(
        contact,
        subject.replace('<t:Subject>S</t:Subject>', '<t:DisplayName>S</t:DisplayName>'),
        'AlwaysOverwrite',
      ),
    ),
  ).toEqual(['ErrorUpdatePropertyMismatch']);
  const series = idIn((await create(pair, (TYPED[1] as (typeof TYPED)[0])[2], 'calendar')).text);
  const master = /Id="([^"]+)"/.exec(series)?.[1];
  const occurrence = `<t:OccurrenceItemId RecurringMasterId="${master}" InstanceIndex="3"/>`;
  expect(
    codesOf(
      await update(
        occurrence,
        '<t:SetItemField><t:FieldURI FieldURI="calendar:Start"/><t:CalendarItem><t:Start>2026-03-16T12:00:00Z</t:Start></t:CalendarItem></t:SetItemField><t:SetItemField><t:FieldURI FieldURI="calendar:End"/><t:CalendarItem><t:End>2026-03-16T13:00:00Z</t:End></t:CalendarItem></t:SetItemField>',
        'AlwaysOverwrite',
      ),
    ),
  ).toEqual(['NoError']);
  const gone = `<t:OccurrenceItemId RecurringMasterId="${master}" InstanceIndex="4"/>`;
  expect(
    codesOf(
      await call(
        pair.recent,
        pair.owner,
        `<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone"><m:ItemIds>${gone}</m:ItemIds></m:DeleteItem>`,
        V16,
      ),
    ),
  ).toEqual(['NoError']);
  const whole = await get(pair, series);
  expect(whole.text).toMatch(
    /<t:ModifiedOccurrences>.*<t:Start>2026-03-16T12:00:00Z<.*<t:OriginalStart>2026-03-16T08:00:00Z<.*<t:DeletedOccurrences>.*<t:Start>2026-03-23T08:00:00Z</,
  );
  expect((await get(pair, occurrence)).text).toContain('<t:CalendarItemType>Exception<');
  expect(codesOf(await get(pair, gone))).toEqual(['ErrorCalendarOccurrenceIsDeletedFromRecurrence']);
  const view = await call(
    pair.recent,
    pair.owner,
    `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:CalendarView StartDate="2026-03-10T00:00:00Z" EndDate="2026-03-31T00:00:00Z"/><m:ParentFolderIds>${distinguished('calendar')}</m:ParentFolderIds></m:FindItem>`,
    V16,
  );
  expect(textsOf(view, 'Start').filter((start) => start.startsWith('2026-03-16'))).toContain('2026-03-16T12:00:00Z');
});

test('nothing goes out unless a request says so; what a real server would have sent is counted', async () => {
  const receipt = Buffer.from(
    'From: a@b.example\r\nSubject: R\r\nDisposition-Notification-To: a@b.example\r\n\r\nx',
  ).toString('base64');
  const flags =
    '<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x0E07" PropertyType="Integer"/><t:Value>0</t:Value></t:ExtendedProperty>';
  const unread = async () =>
    idIn(
      (await create(pair, `<t:Message><t:MimeContent>${receipt}</t:MimeContent>${flags}</t:Message>`, 'inbox')).text,
    );
  const read = (id: string, attribute: string) =>
    call(
      pair.recent,
      pair.owner,
      `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"${attribute}><m:ItemChanges><t:ItemChange>${id}<t:Updates><t:SetItemField><t:FieldURI FieldURI="message:IsRead"/><t:Message><t:IsRead>true</t:IsRead></t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
      V16,
    );
  await read(await unread(), ' SuppressReadReceipts="true"');
  expect(pair.recent.stats().outgoing).toBe(0);
  await read(await unread(), '');
  expect(pair.recent.stats().outgoing).toBe(1);
  await create(pair, OUT, 'sentitems', 'MessageDisposition="SendAndSaveCopy"');
  await create(pair, OUT, 'sentitems', 'MessageDisposition="SendOnly"');
  expect(pair.recent.stats().outgoing).toBe(3);
  await create(pair, (TYPED[1] as (typeof TYPED)[0])[2], 'calendar', 'SendMeetingInvitations="SendToAllAndSaveCopy"');
  expect(pair.recent.stats().outgoing).toBe(4);
  const draft = idIn((await create(pair, OUT)).text);
  expect(
    codesOf(
      await call(
        pair.recent,
        pair.owner,
        `<m:SendItem SaveItemToFolder="true"><m:ItemIds>${draft}</m:ItemIds></m:SendItem>`,
        V16,
      ),
    ),
  ).toEqual(['NoError']);
  expect(pair.recent.stats().outgoing).toBe(5);
});

testEnvelopes(pair, 30);
