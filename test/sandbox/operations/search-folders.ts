import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import type { Item } from '../items/model.ts';
import type { Reading } from '../items/read-item.ts';
import type { Context } from '../side.ts';
import { type FolderCounts, folderCounts, foldersDeep, getFolder, type StoredFolder } from '../store/folders.ts';
import { folderIdText } from '../store/ids.ts';
import { itemsIn } from '../store/items.ts';
import { type Search, searchOf } from '../store/searches.ts';
import type { Mailbox } from '../store/store.ts';
import { escapeXml, type Node, requireChild, wrap } from '../xml/node.ts';
import { itemLookup, matches } from './restriction.ts';

/** Reads SearchParameters; the folders must be in the mailbox of the search folder. */
export function readSearch(context: Context, mailbox: Mailbox, node: Node): Search {
  const restriction = requireChild(node, 'Restriction').children[0] as Node;
  const folders = requireChild(node, 'BaseFolderIds').children.map((each) => {
    const found = requireFolder(context, each, 'ErrorFolderNotFound', 'read');
    if (found.mailbox.id !== mailbox.id) throw new EwsError('ErrorCrossMailboxMoveCopy');
    return found.folder.id;
  });
  return { restriction, folders, isDeep: node.attributes['Traversal'] !== 'Shallow' };
}

const nodeXml = (node: Node): string =>
  wrap(`t:${node.name}`, escapeXml(node.text.trim()) + node.children.map(nodeXml).join(''), node.attributes) as string;

/** SearchParameters as GetFolder tells them: the restriction as it was given, the folders by their ids. */
export function searchXml(context: Context, mailbox: Mailbox, folder: StoredFolder): string {
  const search = searchOf(context.store, folder.id);
  if (!search) return '';
  const ids = search.folders.map((id) => `<t:FolderId Id="${folderIdText(mailbox.guid, id)}" ChangeKey="AQAAAA=="/>`);
  return `<t:SearchParameters Traversal="${search.isDeep ? 'Deep' : 'Shallow'}"><t:Restriction>${nodeXml(search.restriction)}</t:Restriction><t:BaseFolderIds>${ids.join('')}</t:BaseFolderIds></t:SearchParameters>`;
}

/** What a search folder shows: items that lie elsewhere, newest first. */
export function searchItems(reading: Reading, folder: number): Item[] {
  const { store } = reading;
  const search = searchOf(store, folder);
  if (!search) return [];
  const within = new Set(
    search.folders.flatMap((id) => [id, ...(search.isDeep ? foldersDeep(store, id).map((each) => each.id) : [])]),
  );
  const found = [...within]
    .filter((id) => getFolder(store, id)?.element !== 'SearchFolder')
    .flatMap((id) => itemsIn(store, id))
    .filter((item) => !item.isAssociated && matches(itemLookup(reading, item), search.restriction));
  return found.toSorted((a, b) => (b.receivedAt ?? 0) - (a.receivedAt ?? 0) || b.id - a.id);
}

/** Counts of any folder; those of a search are counted out. */
export function countsOf(context: Context, mailbox: Mailbox, folder: StoredFolder): FolderCounts {
  const counts = folderCounts(context.store, folder.id);
  if (folder.element !== 'SearchFolder') return counts;
  const { store, level } = context;
  const shape: Reading['shape'] = { base: 'IdOnly', withMime: false, bodyType: 'Best', paths: [] };
  const reading: Reading = { store, guid: mailbox.guid, level, shape, isList: true };
  const items = searchItems(reading, folder.id);
  return {
    ...counts,
    total: items.length,
    unread: items.filter((item) => !item.isRead).length,
    sizeBytes: items.reduce((sum, item) => sum + item.sizeBytes, 0),
  };
}
