import { expect, test } from 'vitest';
import { type Answer, attributesNamed, call, codesOf, distinguished, textsOf } from './raw-client.ts';
import { testEnvelopes, usePair, V16 } from './test-pair.ts';

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

testEnvelopes(pair, 10);
