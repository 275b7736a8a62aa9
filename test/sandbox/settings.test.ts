import { expect, test } from 'vitest';
import { type Answer, call, type CallOptions, codesOf, textsOf } from './raw-client.ts';
import { getDistinguished } from './store/folders.ts';
import { levelOf, permissionsOf } from './store/permissions.ts';
import { OLD, testEnvelopes, usePair } from './test-pair.ts';

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

testEnvelopes(pair, 5);
