import type { NamedValue } from '../items/model.ts';
import type { Store } from './store.ts';

export type FolderElement = 'Folder' | 'CalendarFolder' | 'ContactsFolder' | 'TasksFolder' | 'SearchFolder';

export type StoredFolder = {
  id: number;
  mailbox: number;
  /** 0 for the root. */
  parent: number;
  name: string;
  folderClass: string;
  element: FolderElement;
  distinguishedId?: string;
  isHidden: boolean;
  change: number;
  created: number;
  named: Record<string, NamedValue>;
};

const COLUMNS = 'id, mailbox, parent, name, class, element, distinguished, hidden, change, created, properties';

type Row = Record<string, string | number | null>;

const fromRow = (row: Row): StoredFolder => ({
  id: row['id'] as number,
  mailbox: row['mailbox'] as number,
  parent: (row['parent'] as number | null) ?? 0,
  name: row['name'] as string,
  folderClass: row['class'] as string,
  element: row['element'] as FolderElement,
  ...(row['distinguished'] ? { distinguishedId: row['distinguished'] as string } : {}),
  isHidden: row['hidden'] === 1,
  change: row['change'] as number,
  created: row['created'] as number,
  named: JSON.parse(row['properties'] as string) as Record<string, NamedValue>,
});

/** Which element a folder class makes. */
export function elementOfFolder(folderClass: string): FolderElement {
  const lower = folderClass.toLowerCase();
  if (lower.startsWith('ipf.appointment')) return 'CalendarFolder';
  if (lower.startsWith('ipf.contact')) return 'ContactsFolder';
  if (lower.startsWith('ipf.task')) return 'TasksFolder';
  return 'Folder';
}

export function getFolder(store: Store, id: number): StoredFolder | undefined {
  const row = store.sql(`select ${COLUMNS} from folders where id = ?`).get(id);
  return row && fromRow(row as Row);
}

export function getDistinguished(store: Store, mailbox: number, name: string): StoredFolder | undefined {
  const row = store.sql(`select ${COLUMNS} from folders where mailbox = ? and distinguished = ?`).get(mailbox, name);
  return row && fromRow(row as Row);
}

/** The folders right below one, in the order of their making. */
export function foldersBelow(store: Store, parent: number): StoredFolder[] {
  return (store.sql(`select ${COLUMNS} from folders where parent = ? order by id`).all(parent) as Row[]).map(fromRow);
}

export function foldersOf(store: Store, mailbox: number): StoredFolder[] {
  return (store.sql(`select ${COLUMNS} from folders where mailbox = ? order by id`).all(mailbox) as Row[]).map(fromRow);
}

/** Parents first. */
export function foldersDeep(store: Store, parent: number): StoredFolder[] {
  return foldersBelow(store, parent).flatMap((folder) => [folder, ...foldersDeep(store, folder.id)]);
}

/** Folder names are one of a kind below a parent, whatever their case. */
export function childNamed(store: Store, parent: number, name: string): StoredFolder | undefined {
  const wanted = name.toLowerCase();
  return foldersBelow(store, parent).find((folder) => folder.name.toLowerCase() === wanted);
}

export type NewFolder = {
  parent: number;
  name: string;
  folderClass: string;
  distinguishedId?: string;
  isHidden?: boolean;
  element?: FolderElement;
  named?: Record<string, NamedValue>;
};

export function insertFolder(store: Store, mailbox: number, folder: NewFolder): StoredFolder {
  return store.transaction(() => {
    const change = store.nextChange(mailbox);
    const { lastInsertRowid } = store
      .sql(
        `insert into folders (mailbox, parent, name, class, element, distinguished, hidden, change, created, properties)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        mailbox,
        folder.parent || null,
        folder.name,
        folder.folderClass,
        folder.element ?? elementOfFolder(folder.folderClass),
        folder.distinguishedId ?? null,
        folder.isHidden ? 1 : 0,
        change,
        change,
        JSON.stringify(folder.named ?? {}),
      );
    return getFolder(store, Number(lastInsertRowid)) as StoredFolder;
  });
}

export type FolderCounts = { total: number; unread: number; sizeBytes: number; children: number };

export function folderCounts(store: Store, folder: number): FolderCounts {
  const row = store
    .sql(
      `select count(*) as total, coalesce(sum(is_read = 0), 0) as unread, coalesce(sum(size), 0) as size
       from items where folder = ? and owner is null and associated = 0`,
    )
    .get(folder) as { total: number; unread: number; size: number };
  const children = store.sql('select count(*) as n from folders where parent = ?').get(folder) as { n: number };
  return { total: row.total, unread: row.unread, sizeBytes: row.size, children: children.n };
}

/** Takes a folder away with all that is below it. */
export function removeFolder(store: Store, folder: StoredFolder): void {
  store.transaction(() => {
    for (const below of foldersBelow(store, folder.id)) removeFolder(store, below);
    const dumpster = store.sql('select place from dumpsters where folder = ?').get(folder.id) as Row | undefined;
    const place = dumpster && getFolder(store, dumpster['place'] as number);
    if (place) removeFolder(store, place);
    const change = store.nextChange(folder.mailbox);
    store.sql('delete from content where item in (select id from items where folder = ?)').run(folder.id);
    store.sql('delete from attachments where item in (select id from items where folder = ?)').run(folder.id);
    store.sql('delete from items where folder = ?').run(folder.id);
    store.sql('delete from folders where id = ?').run(folder.id);
    store.sql('insert into folder_tombstones values (?, ?, ?)').run(folder.mailbox, folder.id, change);
  });
}

/** Hangs a folder below another one. Its id stays; its own change key moves, its parents' don't. */
export function moveFolder(store: Store, folder: StoredFolder, parent: number): void {
  store
    .sql('update folders set parent = ?, change = ? where id = ?')
    .run(parent, store.nextChange(folder.mailbox), folder.id);
}

/** Whether a folder is another one or lies somewhere below it. */
export function isWithin(store: Store, folder: number, ancestor: number): boolean {
  for (let at: StoredFolder | undefined = getFolder(store, folder); at; at = getFolder(store, at.parent))
    if (at.id === ancestor) return true;
  return false;
}

/** A folder once more below `parent`, with what is below it; items are the caller's to copy. Returns pairs, top first. */
export function copyFolderTree(
  store: Store,
  folder: StoredFolder,
  parent: number,
): { from: StoredFolder; to: StoredFolder }[] {
  const { name, folderClass, element, isHidden, named } = folder;
  const below = foldersBelow(store, folder.id);
  const to = insertFolder(store, folder.mailbox, { parent, name, folderClass, element, isHidden, named });
  return [{ from: folder, to }, ...below.flatMap((each) => copyFolderTree(store, each, to.id))];
}

/** Writes a folder's name, class and properties; its change key moves. */
export function updateFolderRow(store: Store, folder: StoredFolder): void {
  store
    .sql('update folders set name = ?, class = ?, hidden = ?, properties = ?, change = ? where id = ?')
    .run(
      folder.name,
      folder.folderClass,
      folder.isHidden ? 1 : 0,
      JSON.stringify(folder.named),
      store.nextChange(folder.mailbox),
      folder.id,
    );
}
