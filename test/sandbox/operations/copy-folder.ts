import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import { countWrite } from '../side.ts';
import { childNamed, copyFolderTree, isWithin } from '../store/folders.ts';
import { copyItem, itemsIn } from '../store/items.ts';
import { withinLimits } from '../store/limits.ts';
import { type Node, requireChild } from '../xml/node.ts';
import { folderId } from './folder-xml.ts';
import { forEach, type Operation } from './operation.ts';

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/copyfolder-operation
 *
 * A distinguished folder may be copied; its copy is an ordinary one. The code for a name that is taken is MoveFolder's
 * recorded one: unproven for copies.
 */
export const copyFolderOperation: Operation = {
  name: 'CopyFolder',
  since: 8,
  emptyBody: '<m:Folders/>',
  run(context, request) {
    const { store } = context;
    const target = requireChild(request, 'ToFolderId').children[0] as Node;
    return forEach(context, requireChild(request, 'FolderIds').children, (node) => {
      const to = requireFolder(context, target, 'ErrorToFolderNotFound', 'create-subfolder');
      const { folder, mailbox } = requireFolder(context, node, 'ErrorItemNotFound', 'read');
      if (to.mailbox.id !== mailbox.id) throw new EwsError('ErrorCrossMailboxMoveCopy');
      if (
        to.folder.element === 'SearchFolder' ||
        isWithin(store, to.folder.id, folder.id) ||
        childNamed(store, to.folder.id, folder.name)
      )
        throw new EwsError('ErrorMoveCopyFailed');
      const [top] = store.transaction(() => {
        const copies = copyFolderTree(store, folder, to.folder.id);
        for (const { from, to: copy } of copies)
          for (const item of itemsIn(store, from.id))
            withinLimits(store, mailbox.id, () => copyItem(store, item, copy.id));
        return copies;
      });
      countWrite(context, 'CopyFolder');
      return `<m:Folders><t:${folder.element}>${folderId((top as { to: typeof folder }).to, mailbox)}</t:${folder.element}></m:Folders>`;
    });
  },
};
