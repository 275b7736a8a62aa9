import { foldersDeep, getDistinguished, type StoredFolder } from '../store/folders.ts';
import type { Store } from '../store/store.ts';

/** Folders by distinguished id and, below that, by name without case. */
export type Tree = Map<string, StoredFolder>;

/** Folders below the message root by distinguished id and, below that, by name without case. */
export function treeOf(store: Store, email: string, skip: ReadonlySet<string>): Tree {
  const mailbox = store.mailbox(email);
  const root = mailbox && getDistinguished(store, mailbox.id, 'msgfolderroot');
  if (!root) throw new Error(`No mailbox ${email}`);
  const names = new Map<number, string>([[root.id, '']]);
  const tree: Tree = new Map();
  for (const folder of foldersDeep(store, root.id)) {
    const above = names.get(folder.parent);
    if (above === undefined || (folder.distinguishedId && skip.has(folder.distinguishedId))) continue;
    const name = folder.distinguishedId ?? `${above}/${folder.name.toLowerCase()}`;
    names.set(folder.id, name);
    tree.set(name, folder);
  }
  return tree;
}
