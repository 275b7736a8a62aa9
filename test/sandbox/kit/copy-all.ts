import { attributesNamed, call, codesOf, type Login, textsOf } from './raw-client.ts';
import type { SandboxSide } from '../sandbox.ts';
import { childNamed, foldersDeep, getDistinguished, insertFolder, type StoredFolder } from '../store/folders.ts';
import { folderIdText, itemIdText } from '../store/ids.ts';

/**
 * Copies a whole mailbox by export and upload over the wire, as plainly as it can be done: what the servers
 * themselves are tested with. Folders are made in the store.
 */
export async function copyAll(
  source: SandboxSide,
  from: Login & { email: string },
  destination: SandboxSide,
  to: Login & { email: string },
): Promise<number> {
  const [mailbox, target] = [source.store.mailbox(from.email), destination.store.mailbox(to.email)];
  const root = mailbox && getDistinguished(source.store, mailbox.id, 'msgfolderroot');
  const targetRoot = target && getDistinguished(destination.store, target.id, 'msgfolderroot');
  if (!mailbox || !target || !root || !targetRoot) throw new Error('No such mailbox');
  const made = new Map<number, StoredFolder>([[root.id, targetRoot]]);
  let copied = 0;
  for (const folder of foldersDeep(source.store, root.id)) {
    const parent = made.get(folder.parent) ?? targetRoot;
    const { name, folderClass } = folder;
    const twin =
      (folder.distinguishedId
        ? getDistinguished(destination.store, target.id, folder.distinguishedId)
        : childNamed(destination.store, parent.id, name)) ??
      insertFolder(destination.store, target.id, { parent: parent.id, name, folderClass });
    made.set(folder.id, twin);
    const rows = source.store
      .sql('select id from items where folder = ? and owner is null and associated = 0 order by id')
      .all(folder.id) as { id: number }[];
    for (let at = 0; at < rows.length; at += 20) {
      const ids = rows
        .slice(at, at + 20)
        .map(({ id }) => `<t:ItemId Id="${itemIdText(mailbox.guid, folder.id, id)}"/>`);
      // oxlint-disable-next-line no-await-in-loop
      const exported = await call(
        source,
        from,
        `<m:ExportItems><m:ItemIds>${ids.join('')}</m:ItemIds></m:ExportItems>`,
      );
      const parent_ = `<t:ParentFolderId Id="${folderIdText(target.guid, twin.id)}"/>`;
      const items = textsOf(exported, 'Data').map(
        (data) => `<t:Item CreateAction="CreateNew">${parent_}<t:Data>${data}</t:Data></t:Item>`,
      );
      // oxlint-disable-next-line no-await-in-loop
      const uploaded = await call(
        destination,
        to,
        `<m:UploadItems><m:Items>${items.join('')}</m:Items></m:UploadItems>`,
        { version: 'Exchange2016' },
      );
      const codes = codesOf(uploaded);
      if (
        codes.length !== ids.length ||
        codes.some((code) => code !== 'NoError') ||
        attributesNamed(uploaded, 'ItemId', 'Id').length !== ids.length
      )
        throw new Error(`Upload failed: ${codes.join(' ')}`);
      copied += ids.length;
    }
  }
  return copied;
}
