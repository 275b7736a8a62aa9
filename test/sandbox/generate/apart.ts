import { getDistinguished, insertFolder, type StoredFolder } from '../store/folders.ts';
import { insertItem } from '../store/items.ts';
import type { Mailbox, Store } from '../store/store.ts';
import { makeMail, type World } from './mail.ts';
import { Random } from './random.ts';

/** How many mails lie beside a mailbox: in its archive, and where what was deleted can be recovered. */
export type ApartOptions = { archived?: number; recoverable?: number };

const RECOVERABLE = ['recoverableitemsdeletions', 'recoverableitemsversions', 'recoverableitemspurges'];

/**
 * Fills the archive, with two years of folders, and the recoverable items, each of their folders. Has a seed of its
 * own, so that the mailbox itself is the same with and without.
 */
export function fillApart(
  store: Store,
  mailbox: Mailbox,
  world: World,
  seed: number | string,
  { archived = 0, recoverable = 0 }: ApartOptions,
): void {
  if (archived === 0 && recoverable === 0) return;
  const own: World = { ...world, random: new Random(`${seed}|${mailbox.email}|apart`) };
  const known = (name: string): StoredFolder => {
    const folder = getDistinguished(store, mailbox.id, name);
    if (!folder) throw new Error(`${mailbox.email} has no ${name}`);
    return folder;
  };
  const put = (folders: readonly StoredFolder[], count: number): void => {
    for (let index = 0; index < count; index += 1) {
      const folder = folders[index % folders.length] as StoredFolder;
      insertItem(store, mailbox.id, folder.id, makeMail(own, { attach: own.random.chance(0.2) }));
    }
  };
  if (archived > 0) {
    const root = known('archivemsgfolderroot');
    const below = (parent: StoredFolder, name: string): StoredFolder =>
      insertFolder(store, mailbox.id, { parent: parent.id, name, folderClass: 'IPF.Note' });
    const [old, older] = [below(root, '2019'), below(root, '2018')];
    const inbox = getDistinguished(store, mailbox.id, 'archiveinbox');
    put([old, below(old, world.language.folders[0] ?? 'More'), older, ...(inbox ? [inbox] : [])], archived);
  }
  put(
    RECOVERABLE.flatMap((name) => getDistinguished(store, mailbox.id, name) ?? []),
    recoverable,
  );
}
