import { requireFolder } from '../http/access.ts';
import { requireChild } from '../xml/node.ts';
import { folderXml, readFolderShape } from './folder-xml.ts';
import { forEach, type Operation } from './operation.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getfolder-operation */
export const getFolderOperation: Operation = {
  name: 'GetFolder',
  since: 8,
  emptyBody: '<m:Folders/>',
  run(context, request) {
    const shape = readFolderShape(requireChild(request, 'FolderShape'), context.level);
    return forEach(context, requireChild(request, 'FolderIds').children, (node) => {
      const { folder, mailbox } = requireFolder(
        context,
        node,
        node.name === 'FolderId' ? 'ErrorItemNotFound' : 'ErrorFolderNotFound',
      );
      return `<m:Folders>${folderXml(context, mailbox, folder, shape)}</m:Folders>`;
    });
  },
};
