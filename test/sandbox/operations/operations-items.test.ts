import { expect, test } from 'vitest';
import { type Answer, attributesNamed, call, codesOf, distinguished, syncBody, textsOf } from '../kit/raw-client.ts';
import { create, get, idIn, NEW, OLD, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';

const pair = usePair();

const ask = (body: string, options: { version: string } = V16): Promise<Answer> =>
  call(pair.recent, pair.owner, body, options);
const bare = (id: string): string => id.replace(/ ChangeKey="[^"]*"/, '');
const draft = async (subject: string, folder = 'drafts'): Promise<string> =>
  idIn((await create(pair, `<t:Message><t:Subject>${subject}</t:Subject></t:Message>`, folder)).text);
const carry = (operation: string, id: string, to: string, more = '', options = V16): Promise<Answer> =>
  ask(
    `<m:${operation}><m:ToFolderId>${to}</m:ToFolderId><m:ItemIds>${id}</m:ItemIds>${more}</m:${operation}>`,
    options,
  );

test('a move gives a new id, and the old one is gone', async () => {
  const old = bare(await draft('Moved'));
  const moved = await carry('MoveItem', old, distinguished('inbox'));
  const id = idIn(moved.text);
  expect(codesOf(moved)).toEqual(['NoError']);
  expect(bare(id)).not.toBe(old);
  expect(codesOf(await get(pair, old))).toEqual(['ErrorItemNotFound']);
  expect(textsOf(await get(pair, id), 'Subject')).toEqual(['Moved']);
});

test('a copy leaves the first where it was', async () => {
  const old = bare(await draft('Copied'));
  const copied = idIn((await carry('CopyItem', old, distinguished('inbox'))).text);
  for (const id of [old, copied]) expect(textsOf(await get(pair, id), 'Subject')).toEqual(['Copied']);
  expect(bare(copied)).not.toBe(old);
});

test('new ids are told since 2010 SP1, and not when they are not asked for', async () => {
  const silent = '<m:ReturnNewItemIds>false</m:ReturnNewItemIds>';
  const asked = await carry('CopyItem', await draft('Silent'), distinguished('inbox'), silent);
  expect([codesOf(asked), idIn(asked.text)]).toEqual([['NoError'], '']);
  const older = { version: 'Exchange2010' };
  const before = await carry('CopyItem', await draft('Older'), distinguished('inbox'), '', older);
  expect([codesOf(before), idIn(before.text)]).toEqual([['NoError'], '']);
  const refused = await carry('CopyItem', await draft('Older'), distinguished('inbox'), silent, older);
  expect(codesOf(refused)).toEqual(['ErrorIncorrectSchemaVersion']);
});

test('targets that are not there', async () => {
  const id = await draft('Stays');
  const gone = attributesNamed(await ask(newFolder('Gone')), 'FolderId', 'Id')[0];
  const folder = `<t:FolderId Id="${gone}"/>`;
  await ask(`<m:DeleteFolder DeleteType="HardDelete"><m:FolderIds>${folder}</m:FolderIds></m:DeleteFolder>`);
  expect(codesOf(await carry('MoveItem', id, folder))).toEqual(['ErrorToFolderNotFound']);
  expect(textsOf(await get(pair, id), 'Subject')).toEqual(['Stays']);
});

test('an item goes to another mailbox without its new id being told', async () => {
  const { old } = pair;
  const login = old.admin;
  const inbox = distinguished('inbox', OLD);
  const list = await call(
    old,
    login,
    `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:IndexedPageItemView MaxEntriesReturned="1" Offset="0" BasePoint="Beginning"/><m:ParentFolderIds>${inbox}</m:ParentFolderIds></m:FindItem>`,
  );
  const body = `<m:CopyItem><m:ToFolderId>${distinguished('inbox', 'other@old.example')}</m:ToFolderId><m:ItemIds>${idIn(list.text)}</m:ItemIds></m:CopyItem>`;
  const copied = await call(old, login, body);
  expect([codesOf(copied), idIn(copied.text)]).toEqual([['NoError'], '']);
  const count = await call(
    old,
    login,
    `<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds>${distinguished('inbox', 'other@old.example')}</m:FolderIds></m:GetFolder>`,
  );
  expect(textsOf(count, 'TotalCount')).toEqual(['1']);
});

const newFolder = (name: string): string =>
  `<m:CreateFolder><m:ParentFolderId>${distinguished('msgfolderroot', NEW)}</m:ParentFolderId><m:Folders><t:Folder><t:DisplayName>${name}</t:DisplayName></t:Folder></m:Folders></m:CreateFolder>`;

const attach = (parent: string, name: string): Promise<Answer> =>
  ask(
    `<m:CreateAttachment>${parent.replace('<t:ItemId', '<m:ParentItemId')}<m:Attachments><t:FileAttachment><t:Name>${name}</t:Name><t:Content>${Buffer.from(name).toString('base64')}</t:Content></t:FileAttachment></m:Attachments></m:CreateAttachment>`,
  );
const detach = (id: string): Promise<Answer> =>
  ask(`<m:DeleteAttachment><m:AttachmentIds><t:AttachmentId Id="${id}"/></m:AttachmentIds></m:DeleteAttachment>`);
const attachmentsIn = (answer: Answer): string[] => attributesNamed(answer, 'AttachmentId', 'Id');

test('attachments come and go, and each time the item has another key', async () => {
  const item = await draft('With attachments');
  const first = await attach(item, 'one.txt');
  // Whoever still holds the older key may add to it as well.
  const second = await attach(item, 'two.txt');
  const keys = [first, second].map((answer) => attributesNamed(answer, 'AttachmentId', 'RootItemChangeKey')[0]);
  const gone = await detach(attachmentsIn(first)[0] ?? '');
  keys.push(attributesNamed(gone, 'RootItemId', 'RootItemChangeKey')[0]);
  expect(codesOf(gone)).toEqual(['NoError']);
  expect(new Set(keys).size).toBe(3);
  const left = await get(pair, bare(item));
  expect(textsOf(left, 'Name').filter((name) => name.endsWith('.txt'))).toEqual(['two.txt']);
  expect(attributesNamed(left, 'ItemId', 'ChangeKey')[0]).toBe(keys[2]);
  expect(codesOf(await detach(attachmentsIn(first)[0] ?? ''))).toEqual(['ErrorItemNotFound']);
  // The last one's number is not given again either.
  const last = attachmentsIn(second)[0] ?? '';
  await detach(last);
  expect(attachmentsIn(await attach(bare(item), 'three.txt'))[0]).not.toBe(last);
  expect(codesOf(await detach('nothing'))).toEqual(['ErrorInvalidAttachmentId']);
});

const convert = (id: string, from: string, to: string, mailbox = NEW): Promise<Answer> =>
  ask(
    `<m:ConvertId DestinationFormat="${to}"><m:SourceIds><t:AlternateId Format="${from}" Id="${id}" Mailbox="${mailbox}"/></m:SourceIds></m:ConvertId>`,
  );

test('ids go through every format and come back', async () => {
  const item = /Id="([^"]*)"/.exec(await draft('Many names'))?.[1] ?? '';
  const inbox = attributesNamed(
    await ask(
      `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>${distinguished('inbox')}</m:FolderIds></m:GetFolder>`,
    ),
    'FolderId',
    'Id',
  )[0] as string;
  for (const id of [item, inbox]) {
    const seen = new Set([id]);
    for (const format of ['EwsLegacyId', 'EntryId', 'HexEntryId', 'StoreId', 'OwaId']) {
      const there = attributesNamed(await convert(id, 'EwsId', format), 'AlternateId', 'Id')[0] as string;
      seen.add(there);
      expect(attributesNamed(await convert(there, format, 'EwsId'), 'AlternateId', 'Id')).toEqual([id]);
    }
    // OWA's is the store's with its signs escaped, where there are any.
    expect(seen.size).toBeGreaterThanOrEqual(5);
  }
  const legacy = attributesNamed(await convert(item, 'EwsId', 'EwsLegacyId'), 'AlternateId', 'Id')[0];
  expect(codesOf(await get(pair, `<t:ItemId Id="${legacy}"/>`))).toEqual(['ErrorInvalidIdMalformedEwsLegacyIdFormat']);
  expect(codesOf(await convert(item.toLowerCase(), 'EwsId', 'EntryId'))).toEqual(['ErrorInvalidIdMalformed']);
  const told = await convert(item, 'EwsId', 'EwsId', 'nobody@new.example');
  expect(attributesNamed(told, 'AlternateId', 'Mailbox')).toEqual([NEW]);
  const entry = attributesNamed(await convert(item, 'EwsId', 'EntryId'), 'AlternateId', 'Id')[0] as string;
  expect(codesOf(await convert(entry, 'EntryId', 'EwsId', 'nobody@new.example'))).toEqual(['ErrorNonExistentMailbox']);
});

test('an id is of one kind and of one mailbox', async () => {
  const item = await draft('Of one kind');
  const asFolder = item.replace('ItemId', 'FolderId');
  expect(
    codesOf(
      await ask(
        `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>${asFolder}</m:FolderIds></m:GetFolder>`,
      ),
    ),
  ).toEqual(['ErrorCannotUseItemIdForFolderId']);
  const there = await call(
    pair.old,
    pair.oldOwner,
    `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ItemIds>${item}</m:ItemIds></m:GetItem>`,
  );
  expect(codesOf(there)).toEqual(['ErrorNonExistentMailbox']);
  expect(there.text).toContain('<t:Value Name="MailboxGuid">');
});

test('a sync state serves its own folder alone, and only as it was given', async () => {
  const sync = (folder: string, state = ''): Promise<Answer> => ask(syncBody(distinguished(folder), state));
  const hierarchy = await ask(
    '<m:SyncFolderHierarchy><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape></m:SyncFolderHierarchy>',
  );
  const [state = ''] = textsOf(await sync('inbox'), 'SyncState');
  expect(codesOf(await sync('inbox', state))).toEqual(['NoError']);
  const cut = `${state.slice(0, 8)}${state.slice(12)}`;
  for (const [folder, text] of [
    ['drafts', state],
    ['inbox', textsOf(hierarchy, 'SyncState')[0] ?? ''],
    ['inbox', cut],
    ['inbox', state.toLowerCase()],
    ['inbox', 'H4sIAAA='],
    ['inbox', 'no base64'],
  ] as const)
    expect(codesOf(await sync(folder, text))).toEqual(['ErrorInvalidSyncStateData']);
});

testEnvelopes(pair, 30);
