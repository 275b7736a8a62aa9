import { requireFolder } from '../http/access.ts';
import { visibleTo } from '../http/folder-rights.ts';
import { foldersBelow, foldersDeep, type StoredFolder } from '../store/folders.ts';
import { child, requireChild } from '../xml/node.ts';
import { folderXml, readFolderShape } from './folder-xml.ts';
import { forEach, type Operation } from './operation.ts';
import { pageOf } from './paging.ts';
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
      found = visibleTo(context, mailbox, found);
      const total = found.length;
      const page = pageOf(found, request, 'Folder');
      const inner = page.list.map((each) => folderXml(context, mailbox, each, shape, true)).join('');
      return `<m:RootFolder${page.attributes} TotalItemsInView="${total}" IncludesLastItemInRange="${page.isLast}"><t:Folders>${inner}</t:Folders></m:RootFolder>`;
    });
  },
};
