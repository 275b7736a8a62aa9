import { baselineOf } from '../fakes/baseline-of.ts';
import { expect, test } from 'vitest';
import type { ItemRef, Parcel } from '../../worker/engine/model/mailbox.ts';
import { createExchangeDestination } from '../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import {
  answer,
  connect,
  EXCHANGE_2007,
  EXCHANGE_2010,
  EXCHANGE_2019,
  fakeServer,
  never,
  soap,
  textOf,
  type Wire,
} from './kit.ts';
import type { TypedAttendant } from '../../worker/exchange/items/attendant.ts';
import { concat } from '../../worker/exchange/xml/bytes.ts';
import { schemaErrors, whyNoValidation } from './schema.ts';

const missing = whyNoValidation();
if (missing) process.stdout.write(`Requests are not validated here: ${missing} is missing.\n`);

const ref = (id: string, itemClass = 'IPM.Note'): ItemRef => ({ id, changeKey: 'CQ', itemClass, sizeBytes: 1000 });
const attachmentId = (id: string) => `<t:AttachmentId Id="${id}" RootItemId="r" RootItemChangeKey="k"/>`;
const extended = (uri: string, value: string) =>
  `<t:ExtendedProperty><t:ExtendedFieldURI ${uri}/><t:Value>${value}</t:Value></t:ExtendedProperty>`;
const zone =
  '<t:StartTimeZone Id="W. Europe Standard Time" Name="(UTC+01:00) Amsterdam"><t:Periods><t:Period Bias="-PT60M" Name="Standard" Id="std"/></t:Periods>' +
  '<t:TransitionsGroups><t:TransitionsGroup Id="0"><t:Transition><t:To Kind="Period">std</t:To></t:Transition></t:TransitionsGroup></t:TransitionsGroups>' +
  '<t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions></t:StartTimeZone>';

/** Items as servers answer them, with what no one may set among what one may. */
const ITEMS: Record<string, string> = {
  message:
    '<t:Message><t:ItemId Id="message" ChangeKey="1"/><t:ParentFolderId Id="p"/><t:ItemClass>IPM.Note</t:ItemClass><t:Subject>Hi &amp; bye</t:Subject><t:Sensitivity>Normal</t:Sensitivity><t:Body BodyType="HTML">&lt;p&gt;x&lt;/p&gt;</t:Body>' +
    `<t:Attachments><t:FileAttachment>${attachmentId('file')}<t:Name>a.txt</t:Name></t:FileAttachment><t:ItemAttachment>${attachmentId('item')}<t:Name>m</t:Name></t:ItemAttachment><t:ItemAttachment>${attachmentId('contact')}<t:Name>c</t:Name></t:ItemAttachment></t:Attachments>` +
    '<t:DateTimeReceived>2012-01-02T03:04:05Z</t:DateTimeReceived><t:Size>99</t:Size><t:Categories><t:String>Red</t:String></t:Categories><t:Importance>High</t:Importance><t:InReplyTo>&lt;0@x&gt;</t:InReplyTo><t:IsSubmitted>false</t:IsSubmitted><t:IsDraft>false</t:IsDraft><t:DateTimeSent>2012-01-02T03:04:00Z</t:DateTimeSent>' +
    '<t:ReminderDueBy>2012-01-02T03:04:05Z</t:ReminderDueBy><t:ReminderIsSet>true</t:ReminderIsSet><t:ReminderMinutesBeforeStart>15</t:ReminderMinutesBeforeStart>' +
    extended('PropertyTag="0xe07" PropertyType="Integer"', '1') +
    extended('PropertyTag="0x1090" PropertyType="Integer"', '2') +
    extended('DistinguishedPropertySetId="Common" PropertyId="34096" PropertyType="String"', 'Follow up') +
    '<t:Culture>de-DE</t:Culture><t:LastModifiedName>Ann</t:LastModifiedName><t:Sender><t:Mailbox><t:Name>Ann</t:Name><t:EmailAddress>ann@x</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType><t:MailboxType>Mailbox</t:MailboxType></t:Mailbox></t:Sender>' +
    '<t:ToRecipients><t:Mailbox><t:Name>B</t:Name><t:EmailAddress>b@x</t:EmailAddress></t:Mailbox></t:ToRecipients><t:ConversationIndex>AQ==</t:ConversationIndex><t:InternetMessageId>&lt;1@x&gt;</t:InternetMessageId><t:IsRead>true</t:IsRead></t:Message>',
  calendar:
    '<t:CalendarItem><t:ItemId Id="calendar" ChangeKey="1"/><t:ItemClass>IPM.Appointment</t:ItemClass><t:Subject>Weekly</t:Subject><t:Body BodyType="Text">x</t:Body><t:ReminderDueBy>2012-01-02T08:00:00Z</t:ReminderDueBy><t:ReminderIsSet>true</t:ReminderIsSet><t:ReminderMinutesBeforeStart>15</t:ReminderMinutesBeforeStart><t:HasAttachments>false</t:HasAttachments>' +
    '<t:UID>040000008200E0</t:UID><t:Start>2012-01-02T08:00:00Z</t:Start><t:End>2012-01-02T09:00:00Z</t:End><t:IsAllDayEvent>false</t:IsAllDayEvent><t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus><t:Location>Room</t:Location><t:IsMeeting>true</t:IsMeeting><t:CalendarItemType>RecurringMaster</t:CalendarItemType><t:MyResponseType>Accept</t:MyResponseType>' +
    '<t:Organizer><t:Mailbox><t:Name>O</t:Name><t:EmailAddress>o@x</t:EmailAddress></t:Mailbox></t:Organizer><t:RequiredAttendees><t:Attendee><t:Mailbox><t:Name>B</t:Name><t:EmailAddress>b@x</t:EmailAddress></t:Mailbox><t:ResponseType>Accept</t:ResponseType><t:LastResponseTime>2012-01-01T00:00:00Z</t:LastResponseTime></t:Attendee></t:RequiredAttendees>' +
    '<t:Duration>PT1H</t:Duration><t:TimeZone>x</t:TimeZone><t:AppointmentState>1</t:AppointmentState><t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek></t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2012-01-02</t:StartDate><t:NumberOfOccurrences>5</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence>' +
    '<t:ModifiedOccurrences><t:Occurrence><t:ItemId Id="occurrence" ChangeKey="1"/><t:Start>2012-01-09T10:00:00Z</t:Start><t:End>2012-01-09T11:00:00Z</t:End><t:OriginalStart>2012-01-09T08:00:00Z</t:OriginalStart></t:Occurrence></t:ModifiedOccurrences>' +
    `<t:DeletedOccurrences><t:DeletedOccurrence><t:Start>2012-01-16T08:00:00Z</t:Start></t:DeletedOccurrence></t:DeletedOccurrences>${zone}<t:AllowNewTimeProposal>true</t:AllowNewTimeProposal></t:CalendarItem>`,
  occurrence:
    '<t:CalendarItem><t:ItemId Id="occurrence" ChangeKey="1"/><t:Subject>Moved</t:Subject><t:Body BodyType="Text">y</t:Body>' +
    `<t:Attachments><t:FileAttachment>${attachmentId('file')}<t:Name>own.txt</t:Name></t:FileAttachment></t:Attachments>` +
    '<t:Start>2012-01-09T10:00:00Z</t:Start><t:End>2012-01-09T11:00:00Z</t:End><t:Location>Other</t:Location></t:CalendarItem>',
  contact:
    '<t:Contact><t:ItemId Id="contact" ChangeKey="1"/><t:ItemClass>IPM.Contact</t:ItemClass><t:Subject>Ann</t:Subject>' +
    extended('PropertyTag="0x3a45" PropertyType="String"', 'Dr.') +
    '<t:FileAs>Ann</t:FileAs><t:FileAsMapping>None</t:FileAsMapping><t:DisplayName>Ann</t:DisplayName><t:CompleteName><t:Title>Dr.</t:Title></t:CompleteName><t:EmailAddresses><t:Entry Key="EmailAddress1" Name="Ann &quot;A&quot;" RoutingType="SMTP">ann@x</t:Entry></t:EmailAddresses>' +
    '<t:PhysicalAddresses><t:Entry Key="Home"><t:Street>1 Road</t:Street></t:Entry></t:PhysicalAddresses><t:Birthday>1980-01-01T00:00:00Z</t:Birthday><t:HasPicture>false</t:HasPicture></t:Contact>',
  list:
    '<t:DistributionList><t:ItemId Id="list" ChangeKey="1"/><t:ItemClass>IPM.DistList</t:ItemClass><t:Subject>Team</t:Subject><t:DisplayName>Team</t:DisplayName><t:ContactSource>Store</t:ContactSource><t:Members>' +
    '<t:Member Key="AAAA"><t:Mailbox><t:Name>A</t:Name><t:EmailAddress>a@x</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType><t:MailboxType>Contact</t:MailboxType><t:ItemId Id="c"/></t:Mailbox><t:Status>Normal</t:Status></t:Member>' +
    '<t:Member Key="BBBB"><t:Mailbox><t:Name>Inner</t:Name><t:MailboxType>PrivateDL</t:MailboxType><t:ItemId Id="d"/></t:Mailbox></t:Member></t:Members></t:DistributionList>',
  task: '<t:Task><t:ItemId Id="task" ChangeKey="1"/><t:ItemClass>IPM.Task</t:ItemClass><t:Subject>Do</t:Subject><t:ReminderIsSet>false</t:ReminderIsSet><t:ReminderMinutesBeforeStart>0</t:ReminderMinutesBeforeStart><t:ChangeCount>1</t:ChangeCount><t:DueDate>2012-01-02T00:00:00Z</t:DueDate><t:IsComplete>false</t:IsComplete><t:Owner>Ann</t:Owner><t:PercentComplete>50</t:PercentComplete><t:Status>InProgress</t:Status><t:StatusDescription>x</t:StatusDescription></t:Task>',
  note:
    '<t:Item><t:ItemId Id="note" ChangeKey="1"/><t:ItemClass>IPM.StickyNote</t:ItemClass><t:Subject>Note</t:Subject><t:Body BodyType="Text">x</t:Body>' +
    extended('PropertySetId="0006200e-0000-0000-c000-000000000046" PropertyId="35584" PropertyType="Integer"', '3') +
    '</t:Item>',
  post: '<t:PostItem><t:ItemId Id="post" ChangeKey="1"/><t:ItemClass>IPM.Post</t:ItemClass><t:Subject>Post</t:Subject><t:Body BodyType="Text">x</t:Body><t:From><t:Mailbox><t:Name>A</t:Name></t:Mailbox></t:From><t:IsRead>false</t:IsRead><t:PostedTime>2012-01-02T00:00:00Z</t:PostedTime></t:PostItem>',
};
const ATTACHMENTS: Record<string, string> = {
  file: `<t:FileAttachment>${attachmentId('file')}<t:Name>a.txt</t:Name><t:ContentType>text/plain</t:ContentType><t:Size>3</t:Size><t:LastModifiedTime>2012-01-02T00:00:00Z</t:LastModifiedTime><t:IsInline>false</t:IsInline><t:IsContactPhoto>false</t:IsContactPhoto><t:Content>QUJD</t:Content></t:FileAttachment>`,
  item: `<t:ItemAttachment>${attachmentId('item')}<t:Name>m</t:Name><t:Message><t:MimeContent CharacterSet="UTF-8">QUJD</t:MimeContent><t:ItemId Id="x"/></t:Message></t:ItemAttachment>`,
  contact: `<t:ItemAttachment>${attachmentId('contact')}<t:Name>c</t:Name>${ITEMS['contact']}</t:ItemAttachment>`,
};

/** An item that was made, with the attachments that came along. */
const MADE = `<t:CalendarItem><t:ItemId Id="n0"/><t:Organizer><t:Mailbox><t:EmailAddress>o@x</t:EmailAddress></t:Mailbox></t:Organizer><t:Attachments>${Object.values(ATTACHMENTS).join('')}</t:Attachments></t:CalendarItem>`;

/** An occurrence that looks like its series. */
const OCCURRENCE = '<t:CalendarItem><t:ItemId Id="o9"/></t:CalendarItem>';

/** A server with one item of each kind, that takes whatever it is given. */
function reply({ operation, body }: Wire): string {
  const ids = [...body.matchAll(/<t:ItemId Id="([^"]+)"/g)].map(([, id]) => id!);
  switch (operation) {
    case 'GetItem':
      if (body.includes('OccurrenceItemId')) {
        const weeks = [2, 9, 16, 23, 30].map(
          (day) =>
            `<m:Items><t:CalendarItem><t:ItemId Id="o${day}"/><t:Start>2012-01-${String(day).padStart(2, '0')}T08:00:00Z</t:Start></t:CalendarItem></m:Items>`,
        );
        return soap(answer('GetItem', [...weeks, { error: 'ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange' }]));
      }
      return soap(
        answer(
          'GetItem',
          ids.map(
            (id) =>
              `<m:Items>${body.includes('MimeContent>true') ? ITEMS[id]!.replace('<t:ItemId', '<t:MimeContent>QUJD</t:MimeContent><t:ItemId') : (ITEMS[id] ?? (id.startsWith('n') ? MADE : OCCURRENCE))}</m:Items>`,
          ),
        ),
      );
    case 'GetAttachment': {
      const asked = [...body.matchAll(/AttachmentId Id="(\w+)"/g)];
      return soap(
        answer(
          'GetAttachment',
          asked.map(([, id]) => `<m:Attachments>${ATTACHMENTS[id!]}</m:Attachments>`),
        ),
      );
    }
    case 'ExportItems':
      return soap(
        answer(
          'ExportItems',
          ids.map((id) => `<m:ItemId Id="${id}"/><m:Data>QUJD</m:Data>`),
        ),
      );
    case 'UploadItems':
      return soap(
        answer(
          'UploadItems',
          [...body.matchAll(/<t:Data>/g)].map((_, index) => `<m:ItemId Id="n${index}"/>`),
        ),
      );
    case 'CreateItem': {
      const items =
        body
          .slice(body.indexOf('<m:Items>'))
          .replaceAll(/<t:Attachments>.*?<\/t:Attachments>/gs, '')
          .match(
            /<t:(Message|PostItem|CalendarItem|Contact|DistributionList|Task)>(?=<t:(?:MimeContent|ItemClass))/g,
          ) ?? [];
      return soap(
        answer(
          'CreateItem',
          items.map((_, index) => `<m:Items><t:Message><t:ItemId Id="n${index}"/></t:Message></m:Items>`),
        ),
      );
    }
    case 'GetFolder': {
      const asked = [...body.matchAll(/DistinguishedFolderId Id="(\w+)"/g)];
      return soap(
        answer(
          'GetFolder',
          asked.map(([, name]) => `<m:Folders><t:Folder><t:FolderId Id="${name}"/></t:Folder></m:Folders>`),
        ),
      );
    }
    case 'FindFolder': {
      const left = body.includes('FolderId Id="root"')
        ? '<t:Folder><t:FolderId Id="left"/><t:DisplayName>Mailferry calendar</t:DisplayName></t:Folder>'
        : '';
      return soap(
        answer('FindFolder', [
          `<m:RootFolder IncludesLastItemInRange="true"><t:Folders>${left}</t:Folders></m:RootFolder>`,
        ]),
      );
    }
    case 'MoveItem':
      return soap(
        answer(
          'MoveItem',
          ids.map((id) => `<m:Items><t:Message><t:ItemId Id="moved ${id}"/></t:Message></m:Items>`),
        ),
      );
    case 'DeleteFolder':
    case 'CreateAttachment':
      return soap(answer(operation, ['']));
    case 'CreateFolder':
      return soap(answer('CreateFolder', ['<m:Folders><t:Folder><t:FolderId Id="x"/></t:Folder></m:Folders>']));
    case 'SyncFolderItems':
      return soap(
        answer('SyncFolderItems', [
          '<m:SyncState>s</m:SyncState><m:IncludesLastItemInRange>true</m:IncludesLastItemInRange><m:Changes/>',
        ]),
      );
    default:
      return soap(
        answer(
          operation,
          ids.map(() => ''),
        ),
      );
  }
}

async function allRequests(version: string, impersonate: boolean): Promise<{ asked: Wire[]; omissions: string[] }> {
  const server = fakeServer(reply, version);
  const source = createExchangeSource(connect(server.fetch, 'source', { impersonate }));
  const destination = createExchangeDestination(connect(server.fetch, 'destination', { impersonate }));
  const signal = never();
  await source.folders(signal);
  await source.changes('f', undefined, signal);
  await source.changes('f', 'state&<', signal);
  const folders = [
    { name: 'Ä & Ö <"x">', folderClass: 'IPF.Task' },
    { name: 'Plain', folderClass: '', isHidden: true },
  ];
  await destination.createFolders('p', folders, signal);
  await destination.arrivals('f', await baselineOf(destination, 'f'), () => true, signal);
  await destination.setRead([{ id: 'a', isRead: true }], signal);
  const omissions: string[] = [];
  const refs = Object.keys(ITEMS)
    .filter((id) => id !== 'occurrence')
    .map((id) => ref(id, /<t:ItemClass>([^<]+)/.exec(ITEMS[id]!)![1]));
  for (const method of ['transfer', 'mime', 'typed'] as const) {
    const items = method === 'mime' ? refs.filter(({ id }) => id === 'message' || id === 'post') : refs;
    const parcels: Parcel[] = (await source.read(items, method, { stream: false }, signal)).map((result) => {
      if ('fault' in result) throw new Error(JSON.stringify(result.fault));
      return result.parcel;
    });
    const written = await destination.write('f', parcels, signal);
    expect(written.map((result) => ('fault' in result ? result.fault : 'ok'))).toEqual(items.map(() => 'ok'));
    omissions.push(...written.flatMap((result) => ('omissions' in result ? (result.omissions ?? []) : [])));
    if (method === 'typed') continue;
    const [streamed] = await source.read([ref('message')], method, { stream: true }, signal);
    if (!streamed || 'fault' in streamed) throw new Error('not streamed');
    await destination.write('f', [streamed.parcel], signal);
  }
  await destination.tidy?.(signal);
  return { asked: server.asked, omissions };
}

test.each([
  ['2007', EXCHANGE_2007, false],
  ['2010', EXCHANGE_2010, false],
  ['2019, impersonating', EXCHANGE_2019, true],
])('every kind of request is valid by the official schema: %s', async (name, version, impersonate) => {
  const { asked } = await allRequests(version, impersonate);
  expect(new Set(asked.map(({ operation }) => operation))).toEqual(
    new Set([
      'GetFolder',
      'FindFolder',
      'SyncFolderItems',
      'CreateFolder',
      'UpdateItem',
      'DeleteItem',
      'ExportItems',
      'UploadItems',
      'GetItem',
      'CreateItem',
      'GetAttachment',
      'MoveItem',
      'DeleteFolder',
      'CreateAttachment',
    ]),
  );
  // Only the oldest lets no item bring its attachments along; those of occurrences always follow.
  const parents = asked.map(({ body }) => /<m:ParentItemId Id="(\w+)"/.exec(body)?.[1]).filter(Boolean);
  if (name === '2007') expect(parents.length).toBeGreaterThan(1);
  else expect(parents).toEqual(['o9']);
  if (missing) return;
  expect(
    schemaErrors(new Map(asked.map(({ operation, body }, index) => [`${name} ${operation} ${index}`, body]))),
  ).toBe('');
});

test('no request can send anything to anyone, or mark what it reads', async () => {
  const { asked } = await allRequests(EXCHANGE_2019, false);
  for (const { operation, body } of asked) {
    if (operation === 'CreateItem')
      expect(body).toContain('MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"');
    if (operation === 'UpdateItem')
      expect(body).toMatch(
        /MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToNone" SuppressReadReceipts="true"/,
      );
    if (operation === 'DeleteItem')
      expect(body).toContain('SendMeetingCancellations="SendToNone" SuppressReadReceipts="true"');
    expect(body).not.toMatch(/SendOnly|SendAndSave|SendToAll|SendOnlyTo/);
  }
});

test('typed copies keep what may be set, drop what may not, and say what was lost', async () => {
  const { asked, omissions } = await allRequests(EXCHANGE_2019, false);
  const created = asked
    .filter(({ operation, body }) => operation === 'CreateItem' && !/<m:Items><t:\w+><t:MimeContent/.test(body))
    .map(({ body }) => body)
    .join('');
  for (const kept of [
    '<t:Subject>Hi &amp; bye</t:Subject>',
    '<t:UID>040000008200E0</t:UID>',
    '<t:WeeklyRecurrence>',
    '<t:StartTimeZone Id="W. Europe Standard Time"',
    'Name="Ann &quot;A&quot;"',
    '<t:Content>QUJD</t:Content>',
    '<t:PercentComplete>50</t:PercentComplete>',
    'PropertyId="35584"',
    '<t:ItemClass>IPM.StickyNote</t:ItemClass>',
    '<t:MailboxType>OneOff</t:MailboxType>',
  ]) {
    expect(created).toContain(kept);
  }
  for (const dropped of [
    'CompleteName',
    'ConversationIndex',
    'Organizer',
    'PostedTime',
    'ModifiedOccurrences',
    '<t:Owner>',
    'LastModifiedName',
    'AttachmentId',
    '<t:ItemId',
  ]) {
    expect(created).not.toContain(dropped);
  }
  const updates = asked.filter(({ operation, body }) => operation === 'UpdateItem' && body.includes('CalendarItem'));
  expect(updates[0]?.body).toContain('<t:ItemId Id="o9"/>');
  expect(updates[0]?.body).toContain('<t:Location>Other</t:Location>');
  expect(asked.find(({ operation }) => operation === 'DeleteItem')?.body).toContain('<t:ItemId Id="o16"/>');
  expect(omissions).toEqual(['A list was left out of the distribution list.']);
  // PidLidAppointmentStateFlags, PidLidResponseStatus and who organises it.
  for (const [uri, value] of [
    ['PropertyId="33303"', '1'],
    ['PropertyId="33304"', '3'],
    ['PropertyTag="0x0065"', 'o@x'],
  ])
    expect(created).toMatch(new RegExp(`${uri} PropertyType="\\w+"/><t:Value>${value}<`));
});

test('a typed parcel stays bytes, and what is attached stands beside it', async () => {
  const source = createExchangeSource(connect(fakeServer(reply, EXCHANGE_2019).fetch));
  const [result] = await source.read([ref('message')], 'typed', { stream: true }, never());
  if (!result || 'fault' in result) throw new Error('not read');
  expect(result.parcel.content).toBeInstanceOf(Uint8Array);
  expect(await textOf(result.parcel.content)).not.toContain('QUJD');
  const { attachments } = result.parcel.attendant as TypedAttendant;
  const pieces = attachments.map((each) => ('pieces' in each ? each.pieces : []));
  expect(pieces).toHaveLength(3);
  expect(pieces.map((each) => each.some((piece) => piece instanceof Uint8Array))).toEqual([true, true, true]);
  const text = pieces.map((each) => new TextDecoder().decode(concat(each)));
  expect(text[0]).toContain('<t:Content>QUJD</t:Content>');
  expect(text[1]).toContain('QUJD');
});

test('an attachment that is only a link is not copied, and that is reported', async () => {
  const link = `<t:ReferenceAttachment>${attachmentId('link')}<t:Name>plan.docx</t:Name><t:AttachLongPathName>https://files.example/plan.docx</t:AttachLongPathName></t:ReferenceAttachment>`;
  const item = `<t:Task><t:ItemId Id="task" ChangeKey="1"/><t:ItemClass>IPM.Task</t:ItemClass><t:Subject>Do</t:Subject><t:Attachments>${link}</t:Attachments><t:Status>NotStarted</t:Status></t:Task>`;
  const server = fakeServer(() => soap(answer('GetItem', [`<m:Items>${item}</m:Items>`])), EXCHANGE_2019);
  const source = createExchangeSource(connect(server.fetch));
  const [result] = await source.read([ref('task', 'IPM.Task')], 'typed', { stream: false }, never());
  if (!result || 'fault' in result) throw new Error('not read');
  const { omissions, attachments } = result.parcel.attendant as TypedAttendant;
  expect(omissions).toEqual([
    'An attachment was left out, because it is only a link to a file stored elsewhere. The file itself is not affected.',
  ]);
  expect(attachments).toEqual([]);
  expect(server.asked.map(({ operation }) => operation)).toEqual(['GetItem']);
});
