import {
  BasePropertySet,
  CalendarFolder,
  ContactsFolder,
  DeleteMode,
  Folder,
  FolderId,
  FolderPermission,
  FolderPermissionLevel,
  FolderSchema,
  FolderTraversal,
  FolderView,
  Mailbox,
  PropertySet,
  SearchFilter,
  TasksFolder,
  UserId,
  WellKnownFolderName,
} from 'ews-javascript-api';
import { expect, test } from 'vitest';
import type { Client } from './client.ts';

const deep = (): FolderView => {
  const view = new FolderView(100);
  view.Traversal = FolderTraversal.Deep;
  return view;
};

/** Folders are made, found, renamed, moved, shared, emptied, deleted and followed. */
export function testFolders(of: () => Client, level: number): void {
  const make = async (name: string, parent: WellKnownFolderName | FolderId = WellKnownFolderName.Inbox) => {
    const folder = new Folder(of().service);
    folder.DisplayName = name;
    await folder.Save(parent as FolderId);
    return folder;
  };
  const names = async (parent: FolderId | WellKnownFolderName, view = new FolderView(100)): Promise<string[]> => {
    const found = await of().service.FindFolders(parent as FolderId, view);
    return found.Folders.map(({ DisplayName }) => DisplayName);
  };

  test('well-known folders are bound by name', async () => {
    const { service, side } = of();
    const inbox = await Folder.Bind(service, WellKnownFolderName.Inbox);
    expect(inbox.TotalCount).toBeGreaterThan(5);
    expect(inbox.FolderClass).toBe('IPF.Note');
    const calendar = await Folder.Bind(service, WellKnownFolderName.Calendar);
    expect(calendar).toBeInstanceOf(CalendarFolder);
    expect(await Folder.Bind(service, WellKnownFolderName.Contacts)).toBeInstanceOf(ContactsFolder);
    expect(await Folder.Bind(service, WellKnownFolderName.Tasks)).toBeInstanceOf(TasksFolder);
    const [major, minor] = side.side.profile.build;
    expect([service.ServerInfo.MajorVersion, service.ServerInfo.MinorVersion]).toEqual([major, minor]);
  });

  test('a folder is made, found by a filter, renamed and read back', async () => {
    const { service } = of();
    const folder = await make('Ordner «ä» &amp; &lt;x&gt;');
    const filter = new SearchFilter.IsEqualTo(FolderSchema.DisplayName, 'Ordner «ä» &amp; &lt;x&gt;');
    const found = await service.FindFolders(WellKnownFolderName.Inbox, filter, new FolderView(10));
    expect(found.Folders.map(({ Id }) => Id.UniqueId)).toEqual([folder.Id.UniqueId]);
    expect(found.Folders[0]?.DisplayName).toBe('Ordner «ä» & <x>');
    const bound = await Folder.Bind(service, folder.Id);
    bound.DisplayName = 'Renamed';
    await bound.Update();
    expect((await Folder.Bind(service, folder.Id)).DisplayName).toBe('Renamed');
  });

  test('folders of every kind keep their class', async () => {
    const { service } = of();
    for (const [kind, Kind, expected] of [
      [WellKnownFolderName.Calendar, CalendarFolder, 'IPF.Appointment'],
      [WellKnownFolderName.Contacts, ContactsFolder, 'IPF.Contact'],
      [WellKnownFolderName.Tasks, TasksFolder, 'IPF.Task'],
    ] as const) {
      const folder = new Kind(service);
      folder.DisplayName = `Own ${expected}`;
      await folder.Save(kind);
      const read = await Folder.Bind(service, folder.Id);
      expect(read).toBeInstanceOf(Kind);
      expect(read.FolderClass).toBe(expected);
    }
  });

  test('a tree is walked, moved and deleted', async () => {
    const { service } = of();
    const top = await make('Top', WellKnownFolderName.MsgFolderRoot);
    const child = await make('Child', top.Id);
    await make('Grandchild', child.Id);
    expect(await names(top.Id)).toEqual(['Child']);
    expect((await names(top.Id, deep())).toSorted()).toEqual(['Child', 'Grandchild']);
    const other = await make('Other', WellKnownFolderName.MsgFolderRoot);
    await (await Folder.Bind(service, child.Id)).Move(other.Id);
    expect(await names(top.Id)).toEqual([]);
    expect((await names(other.Id, deep())).toSorted()).toEqual(['Child', 'Grandchild']);
    await other.Delete(DeleteMode.HardDelete);
    expect(await names(WellKnownFolderName.MsgFolderRoot, deep())).not.toContain('Grandchild');
    await top.Delete(DeleteMode.MoveToDeletedItems);
    expect(await names(WellKnownFolderName.DeletedItems)).toContain('Top');
  });

  test('a copied folder brings what is in it', async () => {
    const { service } = of();
    const from = await make('To copy');
    await make('Inside', from.Id);
    const to = await make('Copies');
    await from.Copy(to.Id);
    expect((await names(to.Id, deep())).toSorted()).toEqual(['Inside', 'To copy']);
    expect((await Folder.Bind(service, from.Id)).ChildFolderCount).toBe(1);
  });

  test('the hierarchy is followed from a sync state on', async () => {
    const { service } = of();
    const shape = new PropertySet(BasePropertySet.IdOnly, [FolderSchema.DisplayName]);
    // The library's type leaves out that a first call has no state.
    const first = await service.SyncFolderHierarchy(shape, null as unknown as string);
    expect(first.Count).toBeGreaterThan(10);
    const made = await make('Followed');
    const second = await service.SyncFolderHierarchy(shape, first.SyncState);
    const changed = second.GetEnumerator().map((change) => change.Folder?.DisplayName);
    expect(changed).toContain('Followed');
    await made.Delete(DeleteMode.HardDelete);
    const third = await service.SyncFolderHierarchy(shape, second.SyncState);
    expect(third.GetEnumerator().some((change) => change.FolderId.UniqueId === made.Id.UniqueId)).toBe(level >= 10);
  });

  test('permissions on a folder are given and read back', async () => {
    const { service, colleague, owner } = of();
    const folder = await make('Shared');
    const shape = new PropertySet(BasePropertySet.IdOnly, [FolderSchema.Permissions]);
    const bound = await Folder.Bind(service, folder.Id, shape);
    bound.Permissions.Add(new FolderPermission(new UserId(colleague), FolderPermissionLevel.Editor));
    await bound.Update();
    const read = await Folder.Bind(service, folder.Id, shape);
    const given = read.Permissions.GetEnumerator().find(({ UserId: user }) => user.PrimarySmtpAddress === colleague);
    // Read from the wire, the library's value is the number's text.
    expect(Number(given?.PermissionLevel)).toBe(FolderPermissionLevel.Editor);
    const theirs = new FolderId(WellKnownFolderName.Inbox, new Mailbox(owner));
    expect((await Folder.Bind(service, theirs)).TotalCount).toBeGreaterThan(5);
  });

  test.runIf(level >= 10.1)('a folder is emptied', async () => {
    const { service } = of();
    const folder = await make('To empty');
    await make('Goes too', folder.Id);
    await folder.Empty(DeleteMode.HardDelete, true);
    expect((await Folder.Bind(service, folder.Id)).ChildFolderCount).toBe(0);
  });
}
