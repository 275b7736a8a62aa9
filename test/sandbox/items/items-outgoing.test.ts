import { describe, expect, test } from 'vitest';
import { event } from '../kit/event-xml.ts';
import { attributesNamed, call, codesOf, distinguished, textsOf } from '../kit/raw-client.ts';
import { create, get, idIn, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';

const pair = usePair();

const extended = (uri: string, value: string): string =>
  `<t:ExtendedProperty><t:ExtendedFieldURI ${uri}/><t:Value>${value}</t:Value></t:ExtendedProperty>`;

const updateBody = (id: string, path: string, inner: string, attributes = ''): string =>
  `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToNone"${attributes}><m:ItemChanges><t:ItemChange>${id}<t:Updates><t:SetItemField>${path}${inner}</t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`;
const update = (id: string, path: string, inner: string) =>
  call(pair.recent, pair.owner, updateBody(id, path, inner), V16);
const field = (uri: string): string => `<t:FieldURI FieldURI="${uri}"/>`;
const FLAGS = 'PropertyTag="0x0E07" PropertyType="Integer"';

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

  test('who has a mailbox here finds the request in it, and the meeting in the calendar', async () => {
    const other = pair.oldOther;
    const given = event({ between: attendees(other.email ?? '', 'x@far.example') });
    const send = `<m:CreateItem SendMeetingInvitations="SendOnlyToAll"><m:SavedItemFolderId>${distinguished('calendar')}</m:SavedItemFolderId><m:Items>${given}</m:Items></m:CreateItem>`;
    expect(codesOf(await call(pair.old, pair.oldOwner, send))).toEqual(['NoError']);
    const find = (folder: string) =>
      call(
        pair.old,
        other,
        `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ParentFolderIds>${distinguished(folder)}</m:ParentFolderIds></m:FindItem>`,
      );
    const request = await find('inbox');
    expect(request.text).toMatch(/<t:MeetingRequest>.*<t:ItemClass>IPM.Schedule.Meeting.Request<.*<t:IsRead>false</);
    const [mine] = attributesNamed(await find('calendar'), 'ItemId', 'Id');
    expect(attributesNamed(request, 'AssociatedCalendarItemId', 'Id')).toEqual([mine]);
    expect(request.text).toMatch(/<t:MeetingRequestType>NewMeetingRequest<.*<t:CalendarItemType>Single</);
    const decline = `<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendOnlyToAll"><m:ItemIds><t:ItemId Id="${mine}"/></m:ItemIds></m:DeleteItem>`;
    expect(codesOf(await call(pair.old, other, decline))).toEqual(['NoError']);
    // Two invitations, and one answer to them.
    expect(pair.old.stats().outgoing).toBe(3);
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

testEnvelopes(pair, 10);
