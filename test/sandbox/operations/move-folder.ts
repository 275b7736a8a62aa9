import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import { countWrite } from '../side.ts';
import { childNamed, getFolder, isWithin, moveFolder, type StoredFolder } from '../store/folders.ts';
import { type Node, requireChild } from '../xml/node.ts';
import { folderId } from './folder-xml.ts';
import { forEach, type Operation } from './operation.ts';

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/movefolder-operation
 *
 * The folder keeps its id and gets a new change key; the folder it comes to keeps both (recorded from 2007 SP1 and
 * 2010 SP2). A name that is taken there is no ErrorFolderExists but ErrorMoveCopyFailed (recorded).
 */
export const moveFolderOperation: Operation = {
  name: 'MoveFolder',
  since: 8,
  emptyBody: '<m:Folders/>',
  run(context, request) {
    const { store } = context;
    const target = requireChild(request, 'ToFolderId').children[0] as Node;
    return forEach(context, requireChild(request, 'FolderIds').children, (node) => {
      const to = requireFolder(context, target, 'ErrorToFolderNotFound', 'create-subfolder');
      const { folder, mailbox } = requireFolder(context, node, 'ErrorItemNotFound', 'own');
      if (folder.distinguishedId) throw new EwsError('ErrorMoveDistinguishedFolder');
      // Folders stay in their mailbox; whether newer servers say so with this code is unproven.
      if (to.mailbox.id !== mailbox.id) throw new EwsError('ErrorCrossMailboxMoveCopy');
      if (to.folder.element === 'SearchFolder') throw new EwsError('ErrorMoveCopyFailed');
      // Into itself or below itself: the code is unproven.
      if (isWithin(store, to.folder.id, folder.id)) throw new EwsError('ErrorMoveCopyFailed');
      const namesake = childNamed(store, to.folder.id, folder.name);
      if (namesake) throw new EwsError('ErrorMoveCopyFailed');
      moveFolder(store, folder, to.folder.id);
      countWrite(context, 'MoveFolder');
      const moved = getFolder(store, folder.id) as StoredFolder;
      return `<m:Folders><t:${moved.element}>${folderId(moved, mailbox)}</t:${moved.element}></m:Folders>`;
    });
  },
};
