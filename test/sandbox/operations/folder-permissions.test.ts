import { expect, test } from 'vitest';
import { type Answer, call, codesOf, distinguished, type Login, textsOf } from '../kit/raw-client.ts';
import { idIn, OLD, testEnvelopes, usePair } from '../kit/test-pair.ts';

const pair = usePair();
const OTHER = 'other@old.example';
const SP2 = { version: 'Exchange2010_SP2' };

const asOwner = (body: string): Promise<Answer> => call(pair.old, pair.oldOwner, body, SP2);
const asOther = (body: string): Promise<Answer> => call(pair.old, pair.old.mailboxes[1] as Login, body, SP2);
const INBOX = distinguished('inbox', OLD);
const CALENDAR = distinguished('calendar', OLD);

const read = (folder: string, shape = 'AllProperties'): string =>
  `<m:GetFolder><m:FolderShape><t:BaseShape>${shape}</t:BaseShape></m:FolderShape><m:FolderIds>${folder}</m:FolderIds></m:GetFolder>`;
const user = (email: string): string =>
  `<t:UserId>${email.includes('@') ? `<t:PrimarySmtpAddress>${email}</t:PrimarySmtpAddress>` : `<t:DistinguishedUser>${email}</t:DistinguishedUser>`}</t:UserId>`;
const level = (email: string, name: string, parts = ''): string =>
  `<t:Permission>${user(email)}${parts}<t:PermissionLevel>${name}</t:PermissionLevel></t:Permission>`;
const dates = (email: string, name: string): string =>
  `<t:CalendarPermission>${user(email)}<t:CalendarPermissionLevel>${name}</t:CalendarPermissionLevel></t:CalendarPermission>`;
const list = (entries: string, name = 'Permissions'): string =>
  `<t:PermissionSet><t:${name}>${entries}</t:${name}></t:PermissionSet>`;

async function update(folder: string, action: string, set = '', element = 'Folder'): Promise<Answer> {
  const id = /<t:FolderId [^>]*\/>/.exec((await asOwner(read(folder, 'IdOnly'))).text)?.[0] ?? '';
  const holder = set ? `<t:${element}>${set}</t:${element}>` : '';
  return asOwner(
    `<m:UpdateFolder><m:FolderChanges><t:FolderChange>${id}<t:Updates><t:${action}><t:FieldURI FieldURI="folder:PermissionSet"/>${holder}</t:${action}></t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>`,
  );
}
const share = (folder: string, entries: string): Promise<Answer> => update(folder, 'SetFolderField', list(entries));
const levelsOf = async (folder: string, name = 'PermissionLevel'): Promise<string[]> =>
  textsOf(await asOwner(read(folder)), name);

const find = (folder: string): string =>
  `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:IndexedPageItemView MaxEntriesReturned="1" Offset="0" BasePoint="Beginning"/><m:ParentFolderIds>${folder}</m:ParentFolderIds></m:FindItem>`;
const note = (folder: string): string =>
  `<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>${folder}</m:SavedItemFolderId><m:Items><t:Message><t:Subject>From another</t:Subject></t:Message></m:Items></m:CreateItem>`;
const remove = (id: string): string =>
  `<m:DeleteItem DeleteType="HardDelete"><m:ItemIds>${id}</m:ItemIds></m:DeleteItem>`;
const below = (folder: string): string =>
  `<m:CreateFolder><m:ParentFolderId>${folder}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>By another</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`;

test('nobody but the owner sees a folder that is not shared', async () => {
  expect(await levelsOf(INBOX)).toEqual(['None', 'None']);
  expect(await levelsOf(CALENDAR, 'CalendarPermissionLevel')).toEqual(['FreeBusyTimeOnly', 'None']);
  expect(codesOf(await asOther(read(INBOX)))).toEqual(['ErrorAccessDenied']);
  expect(codesOf(await asOther(find(INBOX)))).toEqual(['ErrorAccessDenied']);
  expect(codesOf(await asOther(find(CALENDAR)))).toEqual(['ErrorAccessDenied']);
  expect(codesOf(await asOther(note(INBOX)))).toEqual(['ErrorCreateItemAccessDenied']);
});

test('a reviewer reads and does nothing else', async () => {
  expect(codesOf(await share(INBOX, level('Default', 'None') + level(OTHER, 'Reviewer')))).toEqual(['NoError']);
  expect(await levelsOf(INBOX)).toEqual(['None', 'None', 'Reviewer']);
  const seen = await asOther(read(INBOX));
  expect(['CreateContents', 'Delete', 'Read'].map((name) => textsOf(seen, name)[0])).toEqual([
    'false',
    'false',
    'true',
  ]);
  // Who may do what is the owner's to know.
  expect(textsOf(seen, 'PermissionLevel')).toEqual([]);
  const found = await asOther(find(INBOX));
  expect(codesOf(found)).toEqual(['NoError']);
  expect(codesOf(await asOther(remove(idIn(found.text))))).toEqual(['ErrorAccessDenied']);
  expect(codesOf(await asOther(note(INBOX)))).toEqual(['ErrorCreateItemAccessDenied']);
  expect(codesOf(await asOther(below(INBOX)))).toEqual(['ErrorCreateSubfolderAccessDenied']);
});

test('an author takes away what is their own', async () => {
  await share(INBOX, level(OTHER, 'Author'));
  const theirs = idIn((await asOwner(find(INBOX))).text);
  const own = idIn((await asOther(note(INBOX))).text);
  expect(codesOf(await asOther(remove(theirs)))).toEqual(['ErrorAccessDenied']);
  expect(codesOf(await asOther(remove(own)))).toEqual(['NoError']);
});

test('subfolders take their parent’s list along', async () => {
  await share(INBOX, level(OTHER, 'PublishingEditor'));
  const made = await asOther(below(INBOX));
  expect(codesOf(made)).toEqual(['NoError']);
  const id = /<t:FolderId Id="[^"]*"/.exec(made.text)?.[0] ?? '';
  expect(await levelsOf(`${id}/>`)).toContain('PublishingEditor');
});

test('another one finds the folders that are shared, and no others', async () => {
  await share(INBOX, level(OTHER, 'Reviewer'));
  const root = distinguished('msgfolderroot', OLD);
  expect(codesOf(await share(root, level('Default', 'None') + level(OTHER, 'Contributor')))).toEqual(['NoError']);
  const tree = `<m:FindFolder Traversal="Shallow"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:ParentFolderIds>${root}</m:ParentFolderIds></m:FindFolder>`;
  const [all, seen] = [await asOwner(tree), await asOther(tree)].map(
    ({ text }) => [...text.matchAll(/<t:FolderId /g)].length,
  );
  expect(seen).toBe(1);
  expect(all).toBeGreaterThan(5);
  await share(root, '');
});

test('every level comes back by its name, and single rights as Custom', async () => {
  for (const name of 'Owner PublishingEditor Editor PublishingAuthor Author NoneditingAuthor Reviewer Contributor None'.split(
    ' ',
  )) {
    expect(codesOf(await share(INBOX, level(OTHER, name)))).toEqual(['NoError']);
    expect((await levelsOf(INBOX)).at(-1)).toBe(name);
  }
  const parts = '<t:CanCreateItems>true</t:CanCreateItems><t:EditItems>All</t:EditItems>';
  expect(codesOf(await share(INBOX, level(OTHER, 'Custom', parts)))).toEqual(['NoError']);
  const answer = await asOwner(read(INBOX));
  expect([textsOf(answer, 'PermissionLevel').at(-1), textsOf(answer, 'EditItems').at(-1)]).toEqual(['Custom', 'All']);
});

test('lists that are refused, and lists that are taken away', async () => {
  const parts = '<t:CanCreateItems>true</t:CanCreateItems>';
  const refused = async (answer: Promise<Answer>): Promise<string | undefined> => codesOf(await answer)[0];
  expect(await refused(share(INBOX, level(OTHER, 'Editor', parts)))).toBe('ErrorInvalidPermissionSettings');
  expect(await refused(share(INBOX, level(OTHER, 'Editor') + level(OTHER.toUpperCase(), 'Author')))).toBe(
    'ErrorDuplicateUserIdsSpecified',
  );
  expect(await refused(share(INBOX, level('nobody@old.example', 'Editor')))).toBe('ErrorInvalidUserSid');
  expect(await refused(share(CALENDAR, level(OTHER, 'Editor')))).toBe(
    'ErrorCannotSetNonCalendarPermissionOnCalendarFolder',
  );
  const set = list(dates(OTHER, 'FreeBusyTimeAndSubjectAndLocation'), 'CalendarPermissions');
  expect(await refused(update(INBOX, 'SetFolderField', set, 'CalendarFolder'))).toBe(
    'ErrorCannotSetCalendarPermissionOnNonCalendarFolder',
  );
  expect(await refused(update(CALENDAR, 'SetFolderField', set, 'CalendarFolder'))).toBe('NoError');
  expect((await levelsOf(CALENDAR, 'CalendarPermissionLevel')).at(-1)).toBe('FreeBusyTimeAndSubjectAndLocation');
  expect(await refused(update(INBOX, 'DeleteFolderField'))).toBe('NoError');
  expect(await levelsOf(INBOX)).toEqual(['None', 'None']);
  expect(await refused(update(INBOX, 'AppendToFolderField', list(level(OTHER, 'Editor'))))).toBe('NoError');
  expect(await levelsOf(INBOX)).toEqual(['None', 'None', 'Editor']);
});

testEnvelopes(pair, 30);
