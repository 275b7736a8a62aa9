import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, attributesNamed, call, codesOf, distinguished, type Login, textsOf } from '../kit/raw-client.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { idIn } from '../kit/test-pair.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2007_SP1', mailboxes: [{ email: 'owner@old.example' }] },
    destination: { profile: 'Exchange2010_SP3', mailboxes: [{ email: 'owner@new.example' }] },
  });
});
afterAll(() => sandbox.close());

const ask = (body: string, side: 'source' | 'destination' = 'source'): Promise<Answer> =>
  call(sandbox[side], sandbox[side].mailboxes[0] as Login, body, { version: 'Exchange2007_SP1' });
const save = async (subject: string, side?: 'source' | 'destination'): Promise<string> =>
  idIn(
    (
      await ask(
        `<m:CreateItem MessageDisposition="SaveOnly"><m:SavedItemFolderId>${distinguished('inbox')}</m:SavedItemFolderId><m:Items><t:Message><t:Subject>${subject}</t:Subject></t:Message></m:Items></m:CreateItem>`,
        side,
      )
    ).text,
  );
const remove = (id: string, how: string, side?: 'source' | 'destination'): Promise<Answer> =>
  ask(`<m:DeleteItem DeleteType="${how}"><m:ItemIds>${id}</m:ItemIds></m:DeleteItem>`, side);
const find = (traversal: string, side?: 'source' | 'destination'): Promise<Answer> =>
  ask(
    `<m:FindItem Traversal="${traversal}"><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:ParentFolderIds>${distinguished('inbox')}</m:ParentFolderIds></m:FindItem>`,
    side,
  );

test('2007 keeps what is deleted softly with its folder, for those who look for it', async () => {
  expect(codesOf(await remove(await save('Soft'), 'SoftDelete'))).toEqual(['NoError']);
  expect(codesOf(await remove(await save('Hard'), 'HardDelete'))).toEqual(['NoError']);
  expect(textsOf(await find('Shallow'), 'Subject')).toEqual([]);
  expect(textsOf(await find('SoftDeleted'), 'Subject')).toEqual(['Soft']);
});

test('2010 moves it to the recoverable items, and looking for it with its folder finds nothing', async () => {
  await remove(await save('Soft', 'destination'), 'SoftDelete', 'destination');
  expect(textsOf(await find('SoftDeleted', 'destination'), 'Subject')).toEqual([]);
});

test('no folder list contains the dumpster', async () => {
  const tree = await ask(
    `<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:ParentFolderIds>${distinguished('root')}</m:ParentFolderIds></m:FindFolder>`,
  );
  expect(textsOf(tree, 'DisplayName')).not.toContain('Dumpster');
  expect(attributesNamed(tree, 'FolderId', 'Id').length).toBeGreaterThan(5);
});

test('what was read is an update to clients of 2007, and a changed flag to later ones', async () => {
  const sync = (state: string, version: string): Promise<Answer> =>
    call(
      sandbox.destination,
      sandbox.destination.mailboxes[0] as Login,
      `<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:SyncFolderId>${distinguished('inbox')}</m:SyncFolderId>${state && `<m:SyncState>${state}</m:SyncState>`}<m:MaxChangesReturned>512</m:MaxChangesReturned></m:SyncFolderItems>`,
      { version },
    );
  const id = await save('Unread', 'destination');
  const [state = ''] = textsOf(await sync('', 'Exchange2010_SP2'), 'SyncState');
  const isRead = textsOf(
    await ask(
      `<m:GetItem><m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape><m:ItemIds>${id}</m:ItemIds></m:GetItem>`,
      'destination',
    ),
    'IsRead',
  )[0];
  const flag = `<t:SetItemField><t:FieldURI FieldURI="message:IsRead"/><t:Message><t:IsRead>${isRead !== 'true'}</t:IsRead></t:Message></t:SetItemField>`;
  const changed = await ask(
    `<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly"><m:ItemChanges><t:ItemChange>${id}<t:Updates>${flag}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
    'destination',
  );
  expect(codesOf(changed)).toEqual(['NoError']);
  expect((await sync(state, 'Exchange2010_SP2')).text).toContain('<t:ReadFlagChange>');
  expect((await sync(state, 'Exchange2007_SP1')).text).toContain('<t:Update>');
});
