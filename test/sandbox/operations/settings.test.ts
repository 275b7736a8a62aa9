import { expect, test } from 'vitest';
import {
  type Answer,
  call,
  type CallOptions,
  codesOf,
  distinguished,
  getFolderBody,
  type Login,
  textsOf,
} from '../kit/raw-client.ts';
import { startSandbox } from '../sandbox.ts';
import { getDistinguished } from '../store/folders.ts';
import { levelOf, permissionsOf } from '../store/permissions.ts';
import { idIn, OLD, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';

const OTHER = 'other@old.example';
const pair = usePair();

const ask = (body: string, options: CallOptions = {}): Promise<Answer> => call(pair.old, pair.oldOwner, body, options);

const principal = `<m:Mailbox><t:EmailAddress>${OLD}</t:EmailAddress></m:Mailbox>`;
const userId = (email: string): string => `<t:UserId><t:PrimarySmtpAddress>${email}</t:PrimarySmtpAddress></t:UserId>`;
const delegateUser = (email: string, more = ''): string => `<t:DelegateUser>${userId(email)}${more}</t:DelegateUser>`;
const addDelegates = (users: string, more = ''): string =>
  `<m:AddDelegate>${principal}<m:DelegateUsers>${users}</m:DelegateUsers>${more}</m:AddDelegate>`;
const getDelegates = (more = ''): string =>
  `<m:GetDelegate IncludePermissions="true">${principal}${more}</m:GetDelegate>`;

test('delegates: added with their share of the folders, changed, and taken away again', async () => {
  const levels =
    '<t:DelegatePermissions><t:CalendarFolderPermissionLevel>Editor</t:CalendarFolderPermissionLevel><t:InboxFolderPermissionLevel>Reviewer</t:InboxFolderPermissionLevel></t:DelegatePermissions><t:ViewPrivateItems>true</t:ViewPrivateItems>';
  const deliver = '<m:DeliverMeetingRequests>DelegatesAndMe</m:DeliverMeetingRequests>';
  const added = await ask(
    addDelegates(delegateUser(OTHER, levels) + delegateUser('nobody@old.example') + delegateUser(OLD), deliver),
  );
  expect(codesOf(added)).toEqual(['NoError', 'NoError', 'ErrorDelegateNoUser', 'ErrorDelegateCannotAddOwner']);
  expect(pair.old.stats().writes['AddDelegate']).toBe(2);
  const calendar = getDistinguished(pair.old.store, 1, 'calendar');
  const entry = permissionsOf(pair.old.store, calendar?.id ?? 0).find(({ user }) => user === OTHER);
  expect(levelOf(entry?.rights ?? 0, 'CalendarFolder')).toBe('Editor');

  expect(codesOf(await ask(addDelegates(delegateUser(OTHER))))).toEqual(['NoError', 'ErrorDelegateAlreadyExists']);
  const custom = levels.replace('Editor', 'Custom');
  const update = (users: string): string =>
    `<m:UpdateDelegate>${principal}<m:DelegateUsers>${users}</m:DelegateUsers></m:UpdateDelegate>`;
  expect(codesOf(await ask(update(delegateUser(OTHER, custom))))).toEqual([
    'NoError',
    'ErrorInvalidDelegatePermission',
  ]);
  const tasks =
    '<t:DelegatePermissions><t:TasksFolderPermissionLevel>Author</t:TasksFolderPermissionLevel></t:DelegatePermissions><t:ReceiveCopiesOfMeetingMessages>true</t:ReceiveCopiesOfMeetingMessages>';
  expect(codesOf(await ask(update(delegateUser(OTHER, tasks))))).toEqual(['NoError', 'NoError']);

  const got = await ask(getDelegates());
  expect(got.text).toContain(
    '<t:CalendarFolderPermissionLevel>Editor</t:CalendarFolderPermissionLevel><t:TasksFolderPermissionLevel>Author</t:TasksFolderPermissionLevel><t:InboxFolderPermissionLevel>Reviewer</t:InboxFolderPermissionLevel><t:ContactsFolderPermissionLevel>None</t:ContactsFolderPermissionLevel>',
  );
  expect(textsOf(got, 'ReceiveCopiesOfMeetingMessages')).toEqual(['true']);
  expect(textsOf(got, 'ViewPrivateItems')).toEqual(['true']);
  expect(textsOf(got, 'DeliverMeetingRequests')).toEqual(['DelegatesAndMe']);
  const sid = textsOf(got, 'SID')[0] as string;
  expect(sid).toMatch(/^S-1-5-21(?:-\d+){4}$/);

  const bySid = `<m:RemoveDelegate>${principal}<m:UserIds><t:UserId><t:SID>${sid}</t:SID></t:UserId></m:UserIds></m:RemoveDelegate>`;
  expect(codesOf(await ask(bySid))).toEqual(['NoError', 'NoError']);
  expect(codesOf(await ask(bySid))).toEqual(['NoError', 'ErrorNotDelegate']);
  expect(permissionsOf(pair.old.store, calendar?.id ?? 0).some(({ user }) => user === OTHER)).toBe(false);
  expect(codesOf(await ask(getDelegates(`<m:UserIds>${userId(OTHER)}</m:UserIds>`)))).toEqual([
    'NoError',
    'ErrorNotDelegate',
  ]);
});

test('delegates: not of another mailbox, not without an address, and not for clients of 2007', async () => {
  expect(codesOf(await call(pair.old, { email: OTHER, password: 'pass-other' }, getDelegates()))).toEqual([
    'ErrorAccessDenied',
  ]);
  expect(
    codesOf(await ask(getDelegates('<m:UserIds><t:UserId><t:DisplayName>x</t:DisplayName></t:UserId></m:UserIds>'))),
  ).toEqual(['NoError', 'ErrorInvalidDelegateUserId']);
  const early = await ask(getDelegates(), { version: 'Exchange2007' });
  expect([early.status, codesOf(early).length]).toEqual([500, 1]);
  expect((await ask(getDelegates(), { version: 'Exchange2007_SP1' })).status).toBe(200);
});

const oofMailbox = (email: string): string => `<t:Mailbox><t:Address>${email}</t:Address></t:Mailbox>`;
const getOof = (email = OLD): string =>
  `<m:GetUserOofSettingsRequest>${oofMailbox(email)}</m:GetUserOofSettingsRequest>`;
const setOof = (state: string, span: string): string =>
  `<m:SetUserOofSettingsRequest>${oofMailbox(OLD)}<t:UserOofSettings><t:OofState>${state}</t:OofState><t:ExternalAudience>Known</t:ExternalAudience>${span}<t:InternalReply><t:Message>Weg &amp; fort</t:Message></t:InternalReply><t:ExternalReply><t:Message/></t:ExternalReply></t:UserOofSettings></m:SetUserOofSettingsRequest>`;
const span = (start: string, end: string): string =>
  `<t:Duration><t:StartTime>${start}</t:StartTime><t:EndTime>${end}</t:EndTime></t:Duration>`;

test("out of office: off at first, scheduled, refused when it makes no sense or is no one else's business", async () => {
  const before = await ask(getOof());
  expect(textsOf(before, 'OofState')).toEqual(['Disabled']);
  expect(textsOf(before, 'AllowExternalOof')).toEqual(['All']);
  const good = span('2096-01-01T00:00:00+02:00', '2096-02-01T00:00:00');
  expect(codesOf(await ask(setOof('Scheduled', good)))).toEqual(['NoError']);
  expect((await ask(getOof())).text).toContain(
    `<t:OofState>Scheduled</t:OofState><t:ExternalAudience>Known</t:ExternalAudience>${span('2095-12-31T22:00:00Z', '2096-02-01T00:00:00Z')}<t:InternalReply><t:Message>Weg &amp; fort</t:Message></t:InternalReply><t:ExternalReply><t:Message/></t:ExternalReply></t:OofSettings>`,
  );
  const wrong = [setOof('Scheduled', ''), setOof('Enabled', span('2096-01-02T00:00:00', '2096-01-01T00:00:00'))];
  for (const body of [...wrong, setOof('Scheduled', span('2006-01-01T00:00:00Z', '2006-01-02T00:00:00Z'))])
    // oxlint-disable-next-line no-await-in-loop
    expect(codesOf(await ask(body))).toEqual(['ErrorInvalidScheduledOofDuration']);
  expect(pair.old.stats().writes['SetUserOofSettings']).toBe(1);
  const foreign = await ask(getOof(OTHER));
  expect([foreign.status, codesOf(foreign)]).toEqual([200, ['ErrorAccessDenied']]);
  expect(codesOf(await call(pair.old, pair.old.admin, getOof(OTHER)))).toEqual(['NoError']);
});

const configurationName = (name: string, folder = distinguished('drafts')): string =>
  `<UserConfigurationName Name="${name}">${folder}</UserConfigurationName>`;
const configuration = (verb: string, name: string, parts: string): string =>
  `<m:${verb}UserConfiguration><m:UserConfiguration>${configurationName(name).replaceAll('UserConfigurationName', 't:UserConfigurationName')}${parts}</m:UserConfiguration></m:${verb}UserConfiguration>`;
const getConfiguration = (name: string, parts = 'All', folder = distinguished('drafts')): string =>
  `<m:GetUserConfiguration>${configurationName(name, folder).replaceAll('UserConfigurationName', 'm:UserConfigurationName')}<m:UserConfigurationProperties>${parts}</m:UserConfigurationProperties></m:GetUserConfiguration>`;
const object = (name: string, type: string, ...values: string[]): string =>
  `<t:${name}><t:Type>${type}</t:Type>${values.map((value) => `<t:Value>${value}</t:Value>`).join('')}</t:${name}>`;
const entry = (key: string, type: string, ...values: string[]): string =>
  `<t:DictionaryEntry>${object('DictionaryKey', 'String', key)}${object('DictionaryValue', type, ...values)}</t:DictionaryEntry>`;

test('configurations: made, read in parts, changed in parts, and gone', async () => {
  const dictionary = `<t:Dictionary>${[
    entry('a &lt;b&gt; &quot;c&quot;', 'String', 'ü-\n-9'),
    entry('on', 'Boolean', 'true'),
    entry('n', 'Integer32', '-5'),
    entry('u', 'UnsignedInteger64', '18446744073709551615'),
    entry('when', 'DateTime', '2026-01-01T00:00:00Z'),
    entry('many', 'StringArray', 'x', 'y'),
    entry('bytes', 'ByteArray', 'AAEC'),
  ].join('')}</t:Dictionary>`;
  const made = configuration('Create', 'Test.Config', `${dictionary}<t:XmlData>PGEvPg==</t:XmlData>`);
  expect(codesOf(await ask(made))).toEqual(['NoError']);
  expect(codesOf(await ask(made))).toEqual(['ErrorItemSave']);
  expect((await ask(getConfiguration('test.config', 'Dictionary'))).text).toContain(
    `${dictionary}</m:UserConfiguration>`,
  );
  const change = configuration('Update', 'Test.Config', '<t:BinaryData>AAAA</t:BinaryData>');
  expect(codesOf(await ask(change))).toEqual(['NoError']);
  const got = await ask(getConfiguration('Test.Config', 'Id XmlData BinaryData'));
  expect(got.text).toMatch(/<t:ItemId [^>]*\/><t:XmlData>PGEvPg==<\/t:XmlData><t:BinaryData>AAAA<\/t:BinaryData>/);
  const found = await ask(
    `<m:FindItem Traversal="Associated"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:ItemClass"/><t:ExtendedFieldURI PropertyTag="0x7C08" PropertyType="Binary"/></t:AdditionalProperties></m:ItemShape><m:ParentFolderIds>${distinguished('drafts')}</m:ParentFolderIds></m:FindItem>`,
  );
  expect([textsOf(found, 'ItemClass'), textsOf(found, 'Value')]).toEqual([
    ['IPM.Configuration.Test.Config'],
    ['PGEvPg=='],
  ]);
  const remove = `<m:DeleteUserConfiguration>${configurationName('Test.Config').replaceAll('UserConfigurationName', 'm:UserConfigurationName')}</m:DeleteUserConfiguration>`;
  expect(codesOf(await ask(remove))).toEqual(['NoError']);
  for (const body of [remove, change, getConfiguration('Test.Config')])
    // oxlint-disable-next-line no-await-in-loop
    expect(codesOf(await ask(body))).toEqual(['ErrorItemNotFound']);
  expect(codesOf(await ask(configuration('Create', 'a b', '')))).toEqual(['ErrorInvalidArgument']);
  const wrong = configuration('Create', 'x', `<t:Dictionary>${entry('n', 'Integer32', 'five')}</t:Dictionary>`);
  expect(codesOf(await ask(wrong))).toEqual(['ErrorInvalidValueForProperty']);
  expect(pair.old.stats().writes).toEqual({
    CreateUserConfiguration: 1,
    UpdateUserConfiguration: 1,
    DeleteUserConfiguration: 1,
  });
});

test('configurations: the categories of a used mailbox stand on its calendar', async () => {
  const got = await ask(getConfiguration('CategoryList', 'XmlData', distinguished('calendar')));
  const xml = Buffer.from(textsOf(got, 'XmlData')[0] as string, 'base64').toString('utf8');
  expect(xml).toMatch(
    /^<\?xml version="1.0"\?><categories default="[^"]+" .*xmlns="CategoryList.xsd"><category name="/,
  );
  expect([...xml.matchAll(/ guid="\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\}"/g)].length).toBeGreaterThan(1);
  const none = getConfiguration('CategoryList', 'XmlData', distinguished('calendar'));
  expect(codesOf(await call(pair.recent, pair.owner, none, V16))).toEqual(['ErrorItemNotFound']);
});

test('configurations: exported and uploaded as the items that they are', async () => {
  const id = idIn((await ask(getConfiguration('CategoryList', 'Id', distinguished('calendar')))).text);
  const exported = await ask(`<m:ExportItems><m:ItemIds>${id}</m:ItemIds></m:ExportItems>`);
  const calendar = await call(pair.recent, pair.owner, getFolderBody(distinguished('calendar')), V16);
  const folder = /<t:FolderId [^>]*\/>/.exec(calendar.text)?.[0]?.replace('FolderId', 'ParentFolderId');
  const upload = `<m:UploadItems><m:Items><t:Item CreateAction="CreateNew" IsAssociated="true">${folder}<t:Data>${textsOf(exported, 'Data')[0]}</t:Data></t:Item></m:Items></m:UploadItems>`;
  expect(codesOf(await call(pair.recent, pair.owner, upload, V16))).toEqual(['NoError']);
  const read = getConfiguration('CategoryList', 'XmlData', distinguished('calendar'));
  const [here, there] = [await ask(read), await call(pair.recent, pair.owner, read, V16)];
  expect(textsOf(there, 'XmlData')).toEqual(textsOf(here, 'XmlData'));
  const zone = await ask(getConfiguration('OWA.UserOptions', 'Dictionary', distinguished('root')));
  expect(textsOf(zone, 'Value')).toEqual(['timezone', 'W. Europe Standard Time']);
});

test('the oldest server has delegates and out of office, and neither rules nor configurations', async () => {
  const two = [{ email: OLD }, { email: OTHER }];
  const sandbox = await startSandbox({
    source: { profile: 'Exchange2007_SP1', mailboxes: two },
    destination: { profile: 'Exchange2019' },
  });
  const [owner, other] = sandbox.source.mailboxes as [Login, Login];
  const early = (login: Login, body: string): Promise<Answer> =>
    call(sandbox.source, login, body, { version: 'Exchange2007_SP1' });
  try {
    expect(codesOf(await early(owner, addDelegates(delegateUser(OTHER))))).toEqual(['NoError', 'NoError']);
    expect((await early(owner, getOof())).text).toMatch(/<t:StartTime>\d{4}-\d\d-\d\dT\d\d:00:00<\/t:StartTime>/);
    const denied = await early(other, getOof());
    expect([denied.status, ...codesOf(denied)]).toEqual([500, 'ErrorAccessDenied']);
    for (const body of ['<m:GetInboxRules/>', getConfiguration('CategoryList')])
      // oxlint-disable-next-line no-await-in-loop
      expect((await early(owner, body)).status).toBe(500);
  } finally {
    await sandbox.close();
  }
});

testEnvelopes(pair, 25);
