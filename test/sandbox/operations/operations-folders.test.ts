import { expect, test } from 'vitest';
import { type Answer, attributesNamed, call, codesOf, distinguished, textsOf } from '../kit/raw-client.ts';
import { testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';

const pair = usePair();

const ask = (body: string, version = V16): Promise<Answer> => call(pair.recent, pair.owner, body, version);
const createIn = (parent: string, name: string, element = 'Folder', more = ''): Promise<Answer> =>
  ask(
    `<m:CreateFolder><m:ParentFolderId>${parent}</m:ParentFolderId><m:Folders><t:${element}>${more}<t:DisplayName>${name}</t:DisplayName></t:${element}></m:Folders></m:CreateFolder>`,
  );
const idOf = ({ text }: Answer): string => /<t:FolderId [^>]*\/>/.exec(text)?.[0] ?? '';
const bare = (id: string): string => id.replace(/ ChangeKey="[^"]*"/, '');
const keyOf = (answer: Answer): string => attributesNamed(answer, 'FolderId', 'ChangeKey')[0] ?? '';
const make = async (parent: string, name: string, element?: string, more?: string): Promise<string> =>
  bare(idOf(await createIn(parent, name, element, more)));
const getFolder = (id: string, shape = 'IdOnly'): Promise<Answer> =>
  ask(
    `<m:GetFolder><m:FolderShape><t:BaseShape>${shape}</t:BaseShape></m:FolderShape><m:FolderIds>${id}</m:FolderIds></m:GetFolder>`,
  );
const move = (ids: string, to: string, operation = 'MoveFolder'): Promise<Answer> =>
  ask(`<m:${operation}><m:ToFolderId>${to}</m:ToFolderId><m:FolderIds>${ids}</m:FolderIds></m:${operation}>`);

const ROOT = distinguished('msgfolderroot');

test('a moved folder keeps its id, changes its key, and leaves the keys of its parents', async () => {
  const inbox = keyOf(await getFolder(distinguished('inbox')));
  const made = await createIn(distinguished('inbox'), 'Wanderer');
  const id = bare(idOf(made));
  const moved = await move(id, ROOT);
  expect(codesOf(moved)).toEqual(['NoError']);
  expect(bare(idOf(moved))).toBe(id);
  expect(keyOf(moved)).not.toBe(keyOf(made));
  expect(keyOf(await getFolder(distinguished('inbox')))).toBe(inbox);
  const read = await getFolder(id, 'Default');
  expect(keyOf(read)).toBe(keyOf(moved));
  expect(textsOf(read, 'DisplayName')).toEqual(['Wanderer']);
});

test('moves that are refused', async () => {
  const outer = await make(ROOT, 'Outer');
  const inner = await make(outer, 'Inner');
  await make(distinguished('inbox'), 'Inner');
  expect(codesOf(await move(inner, distinguished('inbox')))).toEqual(['ErrorMoveCopyFailed']);
  expect(codesOf(await move(outer, inner))).toEqual(['ErrorMoveCopyFailed']);
  expect(codesOf(await move(distinguished('tasks'), outer))).toEqual(['ErrorMoveDistinguishedFolder']);
  expect(codesOf(await move('<t:FolderId Id="malformedparentid"/>', outer))).toEqual(['ErrorInvalidIdMalformed']);
  expect(codesOf(await move(inner, '<t:FolderId Id="malformed_parent_id"/>'))).toEqual(['ErrorInvalidIdMalformed']);
  // One that can't is no reason for the others.
  expect(codesOf(await move(distinguished('inbox') + inner, ROOT))).toEqual([
    'ErrorMoveDistinguishedFolder',
    'NoError',
  ]);
});

test('a copied folder brings its items and what is below it, and leaves the first as it was', async () => {
  const from = await make(ROOT, 'Original');
  const below = await make(from, 'Below');
  const note = '<t:Message><t:Subject>Copied</t:Subject></t:Message>';
  await ask(
    `<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>${below}</m:SavedItemFolderId><m:Items>${note}</m:Items></m:CreateItem>`,
  );
  expect(codesOf(await move(from, ROOT, 'CopyFolder'))).toEqual(['ErrorMoveCopyFailed']);
  const to = await make(ROOT, 'Copies');
  const copied = await move(from, to, 'CopyFolder');
  expect(codesOf(copied)).toEqual(['NoError']);
  expect(bare(idOf(copied))).not.toBe(from);
  const deep = await ask(
    `<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:ParentFolderIds>${to}</m:ParentFolderIds></m:FindFolder>`,
  );
  expect(textsOf(deep, 'DisplayName')).toEqual(['Original', 'Below']);
  expect(textsOf(deep, 'TotalCount')).toEqual(['0', '1']);
  expect(textsOf(await getFolder(below, 'Default'), 'TotalCount')).toEqual(['1']);
});

const FOLDER = (path: string): string => `<t:FieldURI FieldURI="folder:${path}"/>`;
const set = (path: string, property: string, element = 'Folder'): string =>
  `<t:SetFolderField>${path}<t:${element}>${property}</t:${element}></t:SetFolderField>`;
const update = (id: string, changes: string): Promise<Answer> =>
  ask(
    `<m:UpdateFolder><m:FolderChanges><t:FolderChange>${id}<t:Updates>${changes}</t:Updates></t:FolderChange></m:FolderChanges></m:UpdateFolder>`,
  );
const nameIs = (name: string): string => set(FOLDER('DisplayName'), `<t:DisplayName>${name}</t:DisplayName>`);

test('a folder is renamed with its newest key alone, and its key moves', async () => {
  const made = idOf(await createIn(ROOT, 'Before'));
  expect(codesOf(await update(bare(made), nameIs('After')))).toEqual(['ErrorChangeKeyRequiredForWriteOperations']);
  const renamed = await update(made, nameIs('After'));
  expect(codesOf(renamed)).toEqual(['NoError']);
  expect(idOf(renamed)).not.toBe(made);
  expect(codesOf(await update(made, nameIs('Again')))).toEqual(['ErrorStaleObject']);
  await make(ROOT, 'Taken');
  expect(codesOf(await update(idOf(renamed), nameIs('TAKEN')))).toEqual(['ErrorFolderExists']);
  expect(codesOf(await update(idOf(renamed), nameIs('AFTER')))).toEqual(['NoError']);
  expect(textsOf(await getFolder(bare(made), 'Default'), 'DisplayName')).toEqual(['AFTER']);
});

test('changes that no folder takes', async () => {
  const id = idOf(await createIn(ROOT, 'Stubborn', 'Folder', '<t:FolderClass>IPF.Note</t:FolderClass>'));
  const inbox = idOf(await getFolder(distinguished('inbox')));
  const count = set(FOLDER('TotalCount'), '<t:TotalCount>3</t:TotalCount>');
  expect(codesOf(await update(id, count))).toEqual(['ErrorInvalidPropertySet']);
  const classIs = (name: string): string => set(FOLDER('FolderClass'), `<t:FolderClass>${name}</t:FolderClass>`);
  expect(codesOf(await update(id, classIs('IPF.Appointment')))).toEqual(['ErrorObjectTypeChanged']);
  const mismatch = set(FOLDER('FolderClass'), '<t:DisplayName>x</t:DisplayName>');
  expect(codesOf(await update(id, mismatch))).toEqual(['ErrorUpdatePropertyMismatch']);
  const two = set(FOLDER('DisplayName'), '<t:FolderClass>IPF.Note.A</t:FolderClass><t:DisplayName>x</t:DisplayName>');
  expect(codesOf(await update(id, two))).toEqual(['ErrorIncorrectUpdatePropertyCount']);
  const none = `<t:DeleteFolderField>${FOLDER('DisplayName')}</t:DeleteFolderField>`;
  expect(codesOf(await update(id, none))).toEqual(['ErrorInvalidPropertyDelete']);
  expect(codesOf(await update(inbox, nameIs('Posteingang')))).toEqual(['ErrorFolderSave']);
  // All of them or none.
  expect(codesOf(await update(id, nameIs('Half') + count))).toEqual(['ErrorInvalidPropertySet']);
  expect(textsOf(await getFolder(bare(id), 'Default'), 'DisplayName')).toEqual(['Stubborn']);
  expect(codesOf(await update(id, classIs('IPF.Note.Custom')))).toEqual(['NoError']);
});

test('properties of a folder are set, read and taken away', async () => {
  const uri =
    '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="colour" PropertyType="String"/>';
  const id = await make(ROOT, 'Tagged');
  const fresh = async (): Promise<string> => idOf(await getFolder(id));
  const colour = set(uri, `<t:ExtendedProperty>${uri}<t:Value>blue</t:Value></t:ExtendedProperty>`);
  expect(codesOf(await update(await fresh(), colour))).toEqual(['NoError']);
  const read = (): Promise<Answer> =>
    ask(
      `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>${uri}</t:AdditionalProperties></m:FolderShape><m:FolderIds>${id}</m:FolderIds></m:GetFolder>`,
    );
  expect(textsOf(await read(), 'Value')).toEqual(['blue']);
  expect(codesOf(await update(await fresh(), `<t:DeleteFolderField>${uri}</t:DeleteFolderField>`))).toEqual([
    'NoError',
  ]);
  expect(textsOf(await read(), 'Value')).toEqual([]);
});

test('the kind of a new folder comes from its element or from its class, never from both', async () => {
  const dates = '<t:FolderClass>IPF.Appointment</t:FolderClass>';
  expect(codesOf(await createIn(ROOT, 'Dates twice', 'CalendarFolder', dates))).toEqual(['ErrorNoFolderClassOverride']);
  const calendar = await createIn(ROOT, 'Dates by class', 'Folder', dates);
  expect(calendar.text).toContain('<t:CalendarFolder>');
  expect(textsOf(await getFolder(await make(ROOT, 'Classless'), 'AllProperties'), 'FolderClass')).toEqual([]);
  expect(textsOf(await getFolder(await make(ROOT, 'Typed', 'TasksFolder'), 'AllProperties'), 'FolderClass')).toEqual([
    'IPF.Task',
  ]);
});

test('a deleted folder goes where its request says', async () => {
  const remove = (id: string, how: string): Promise<Answer> =>
    ask(`<m:DeleteFolder DeleteType="${how}"><m:FolderIds>${id}</m:FolderIds></m:DeleteFolder>`);
  const counted = async (id: string): Promise<number> =>
    Number(textsOf(await getFolder(id, 'Default'), 'TotalCount')[0]);
  const withNote = async (name: string): Promise<string> => {
    const id = await make(ROOT, name);
    const note = '<t:Message><t:Subject>Inside</t:Subject></t:Message>';
    await ask(
      `<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>${id}</m:SavedItemFolderId><m:Items>${note}</m:Items></m:CreateItem>`,
    );
    return id;
  };
  const binned = await withNote('Binned');
  expect(codesOf(await remove(binned, 'MoveToDeletedItems'))).toEqual(['NoError']);
  expect(await counted(binned)).toBe(1);
  const soft = await withNote('Soft');
  const deletions = distinguished('recoverableitemsdeletions');
  const before = await counted(deletions);
  expect(codesOf(await remove(soft, 'SoftDelete'))).toEqual(['NoError']);
  expect(codesOf(await getFolder(soft))).toEqual(['ErrorItemNotFound']);
  expect(await counted(deletions)).toBe(before + 1);
  const hard = await withNote('Hard');
  await remove(hard, 'HardDelete');
  expect(await counted(deletions)).toBe(before + 1);
});

test('a folder is emptied with or without what is below it', async () => {
  const empty = (id: string, below: boolean): Promise<Answer> =>
    ask(
      `<m:EmptyFolder DeleteType="HardDelete" DeleteSubFolders="${below}"><m:FolderIds>${id}</m:FolderIds></m:EmptyFolder>`,
    );
  const full = await make(ROOT, 'Full');
  const below = await make(full, 'Below');
  expect(codesOf(await empty(full, false))).toEqual(['NoError']);
  expect(codesOf(await getFolder(below))).toEqual(['NoError']);
  expect(codesOf(await empty(full, true))).toEqual(['NoError']);
  expect(codesOf(await getFolder(below))).toEqual(['ErrorItemNotFound']);
  expect(codesOf(await empty(distinguished('calendar'), false))).toEqual(['ErrorCannotEmptyFolder']);
  expect(codesOf(await empty(ROOT, true))).toEqual(['ErrorDeleteDistinguishedFolder']);
});

test('a folder that is moved out of what is synchronized is reported as deleted', async () => {
  const sync = (state = ''): Promise<Answer> =>
    ask(
      `<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:SyncFolderId>${distinguished('inbox')}</m:SyncFolderId>${state && `<m:SyncState>${state}</m:SyncState>`}</m:SyncFolderHierarchy>`,
    );
  const id = await make(distinguished('inbox'), 'Leaving');
  const [state] = textsOf(await sync(), 'SyncState');
  await move(id, ROOT);
  expect((await sync(state)).text).toContain(`<t:Delete>${id}</t:Delete>`);
});

testEnvelopes(pair, 10);
