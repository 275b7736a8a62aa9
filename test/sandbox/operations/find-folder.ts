import { EwsError } from '../errors.ts';
import { requireFolder } from '../http/access.ts';
import { foldersBelow, foldersDeep, type StoredFolder } from '../store/folders.ts';
import { child, type Node, requireChild } from '../xml/node.ts';
import { folderXml, readFolderShape } from './folder-xml.ts';
import { forEach, type Operation } from './operation.ts';
import { folderMatches } from './restriction.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/findfolder-operation */
export const findFolderOperation: Operation = {
  name: 'FindFolder',
  since: 8,
  run(context, request) {
    const shape = readFolderShape(requireChild(request, 'FolderShape'), context.level);
    const restriction = child(request, 'Restriction')?.children[0];
    return forEach(context, requireChild(request, 'ParentFolderIds').children, (node) => {
      const { folder, mailbox } = requireFolder(context, node);
      const traversal = request.attributes['Traversal'];
      let found: StoredFolder[] = [];
      if (traversal === 'Shallow') found = foldersBelow(context.store, folder.id);
      if (traversal === 'Deep') found = foldersDeep(context.store, folder.id);
      if (restriction) found = found.filter((each) => folderMatches(context, each, restriction));
      const total = found.length;
      const view = child(request, 'IndexedPageFolderView');
      const page = view ? pageOf(found, view) : { list: found, attributes: '', isLast: true };
      const inner = page.list.map((each) => folderXml(context, mailbox, each, shape, true)).join('');
      return `<m:RootFolder${page.attributes} TotalItemsInView="${total}" IncludesLastItemInRange="${page.isLast}"><t:Folders>${inner}</t:Folders></m:RootFolder>`;
    });
  },
};

/** The part of a list that an indexed page view asks for. `cap` is the server's own limit. */
export function pageOf<T>(
  list: readonly T[],
  view: Node,
  cap = Infinity,
): { list: T[]; attributes: string; isLast: boolean } {
  const offset = Number(view.attributes['Offset']);
  const max = Number(view.attributes['MaxEntriesReturned'] ?? 'Infinity');
  if (offset < 0 || max < 1) throw new EwsError('ErrorInvalidPagingMaxRows', 'The page view is invalid.');
  const size = Math.min(max, cap);
  if (view.attributes['BasePoint'] === 'Beginning') {
    const end = Math.min(list.length, offset + size);
    return { list: list.slice(offset, end), attributes: ` IndexedPagingOffset="${end}"`, isLast: end >= list.length };
  }
  const end = Math.max(0, list.length - offset);
  const start = Math.max(0, end - size);
  return {
    list: list.slice(start, end),
    attributes: ` IndexedPagingOffset="${list.length - start}"`,
    isLast: start === 0,
  };
}
