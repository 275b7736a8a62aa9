import type { FolderElement } from './folders.ts';
import type { Store } from './store.ts';

/**
 * Who may do what in a folder; rights are the bits of MS-OXCPERM 2.2.7 (PidTagMemberRights), which is what Exchange
 * keeps below its permission levels. A new folder takes its parent's list along, as on a real server.
 */
export const PERMISSION_TABLES = `
create table if not exists folder_permissions (
  folder integer not null, user text not null collate nocase, rights integer not null, primary key (folder, user)
) without rowid;
create trigger if not exists folder_permissions_inherited after insert on folders when new.parent is not null begin
  insert into folder_permissions select new.id, user, rights from folder_permissions where folder = new.parent;
end;
create trigger if not exists folder_permissions_gone after delete on folders begin
  delete from folder_permissions where folder = old.id;
end;
`;

export const RIGHT = {
  readAny: 0x1,
  create: 0x2,
  editOwned: 0x8,
  deleteOwned: 0x10,
  editAny: 0x20,
  deleteAny: 0x40,
  createSubfolder: 0x80,
  owner: 0x100,
  contact: 0x200,
  visible: 0x400,
  freeBusySimple: 0x800,
  freeBusyDetailed: 0x1000,
} as const;

/** `user` is the address of a mailbox, or one of the two that are nobody in particular. */
export type Permission = { user: string; rights: number };
export const DISTINGUISHED_USERS = ['Default', 'Anonymous'] as const;

const LEVELS: Readonly<Record<string, number>> = {
  Owner: 0x7fb,
  PublishingEditor: 0x4fb,
  Editor: 0x47b,
  PublishingAuthor: 0x49b,
  Author: 0x41b,
  NoneditingAuthor: 0x413,
  Reviewer: 0x401,
  Contributor: 0x402,
  None: 0,
};
const FREE_BUSY = RIGHT.freeBusySimple | RIGHT.freeBusyDetailed;
const CALENDAR_LEVELS: Readonly<Record<string, number>> = {
  FreeBusyTimeOnly: RIGHT.freeBusySimple,
  FreeBusyTimeAndSubjectAndLocation: FREE_BUSY,
};

/** Rights of a PermissionLevel or CalendarPermissionLevel; undefined for Custom, which has none of its own. */
export const rightsOfLevel = (level: string): number | undefined => LEVELS[level] ?? CALENDAR_LEVELS[level];

/**
 * The level that these rights are; `Custom` when they are none. Who reads all sees free and busy times anyway, and
 * being the folder's contact or seeing it in lists makes no level of its own.
 */
export function levelOf(rights: number, element: FolderElement): string {
  const plain = rights & ~FREE_BUSY;
  const isNothing = (plain & ~(RIGHT.visible | RIGHT.contact)) === 0;
  if (isNothing && element === 'CalendarFolder' && rights & FREE_BUSY)
    return rights & RIGHT.freeBusyDetailed ? 'FreeBusyTimeAndSubjectAndLocation' : 'FreeBusyTimeOnly';
  if (isNothing) return 'None';
  // Recorded from 2007 SP1: a reviewer who may not see the folder in lists is still a reviewer.
  const shown = RIGHT.visible | RIGHT.contact;
  const found = Object.entries(LEVELS).find(([, bits]) => (bits | shown) === (plain | shown));
  return found?.[0] ?? 'Custom';
}

/** What a list has at least: everyone sees when a calendar is busy, and nothing else. */
const defaultRights = (user: string, isCalendar: boolean): number =>
  user === 'Default' && isCalendar ? RIGHT.freeBusySimple : 0;

function isCalendar(store: Store, folder: number): boolean {
  const row = store.sql('select distinguished from folders where id = ?').get(folder);
  return row?.['distinguished'] === 'calendar';
}

/** The list of a folder: Default and Anonymous first, then people by address. */
export function permissionsOf(store: Store, folder: number): Permission[] {
  const rows = store
    .sql('select user, rights from folder_permissions where folder = ? order by user')
    .all(folder) as Permission[];
  const nobody = DISTINGUISHED_USERS.map(
    (user) => rows.find((row) => row.user === user) ?? { user, rights: defaultRights(user, isCalendar(store, folder)) },
  );
  return [...nobody, ...rows.filter((row) => !nobody.includes(row))].map(({ user, rights }) => ({ user, rights }));
}

/** Sets or, with undefined, takes away what one user may do in a folder. */
export function setPermission(store: Store, folder: number, user: string, rights: number | undefined): void {
  if (rights === undefined) store.sql('delete from folder_permissions where folder = ? and user = ?').run(folder, user);
  else
    store
      .sql(
        `insert into folder_permissions values (?, ?, ?)
         on conflict (folder, user) do update set rights = excluded.rights`,
      )
      .run(folder, user, rights);
}

/** Replaces the whole list of a folder. */
export function setPermissions(store: Store, folder: number, permissions: readonly Permission[]): void {
  store.transaction(() => {
    store.sql('delete from folder_permissions where folder = ?').run(folder);
    for (const { user, rights } of permissions) setPermission(store, folder, user, rights);
  });
}

/** What someone may do in a folder: by an entry of their own, else as anyone (`Default`). */
export function rightsIn(store: Store, folder: number, email: string | undefined): number {
  const find = store.sql('select rights from folder_permissions where folder = ? and user = ?');
  const own = (email === undefined ? undefined : find.get(folder, email)) ?? find.get(folder, 'Default');
  return (own as { rights: number } | undefined)?.rights ?? defaultRights('Default', isCalendar(store, folder));
}
