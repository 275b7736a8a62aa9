import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  attributesNamed,
  call,
  codesOf,
  distinguished,
  getFolderBody,
  type Login,
  syncBody,
  textsOf,
} from './raw-client.ts';
import { type Sandbox, type SandboxSide, startSandbox } from './sandbox.ts';
import { validateEnvelopes } from './wire-log.ts';

const OLD = 'owner@old.example';
const NEW = 'owner@new.example';
let sandbox: Sandbox;
let old: SandboxSide;
let recent: SandboxSide;
let oldOwner: Login;
let owner: Login;
let log: string;

beforeAll(async () => {
  log = mkdtempSync(join(tmpdir(), 'sandbox-wire-'));
  sandbox = await startSandbox({
    recordTo: log,
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [{ email: OLD, language: 'de', fill: { seed: 7, items: 60 } }, { email: 'other@old.example' }],
    },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: NEW }] },
  });
  old = sandbox.source;
  recent = sandbox.destination;
  oldOwner = old.mailboxes[0] as Login;
  owner = recent.mailboxes[0] as Login;
});

beforeEach(() => {
  old.resetStats();
  recent.resetStats();
});

afterAll(async () => {
  await sandbox.close();
  rmSync(log, { recursive: true });
});

const V16 = { version: 'Exchange2016' };
const inbox = getFolderBody(distinguished('inbox'));

const create = (
  item: string,
  folder = 'drafts',
  attributes = 'MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone"',
) =>
  call(
    recent,
    owner,
    `<m:CreateItem ${attributes}><m:SavedItemFolderId>${distinguished(folder)}</m:SavedItemFolderId><m:Items>${item}</m:Items></m:CreateItem>`,
    V16,
  );

const get = (id: string, more = '', shape = 'AllProperties') =>
  call(
    recent,
    owner,
    `<m:GetItem><m:ItemShape><t:BaseShape>${shape}</t:BaseShape>${more}</m:ItemShape><m:ItemIds>${id}</m:ItemIds></m:GetItem>`,
    V16,
  );

const idIn = (text: string): string => /<t:ItemId [^>]*\/>/.exec(text)?.[0] ?? '';

test('signing in: a wrong password, nobody and no header are refused with a Basic challenge', async () => {
  for (const login of [
    { ...owner, password: 'x' },
    { email: 'nobody@new.example', password: 'x' },
  ]) {
    // oxlint-disable-next-line no-await-in-loop
    const answer = await call(recent, login, inbox, V16);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
  }
  const bare = await fetch(recent.url, { method: 'POST', body: 'x' });
  expect(bare.status).toBe(401);
  expect(recent.stats().refusedSignIns).toBe(2);
});

test('rights: delegation, impersonation, and what happens without them', async () => {
  const there = getFolderBody(distinguished('inbox', OLD));
  expect(codesOf(await call(old, old.admin, there))).toEqual(['NoError']);
  expect(codesOf(await call(old, old.admin, inbox))).toEqual(['ErrorMissingEmailAddress']);
  expect(codesOf(await call(old, old.admin, inbox, { impersonate: OLD }))).toEqual(['NoError']);
  expect(codesOf(await call(old, old.admin, getFolderBody(distinguished('inbox', 'nobody@old.example'))))).toEqual([
    'ErrorNonExistentMailbox',
  ]);
  expect(codesOf(await call(old, old.admin, inbox, { impersonate: 'nobody@old.example' }))).toEqual([
    'ErrorNonExistentMailbox',
  ]);
  expect(codesOf(await call(old, oldOwner, getFolderBody(distinguished('inbox', 'other@old.example'))))).toEqual([
    'ErrorAccessDenied',
  ]);
  const asOther = await call(old, oldOwner, inbox, { impersonate: 'other@old.example' });
  expect([asOther.status, ...codesOf(asOther)]).toEqual([500, 'ErrorImpersonateUserDenied']);
  old.side.rights = { fullAccess: false, impersonation: false };
  expect(codesOf(await call(old, old.admin, there))).toEqual(['ErrorAccessDenied']);
  expect(codesOf(await call(old, old.admin, inbox, { impersonate: OLD }))).toEqual(['ErrorImpersonateUserDenied']);
  old.side.rights = { fullAccess: true, impersonation: true };
});

test('versions: newer than the server, unknown, and operations a version lacks', async () => {
  expect(codesOf(await call(old, oldOwner, inbox, { version: 'Exchange2013' }))).toEqual(['ErrorInvalidServerVersion']);
  expect(codesOf(await call(old, oldOwner, inbox, { version: 'Exchange2007_SP2' }))).toEqual([
    'ErrorInvalidServerVersion',
  ]);
  const early = `<m:ExportItems><m:ItemIds><t:ItemId Id="x"/></m:ItemIds></m:ExportItems>`;
  expect(codesOf(await call(old, oldOwner, early, { version: 'Exchange2007_SP1' }))).toEqual([
    'ErrorInvalidServerVersion',
  ]);
  expect(codesOf(await call(old, oldOwner, '<m:GetNothing/>'))).toEqual(['ErrorInvalidRequest']);
  const answer = await call(recent, owner, inbox, V16);
  expect(answer.text).toContain('MajorVersion="15" MinorVersion="2"');
});

test('requests off the schema are faults: order, attributes, values, unknown paths, broken XML', async () => {
  const bodies = [
    '<m:GetFolder><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape></m:GetFolder>',
    inbox.replace('Default', 'Everything'),
    inbox.replace('Id="inbox"', 'Id="inbox" Colour="red"'),
    inbox.replace('Id="inbox"', 'Id="posteingang"'),
    inbox.replace('<t:BaseShape>', '<m:BaseShape>').replace('</t:BaseShape>', '</m:BaseShape>'),
    syncBody(distinguished('inbox'), '', '', 513),
    syncBody(distinguished('inbox')).replace('item:Subject', 'item:Nothing'),
    '<m:GetFolder><m:FolderShape>',
  ];
  for (const body of bodies) {
    // oxlint-disable-next-line no-await-in-loop
    const answer = await call(recent, owner, body, V16);
    expect([answer.status, ...codesOf(answer)], body).toEqual([500, 'ErrorSchemaValidation']);
  }
  // The 2010 schema has neither Flag nor SuppressReadReceipts.
  const flag =
    '<m:CreateItem MessageDisposition="SaveOnly"><m:Items><t:Message><t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag></t:Message></m:Items></m:CreateItem>';
  expect(codesOf(await call(old, oldOwner, flag))).toEqual(['ErrorSchemaValidation']);
});

test('the front door refuses what is too large, with and without a length', async () => {
  const send = (side: SandboxSide, login: Login, length: number | undefined, bytes: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const url = new URL(side.url);
      const authorization = `Basic ${Buffer.from(`${login.email}:${login.password}`).toString('base64')}`;
      const request = httpRequest(
        url,
        {
          method: 'POST',
          agent: false,
          headers: { authorization, 'content-type': 'text/xml', ...(length ? { 'content-length': length } : {}) },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
          request.destroy();
        },
      );
      let isAnswered = false;
      request.on('response', () => (isAnswered = true));
      request.on('error', (error) => (isAnswered ? undefined : reject(error)));
      const piece = Buffer.alloc(1 << 20, 'A');
      let sent = 0;
      const more = (): void => {
        while (sent < bytes && !request.destroyed) {
          sent += piece.length;
          if (!request.write(piece)) return void request.once('drain', more);
        }
      };
      more();
    });
  expect(await send(old, oldOwner, 35_000_001, 1)).toBe(404);
  expect(await send(recent, owner, 67_108_865, 1)).toBe(413);
  expect(await send(old, oldOwner, undefined, 36 << 20)).toBe(404);
  // A client that only listens once it has sent everything hears it too.
  const whole = await fetch(old.url, {
    method: 'POST',
    body: Buffer.alloc(40_000_000, 'A'),
    headers: {
      'content-type': 'text/xml',
      authorization: `Basic ${Buffer.from(`${oldOwner.email}:${oldOwner.password}`).toString('base64')}`,
    },
  });
  expect(whole.status).toBe(404);
});

test('folders: distinguished in the language of the mailbox, found by id and by distinguished id', async () => {
  const answer = await call(old, oldOwner, getFolderBody(distinguished('inbox'), distinguished('calendar')));
  expect(textsOf(answer, 'DisplayName')).toEqual(['Posteingang', 'Kalender']);
  const id = /<t:FolderId [^>]*\/>/.exec(answer.text)?.[0] as string;
  expect(/Id="([^"]+)"/.exec(id)?.[1]?.length).toBeGreaterThan(110);
  expect(codesOf(await call(old, oldOwner, getFolderBody(id)))).toEqual(['NoError']);
  expect(codesOf(await call(old, oldOwner, getFolderBody(id.replace(/Id="(.)/, 'Id="B'))))).toEqual([
    'ErrorInvalidIdMalformed',
  ]);
  expect(codesOf(await call(old, oldOwner, getFolderBody(distinguished('archiveinbox'))))).toEqual([
    'ErrorFolderNotFound',
  ]);
});

test('folders are made, refused twice, found below, synchronised and deleted', async () => {
  const make = (name: string, element = 'Folder') =>
    call(
      recent,
      owner,
      `<m:CreateFolder><m:ParentFolderId>${distinguished('msgfolderroot')}</m:ParentFolderId><m:Folders><t:${element}><t:DisplayName>${name}</t:DisplayName></t:${element}></m:Folders></m:CreateFolder>`,
      V16,
    );
  const hierarchy = (state = '') =>
    call(
      recent,
      owner,
      `<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>AllProperties</t:BaseShape></m:FolderShape>${state && `<m:SyncState>${state}</m:SyncState>`}</m:SyncFolderHierarchy>`,
      V16,
    );
  const before = await hierarchy();
  const made = await make('Team');
  expect(codesOf(made)).toEqual(['NoError']);
  expect(codesOf(await make('TEAM'))).toEqual(['ErrorFolderExists']);
  expect((await make('Dates', 'CalendarFolder')).text).toContain('<t:CalendarFolder>');
  const found = await call(
    recent,
    owner,
    `<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="folder:DisplayName"/><t:FieldURI FieldURI="folder:FolderClass"/><t:FieldURI FieldURI="folder:DistinguishedFolderId"/><t:ExtendedFieldURI PropertyTag="0x0E08" PropertyType="Long"/><t:ExtendedFieldURI PropertyTag="0x10F4" PropertyType="Boolean"/></t:AdditionalProperties></m:FolderShape><m:ParentFolderIds>${distinguished('msgfolderroot')}</m:ParentFolderIds></m:FindFolder>`,
    V16,
  );
  expect(textsOf(found, 'DisplayName')).toEqual(expect.arrayContaining(['Inbox', 'Team', 'Dates']));
  expect(textsOf(found, 'DistinguishedFolderId')).toContain('inbox');
  const after = await hierarchy(textsOf(before, 'SyncState')[0]);
  expect(textsOf(after, 'DisplayName')).toEqual(['Team', 'Dates']);
  const id = /<t:FolderId [^>]*\/>/.exec(made.text)?.[0] as string;
  const remove = (folder: string) =>
    call(
      recent,
      owner,
      `<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds>${folder}</m:FolderIds></m:DeleteFolder>`,
      V16,
    );
  expect(codesOf(await remove(id))).toEqual(['NoError']);
  expect(codesOf(await remove(id))).toEqual(['ErrorItemNotFound']);
  expect(codesOf(await remove(distinguished('inbox')))).toEqual(['ErrorDeleteDistinguishedFolder']);
  expect((await hierarchy(textsOf(after, 'SyncState')[0])).text).toContain('<t:Delete>');
  recent.invalidateSyncStates();
  expect(codesOf(await hierarchy(textsOf(after, 'SyncState')[0]))).toEqual(['ErrorInvalidSyncStateData']);
});

test('synchronising pages newest first, then tells creates, updates, read flags and deletes', async () => {
  const folder = distinguished('junkemail');
  for (const subject of ['one', 'two', 'three'])
    // oxlint-disable-next-line no-await-in-loop
    await create(
      `<t:Message><t:Subject>${subject}</t:Subject><t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x0E07" PropertyType="Integer"/><t:Value>0</t:Value></t:ExtendedProperty></t:Message>`,
      'junkemail',
    );
  const first = await call(recent, owner, syncBody(folder, '', '', 2), V16);
  expect(textsOf(first, 'Subject')).toEqual(['three', 'two']);
  expect(textsOf(first, 'IncludesLastItemInRange')).toEqual(['false']);
  const second = await call(recent, owner, syncBody(folder, textsOf(first, 'SyncState')[0]), V16);
  expect([...textsOf(second, 'Subject'), ...textsOf(second, 'IncludesLastItemInRange')]).toEqual(['one', 'true']);
  const one = idIn(second.text);
  const [three, two] = [...first.text.matchAll(/<t:ItemId [^>]*\/>/g)].map(([id]) => id) as [string, string];
  const update = (id: string, path: string, value: string) =>
    call(
      recent,
      owner,
      `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" SuppressReadReceipts="true"><m:ItemChanges><t:ItemChange>${id}<t:Updates><t:SetItemField><t:FieldURI FieldURI="${path}"/><t:Message>${value}</t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
      V16,
    );
  await update(one, 'message:IsRead', '<t:IsRead>true</t:IsRead>');
  await update(two, 'item:Subject', '<t:Subject>two, changed</t:Subject>');
  await call(
    recent,
    owner,
    `<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>${three}</m:ItemIds></m:DeleteItem>`,
    V16,
  );
  await create('<t:Message><t:Subject>four</t:Subject></t:Message>', 'junkemail');
  const state = textsOf(second, 'SyncState')[0];
  const delta = await call(recent, owner, syncBody(folder, state), V16);
  const kinds = [...delta.text.matchAll(/<t:(Create|Update|Delete|ReadFlagChange)>/g)].map((match) => match[1]);
  expect(kinds).toEqual(['Create', 'Delete', 'Update', 'ReadFlagChange']);
  const ignored = await call(recent, owner, syncBody(folder, state, `<m:Ignore>${idIn(delta.text)}</m:Ignore>`), V16);
  expect(textsOf(ignored, 'Subject')).toEqual(['two, changed']);
  expect(codesOf(await call(recent, owner, syncBody(folder, 'bm9uc2Vuc2U='), V16))).toEqual([
    'ErrorInvalidSyncStateData',
  ]);
});

const TYPED: [kind: string, folder: string, item: string, expected: RegExp][] = [
  [
    'Message',
    'drafts',
    '<t:Message><t:Subject>Ä &amp; б</t:Subject><t:Body BodyType="HTML">&lt;p&gt;Hi&lt;/p&gt;</t:Body><t:Categories><t:String>Red</t:String></t:Categories><t:Importance>High</t:Importance><t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag><t:ToRecipients><t:Mailbox><t:EmailAddress>a@b.example</t:EmailAddress></t:Mailbox></t:ToRecipients></t:Message>',
    /<t:IsDraft>true<.*<t:FlagStatus>Flagged</,
  ],
  [
    'CalendarItem',
    'calendar',
    '<t:CalendarItem><t:Subject>Series</t:Subject><t:Start>2026-03-02T09:00:00+01:00</t:Start><t:End>2026-03-02T10:00:00+01:00</t:End><t:RequiredAttendees><t:Attendee><t:Mailbox><t:EmailAddress>a@b.example</t:EmailAddress></t:Mailbox></t:Attendee></t:RequiredAttendees><t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek></t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2026-03-02</t:StartDate><t:NumberOfOccurrences>8</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence><t:StartTimeZone Id="W. Europe Standard Time"/></t:CalendarItem>',
    /<t:Start>2026-03-02T08:00:00Z<.*RecurringMaster.*<t:LastOccurrence>.*<t:Start>2026-04-20T07:00:00Z/,
  ],
  [
    'Contact',
    'contacts',
    '<t:Contact><t:FileAs>Groß, Jürgen</t:FileAs><t:GivenName>Jürgen</t:GivenName><t:EmailAddresses><t:Entry Key="EmailAddress1">j@g.example</t:Entry></t:EmailAddresses><t:PhysicalAddresses><t:Entry Key="Home"><t:City>Köln</t:City></t:Entry></t:PhysicalAddresses><t:Surname>Groß</t:Surname></t:Contact>',
    /<t:FirstName>Jürgen<.*Key="EmailAddress1".*<t:City>Köln</,
  ],
  [
    'Task',
    'tasks',
    '<t:Task><t:Subject>Call</t:Subject><t:DueDate>2026-05-01T00:00:00Z</t:DueDate><t:Recurrence><t:MonthlyRegeneration><t:Interval>2</t:Interval></t:MonthlyRegeneration><t:NoEndRecurrence><t:StartDate>2026-05-01</t:StartDate></t:NoEndRecurrence></t:Recurrence><t:Status>InProgress</t:Status></t:Task>',
    /<t:MonthlyRegeneration>.*<t:Status>InProgress</,
  ],
  [
    'PostItem',
    'inbox',
    '<t:PostItem><t:Subject>Post</t:Subject><t:Body BodyType="Text">text</t:Body></t:PostItem>',
    /<t:ItemClass>IPM.Post<.*<t:PostedTime>/,
  ],
  [
    'DistributionList',
    'contacts',
    '<t:DistributionList><t:DisplayName>All</t:DisplayName><t:Members><t:Member><t:Mailbox><t:Name>A</t:Name><t:EmailAddress>a@b.example</t:EmailAddress></t:Mailbox></t:Member></t:Members></t:DistributionList>',
    /<t:Members><t:Member>/,
  ],
  [
    'Item',
    'notes',
    '<t:Item><t:ItemClass>IPM.StickyNote</t:ItemClass><t:Subject>Note</t:Subject><t:Body BodyType="Text">Buy milk</t:Body><t:ExtendedProperty><t:ExtendedFieldURI PropertySetId="0006200e-0000-0000-c000-000000000046" PropertyId="35584" PropertyType="Integer"/><t:Value>3</t:Value></t:ExtendedProperty></t:Item>',
    /<t:ItemClass>IPM.StickyNote<.*Buy milk/,
  ],
  [
    'Item',
    'journal',
    '<t:Item><t:ItemClass>IPM.Activity</t:ItemClass><t:Subject>Phone call</t:Subject></t:Item>',
    /<t:ItemClass>IPM.Activity</,
  ],
  [
    'MeetingRequest',
    'inbox',
    '<t:MeetingRequest><t:Subject>Come</t:Subject></t:MeetingRequest>',
    /<t:ItemClass>IPM.Schedule.Meeting.Request</,
  ],
];

test.each(TYPED)('%s is created element by element in %s and read back', async (kind, folder, item, expected) => {
  const created = await create(item, folder);
  expect(codesOf(created)).toEqual(['NoError']);
  const read = await get(idIn(created.text), '<t:IncludeMimeContent>false</t:IncludeMimeContent>');
  expect(codesOf(read)).toEqual(['NoError']);
  expect(read.text).toContain(`<t:${kind}>`);
  expect(read.text).toMatch(expected);
  expect(recent.stats()).toMatchObject({ outgoing: 0, writes: { CreateItem: 1 } });
});

test('MIME goes in and comes out byte by byte; with 0x0E07 it is no draft and keeps its dates', async () => {
  const mime = Buffer.from(
    'From: "A, B" <a@b.example>\r\nTo: c@d.example\r\nSubject: =?utf-8?B?w4Q=?=\r\nX-Odd: \tspaces  \r\nDate: Thu, 01 Jan 2015 10:00:00 +0000\r\nMessage-ID: <m@x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n--B\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwQ=\r\n--B--\r\n',
  );
  const property = (tag: string, type: string, value: string) =>
    `<t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="${tag}" PropertyType="${type}"/><t:Value>${value}</t:Value></t:ExtendedProperty>`;
  const item = (more: string) =>
    `<t:Message><t:MimeContent CharacterSet="UTF-8">${mime.toString('base64')}</t:MimeContent>${more}</t:Message>`;
  const kept = await create(
    item(
      property('0x0E07', 'Integer', '1') +
        property('0x0E06', 'SystemTime', '2015-01-02T03:04:05Z') +
        '<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="MailferrySource" PropertyType="String"/><t:Value>m1</t:Value></t:ExtendedProperty>',
    ),
    'inbox',
  );
  const read = await get(
    idIn(kept.text),
    '<t:IncludeMimeContent>true</t:IncludeMimeContent><t:BodyType>Text</t:BodyType><t:AdditionalProperties><t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="MailferrySource" PropertyType="String"/></t:AdditionalProperties>',
  );
  expect(Buffer.from(textsOf(read, 'MimeContent')[0] as string, 'base64').equals(mime)).toBe(true);
  expect(read.text).toMatch(/<t:IsDraft>false<.*<t:Value>m1</);
  expect(textsOf(read, 'DateTimeReceived')).toEqual(['2015-01-02T03:04:05Z']);
  expect(textsOf(read, 'DateTimeSent')).toEqual(['2015-01-01T10:00:00Z']);
  expect(textsOf(read, 'Subject')).toEqual(['Ä']);
  expect(textsOf(read, 'Body').at(-1)).toBe('Grüße');
  const attachment = await call(
    recent,
    owner,
    `<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="${attributesNamed(read, 'AttachmentId', 'Id')[0]}"/></m:AttachmentIds></m:GetAttachment>`,
    V16,
  );
  expect(textsOf(attachment, 'Content')).toEqual(['AAECAwQ=']);
  const draft = await create(item(''), 'inbox');
  expect((await get(idIn(draft.text))).text).toContain('<t:IsDraft>true</t:IsDraft>');
  const wrong = await create('<t:Message><t:MimeContent>####</t:MimeContent></t:Message>', 'inbox');
  expect(codesOf(wrong)).toEqual(['ErrorMimeContentInvalidBase64String']);
});

test('files and items are attached, found, read, and change the item that has them', async () => {
  const message = idIn((await create('<t:Message><t:Subject>With files</t:Subject></t:Message>')).text);
  const attached = await call(
    recent,
    owner,
    `<m:CreateAttachment><m:ParentItemId ${/Id=.*"/.exec(message)?.[0]}/><m:Attachments><t:FileAttachment><t:Name>ä.bin</t:Name><t:ContentId>cid1</t:ContentId><t:IsInline>true</t:IsInline><t:Content>AAEC</t:Content></t:FileAttachment><t:ItemAttachment><t:Name>inner</t:Name><t:Message><t:Subject>Inner</t:Subject></t:Message></t:ItemAttachment></m:Attachments></m:CreateAttachment>`,
    V16,
  );
  expect(codesOf(attached)).toEqual(['NoError', 'NoError']);
  const [file, inner] = attributesNamed(attached, 'AttachmentId', 'Id');
  const read = await call(
    recent,
    owner,
    `<m:GetAttachment><m:AttachmentShape/><m:AttachmentIds><t:AttachmentId Id="${file}"/><t:AttachmentId Id="${inner}"/></m:AttachmentIds></m:GetAttachment>`,
    V16,
  );
  expect(textsOf(read, 'Content')).toEqual(['AAEC']);
  expect(textsOf(read, 'Subject')).toEqual(['Inner']);
  expect(textsOf(await get(message), 'Name')).toEqual(expect.arrayContaining(['ä.bin', 'inner']));
  expect(
    codesOf(
      await call(
        recent,
        owner,
        '<m:GetAttachment><m:AttachmentIds><t:AttachmentId Id="AAAA"/></m:AttachmentIds></m:GetAttachment>',
        V16,
      ),
    ),
  ).toEqual(['ErrorInvalidAttachmentId']);
});

test('updates: fields set and deleted, dictionaries, occurrences; wrong and stale change keys', async () => {
  const update = (id: string, changes: string, conflict = 'AutoResolve') =>
    call(
      recent,
      owner,
      `<m:UpdateItem ConflictResolution="${conflict}" MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToNone"><m:ItemChanges><t:ItemChange>${id}<t:Updates>${changes}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
      V16,
    );
  const contact = idIn((await create((TYPED[2] as (typeof TYPED)[0])[2], 'contacts')).text);
  const changed = await update(
    contact,
    '<t:SetItemField><t:IndexedFieldURI FieldURI="contacts:EmailAddress" FieldIndex="EmailAddress2"/><t:Contact><t:EmailAddresses><t:Entry Key="EmailAddress2">two@x.example</t:Entry></t:EmailAddresses></t:Contact></t:SetItemField><t:DeleteItemField><t:FieldURI FieldURI="contacts:GivenName"/></t:DeleteItemField>',
  );
  expect(codesOf(changed)).toEqual(['NoError']);
  const read = await get(contact);
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
  const series = idIn((await create((TYPED[1] as (typeof TYPED)[0])[2], 'calendar')).text);
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
        recent,
        owner,
        `<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone"><m:ItemIds>${gone}</m:ItemIds></m:DeleteItem>`,
        V16,
      ),
    ),
  ).toEqual(['NoError']);
  const whole = await get(series);
  expect(whole.text).toMatch(
    /<t:ModifiedOccurrences>.*<t:Start>2026-03-16T12:00:00Z<.*<t:OriginalStart>2026-03-16T08:00:00Z<.*<t:DeletedOccurrences>.*<t:Start>2026-03-23T08:00:00Z</,
  );
  expect((await get(occurrence)).text).toContain('<t:CalendarItemType>Exception<');
  expect(codesOf(await get(gone))).toEqual(['ErrorCalendarOccurrenceIsDeletedFromRecurrence']);
  const view = await call(
    recent,
    owner,
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
    idIn((await create(`<t:Message><t:MimeContent>${receipt}</t:MimeContent>${flags}</t:Message>`, 'inbox')).text);
  const read = (id: string, attribute: string) =>
    call(
      recent,
      owner,
      `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"${attribute}><m:ItemChanges><t:ItemChange>${id}<t:Updates><t:SetItemField><t:FieldURI FieldURI="message:IsRead"/><t:Message><t:IsRead>true</t:IsRead></t:Message></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
      V16,
    );
  await read(await unread(), ' SuppressReadReceipts="true"');
  expect(recent.stats().outgoing).toBe(0);
  await read(await unread(), '');
  expect(recent.stats().outgoing).toBe(1);
  await create(
    '<t:Message><t:Subject>Out</t:Subject></t:Message>',
    'sentitems',
    'MessageDisposition="SendAndSaveCopy"',
  );
  await create('<t:Message><t:Subject>Out</t:Subject></t:Message>', 'sentitems', 'MessageDisposition="SendOnly"');
  expect(recent.stats().outgoing).toBe(3);
  await create((TYPED[1] as (typeof TYPED)[0])[2], 'calendar', 'SendMeetingInvitations="SendToAllAndSaveCopy"');
  expect(recent.stats().outgoing).toBe(4);
  const draft = idIn((await create('<t:Message><t:Subject>Later</t:Subject></t:Message>')).text);
  expect(
    codesOf(
      await call(
        recent,
        owner,
        `<m:SendItem SaveItemToFolder="true"><m:ItemIds>${draft}</m:ItemIds></m:SendItem>`,
        V16,
      ),
    ),
  ).toEqual(['NoError']);
  expect(recent.stats().outgoing).toBe(5);
});

test('what only the server may set is refused', async () => {
  for (const field of [
    '<t:DateTimeReceived>2020-01-01T00:00:00Z</t:DateTimeReceived>',
    '<t:Size>1</t:Size>',
    '<t:IsDraft>false</t:IsDraft>',
  ])
    // oxlint-disable-next-line no-await-in-loop
    expect(codesOf(await create(`<t:Message>${field}</t:Message>`))).toEqual(['ErrorInvalidPropertySet']);
  const noInvitations = await create('<t:CalendarItem/>', 'calendar', '');
  expect([noInvitations.status, ...codesOf(noInvitations)]).toEqual([500, 'ErrorSendMeetingInvitationsRequired']);
});

test('FindItem pages, sorts and restricts', async () => {
  const find = (
    more: string,
    view = '<m:IndexedPageItemView MaxEntriesReturned="5" Offset="0" BasePoint="Beginning"/>',
  ) =>
    call(
      old,
      oldOwner,
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:DateTimeReceived"/><t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties></m:ItemShape>${view}${more}<m:ParentFolderIds>${distinguished('inbox')}</m:ParentFolderIds></m:FindItem>`,
    );
  const page = await find(
    '<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:DateTimeReceived"/></t:FieldOrder></m:SortOrder>',
  );
  const times = textsOf(page, 'DateTimeReceived');
  expect(times).toHaveLength(5);
  expect(times).toEqual(times.toSorted());
  const middle = times[2] as string;
  const newer = await find(
    `<m:Restriction><t:And><t:IsGreaterThan><t:FieldURI FieldURI="item:DateTimeReceived"/><t:FieldURIOrConstant><t:Constant Value="${middle}"/></t:FieldURIOrConstant></t:IsGreaterThan><t:Not><t:IsEqualTo><t:FieldURI FieldURI="item:Subject"/><t:FieldURIOrConstant><t:Constant Value="never"/></t:FieldURIOrConstant></t:IsEqualTo></t:Not></t:And></m:Restriction>`,
    '',
  );
  expect(textsOf(newer, 'DateTimeReceived').every((time) => time > middle)).toBe(true);
  const total = Number(attributesNamed(page, 'RootFolder', 'TotalItemsInView')[0]);
  expect(Number(attributesNamed(newer, 'RootFolder', 'TotalItemsInView')[0])).toBe(total - 3);
});

test('time zones and names', async () => {
  const zones = await call(
    recent,
    owner,
    '<m:GetServerTimeZones ReturnFullTimeZoneData="true"><m:Ids><t:Id>W. Europe Standard Time</t:Id></m:Ids></m:GetServerTimeZones>',
    V16,
  );
  expect(zones.text).toMatch(/Bias="-PT1H".*Bias="-PT2H"/);
  const names = await call(
    recent,
    owner,
    '<m:ResolveNames ReturnFullContactData="false"><m:UnresolvedEntry>owner</m:UnresolvedEntry></m:ResolveNames>',
    V16,
  );
  expect(textsOf(names, 'EmailAddress')).toEqual([NEW]);
});

test('an interceptor can answer instead of an operation, or hide that it happened', async () => {
  recent.side.interceptors.push(async ({ operation }, next) => {
    await next();
    return operation === 'CreateItem' ? { kind: 'http', status: 503 } : undefined;
  });
  const answer = await create('<t:Message><t:Subject>Doubt</t:Subject></t:Message>');
  recent.side.interceptors.pop();
  expect(answer.status).toBe(503);
  expect(recent.stats().writes['CreateItem']).toBe(1);
});

test('round trips and bandwidth are as they are set', async () => {
  recent.setNetwork({ roundTripMs: 60 });
  const start = performance.now();
  await call(recent, owner, inbox, V16);
  expect(performance.now() - start).toBeGreaterThan(58);
  recent.setNetwork({ roundTripMs: 0, bytesPerSecond: 20_000 });
  const slow = performance.now();
  await create(
    `<t:Message><t:Subject>${'x'.repeat(250)}</t:Subject><t:Body BodyType="Text">${'y'.repeat(4000)}</t:Body></t:Message>`,
  );
  expect(performance.now() - slow).toBeGreaterThan(180);
  recent.setNetwork({ bytesPerSecond: 0 });
});

test('every item of a generated mailbox is readable in every shape', async () => {
  const rows = old.store
    .sql(
      'select f.distinguished as d from folders f where f.mailbox = 1 and f.distinguished is not null and exists (select 1 from items i where i.folder = f.id)',
    )
    .all() as { d: string }[];
  for (const { d } of rows) {
    // oxlint-disable-next-line no-await-in-loop
    const list = await call(old, oldOwner, syncBody(distinguished(d)));
    const ids = [...list.text.matchAll(/<t:ItemId [^>]*\/>/g)].map(([id]) => id).join('');
    for (const shape of ['Default', 'AllProperties']) {
      // oxlint-disable-next-line no-await-in-loop
      const answer = await call(
        old,
        oldOwner,
        `<m:GetItem><m:ItemShape><t:BaseShape>${shape}</t:BaseShape></m:ItemShape><m:ItemIds>${ids}</m:ItemIds></m:GetItem>`,
      );
      expect(new Set(codesOf(answer))).toEqual(new Set(['NoError']));
    }
  }
});

test('every envelope of these tests is valid against the schemas', ({ skip }) => {
  const result = validateEnvelopes(log);
  if ('missing' in result) return skip(`not validated: ${result.missing} is not here`);
  expect(result.checked).toBeGreaterThan(100);
  expect(result.problems).toEqual([]);
});
