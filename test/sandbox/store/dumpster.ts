import { getDistinguished, insertFolder } from './folders.ts';
import type { Store } from './store.ts';

/**
 * Before Exchange 2010 what is deleted softly stays with its folder, where only SoftDeleted traversals see it. Here
 * each folder gets a place of its own for that, outside the tree.
 */
export const DUMPSTER_TABLE = `
create table if not exists dumpsters (folder integer primary key, place integer not null);
`;

/** Where a folder's softly deleted items lie; undefined when there are none. */
export function dumpsterOf(store: Store, folder: number): number | undefined {
  const row = store.sql('select place from dumpsters where folder = ?').get(folder);
  return (row as { place: number } | undefined)?.place;
}

/** The folder that takes what is deleted softly: the mailbox's recoverable items since 2010, else the folder's own. */
export function recoverablePlace(store: Store, mailbox: number, folder: number): number {
  const deletions = getDistinguished(store, mailbox, 'recoverableitemsdeletions');
  if (deletions) return deletions.id;
  const known = dumpsterOf(store, folder);
  if (known !== undefined) return known;
  const place = insertFolder(store, mailbox, { parent: 0, name: 'Dumpster', folderClass: '', isHidden: true });
  store.sql('insert into dumpsters values (?, ?)').run(folder, place.id);
  return place.id;
}
