import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, attributesNamed, call, codesOf, distinguished, type Login, textsOf } from '../kit/raw-client.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { foldersDeep, folderCounts, getDistinguished } from '../store/folders.ts';
import { idIn } from '../kit/test-pair.ts';

const ANNA = 'anna@old.example';
const BEN = 'ben@new.example';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [{ email: ANNA, archive: true, fill: { seed: 11, items: 20, archived: 12, recoverable: 6 } }],
    },
    destination: {
      profile: 'Exchange2019',
      mailboxes: [
        { email: BEN, archive: true, quotaBytes: 40_000, maxItemBytes: 20_000 },
        { email: 'cora@new.example' },
      ],
    },
  });
});
afterAll(() => sandbox.close());

const ask = (body: string): Promise<Answer> =>
  call(sandbox.destination, sandbox.destination.mailboxes[0] as Login, body, { version: 'Exchange2016' });
const save = (bytes: number, folder = 'inbox'): Promise<Answer> =>
  ask(
    `<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>${distinguished(folder)}</m:SavedItemFolderId><m:Items><t:Message><t:Subject>Weight</t:Subject><t:Body BodyType="Text">${'x'.repeat(bytes)}</t:Body></t:Message></m:Items></m:CreateItem>`,
  );
const folder = (id: string): string =>
  `<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds>${distinguished(id)}</m:FolderIds></m:GetFolder>`;
const totalOf = async (id: string): Promise<string | undefined> => textsOf(await ask(folder(id)), 'TotalCount')[0];
const copy = (id: string, to: string, operation = 'CopyItem'): Promise<Answer> =>
  ask(`<m:${operation}><m:ToFolderId>${distinguished(to)}</m:ToFolderId><m:ItemIds>${id}</m:ItemIds></m:${operation}>`);

test('an item that is too large is refused, and one that fits no more, and nothing of them stays', async () => {
  expect(codesOf(await save(25_000))).toEqual(['ErrorMessageSizeExceeded']);
  expect(await totalOf('inbox')).toBe('0');
  const first = await save(15_000);
  expect(codesOf(first)).toEqual(['NoError']);
  expect(codesOf(await save(15_000))).toEqual(['NoError']);
  expect(codesOf(await save(15_000))).toEqual(['ErrorQuotaExceeded']);
  expect(codesOf(await copy(idIn(first.text), 'drafts'))).toEqual(['ErrorQuotaExceeded']);
  expect(await totalOf('inbox')).toBe('2');
  // Moving about takes no room.
  const moved = await copy(idIn(first.text), 'drafts', 'MoveItem');
  expect(codesOf(moved)).toEqual(['NoError']);
  const exported = await ask(`<m:ExportItems><m:ItemIds>${idIn(moved.text)}</m:ItemIds></m:ExportItems>`);
  const inbox = attributesNamed(await ask(folder('inbox')), 'FolderId', 'Id')[0];
  const upload = (): Promise<Answer> =>
    ask(
      `<m:UploadItems><m:Items><t:Item CreateAction="CreateNew"><t:ParentFolderId Id="${inbox}"/><t:Data>${textsOf(exported, 'Data')[0]}</t:Data></t:Item></m:Items></m:UploadItems>`,
    );
  expect(codesOf(await upload())).toEqual(['ErrorQuotaExceeded']);
  sandbox.destination.setLimits(BEN, { quotaBytes: 100_000 });
  expect(codesOf(await upload())).toEqual(['NoError']);
});

test('an item can grow no further than that', async () => {
  sandbox.destination.setLimits(BEN, { maxItemBytes: 20_000 });
  const id = idIn((await save(10)).text);
  const body = `<t:SetItemField><t:FieldURI FieldURI="item:Body"/><t:Message><t:Body BodyType="Text">${'y'.repeat(25_000)}</t:Body></t:Message></t:SetItemField>`;
  const grown = await ask(
    `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange>${id}<t:Updates>${body}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
  );
  expect(codesOf(grown)).toEqual(['ErrorMessageSizeExceeded']);
  const file = `<t:FileAttachment><t:Name>large.bin</t:Name><t:Content>${'A'.repeat(32_000)}</t:Content></t:FileAttachment>`;
  const attached = await ask(
    `<m:CreateAttachment>${id.replace('<t:ItemId', '<m:ParentItemId')}<m:Attachments>${file}</m:Attachments></m:CreateAttachment>`,
  );
  expect(codesOf(attached)).toEqual(['ErrorMessageSizeExceeded']);
  const read = await ask(
    `<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds>${id}</m:ItemIds></m:GetItem>`,
  );
  expect([textsOf(read, 'HasAttachments')[0], textsOf(read, 'Body')[0]?.includes('y')]).toEqual(['false', false]);
});

test('what is in the archive and what is only recoverable takes no room', async () => {
  sandbox.destination.setLimits(BEN, { quotaBytes: 1_000_000 });
  const id = idIn((await save(15_000)).text);
  sandbox.destination.setLimits(BEN, { quotaBytes: 1 });
  expect(codesOf(await save(15_000, 'archiveinbox'))).toEqual(['NoError']);
  const before = Number(await totalOf('recoverableitemsdeletions'));
  const gone = await ask(`<m:DeleteItem DeleteType="SoftDelete"><m:ItemIds>${id}</m:ItemIds></m:DeleteItem>`);
  expect(codesOf(gone)).toEqual(['NoError']);
  expect(Number(await totalOf('recoverableitemsdeletions'))).toBe(before + 1);
});

test('an archive has folders of its own, and its own bin; where there is none, there are none', async () => {
  const before = Number(await totalOf('archivedeleteditems'));
  const id = idIn((await save(10, 'archiveinbox')).text);
  const gone = await ask(`<m:DeleteItem DeleteType="MoveToDeletedItems"><m:ItemIds>${id}</m:ItemIds></m:DeleteItem>`);
  expect(codesOf(gone)).toEqual(['NoError']);
  expect(await totalOf('archivedeleteditems')).toBe(String(before + 1));
  expect(await totalOf('deleteditems')).toBe('0');
  const tree = async (root: string): Promise<string[]> =>
    textsOf(
      await ask(
        `<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:ParentFolderIds>${distinguished(root)}</m:ParentFolderIds></m:FindFolder>`,
      ),
      'DisplayName',
    );
  expect(await tree('archivemsgfolderroot')).toEqual(['Inbox', 'Deleted Items']);
  expect(await tree('archiverecoverableitemsroot')).toEqual(['Deletions', 'Versions', 'Purges']);
  const without = await call(
    sandbox.destination,
    sandbox.destination.mailboxes[1] as Login,
    folder('archivemsgfolderroot'),
    { version: 'Exchange2016' },
  );
  expect(codesOf(without)).toEqual(['ErrorFolderNotFound']);
  // 2010 has archives, and no name for their inbox.
  const old = (name: string): Promise<Answer> =>
    call(sandbox.source, sandbox.source.mailboxes[0] as Login, folder(name), { version: 'Exchange2010_SP2' });
  expect(codesOf(await old('archivemsgfolderroot'))).toEqual(['NoError']);
  expect(codesOf(await old('archiveinbox'))).not.toEqual(['NoError']);
});

test('archives and recoverable items are filled from the seed (11)', async () => {
  const { store } = sandbox.source;
  const { id } = store.mailbox(ANNA) as { id: number };
  const root = (name: string): number => getDistinguished(store, id, name)?.id ?? 0;
  const count = (name: string): number =>
    foldersDeep(store, root(name)).reduce((sum, each) => sum + folderCounts(store, each.id).total, 0);
  expect(count('archivemsgfolderroot')).toBe(12);
  expect(count('recoverableitemsroot')).toBe(6);
});
