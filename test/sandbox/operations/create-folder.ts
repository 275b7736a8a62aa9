import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import { readExtended } from '../items/extended.ts';
import type { NamedValue } from '../items/model.ts';
import { countWrite } from '../side.ts';
import { childNamed, elementOfFolder, type FolderElement, insertFolder } from '../store/folders.ts';
import { setPermissions } from '../store/permissions.ts';
import { child, requireChild, textOf } from '../xml/node.ts';
import { folderId } from './folder-xml.ts';
import { readPermissionSet } from './permission-xml.ts';
import { readSearch } from './search-folders.ts';
import { setSearch } from '../store/searches.ts';
import { forEach, type Operation } from './operation.ts';

/** A plain folder that is given no class has none (recorded from 2007 SP1 and 2010 SP2). */
const CLASSES: Record<string, string> = {
  Folder: '',
  CalendarFolder: 'IPF.Appointment',
  ContactsFolder: 'IPF.Contact',
  TasksFolder: 'IPF.Task',
  SearchFolder: '',
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/createfolder-operation */
export const createFolderOperation: Operation = {
  name: 'CreateFolder',
  since: 8,
  emptyBody: '<m:Folders/>',
  run(context, request) {
    const target = requireChild(request, 'ParentFolderId').children[0];
    return forEach(context, requireChild(request, 'Folders').children, (node) => {
      if (!target) throw new EwsError('ErrorFolderNotFound');
      const { folder: parent, mailbox } = requireFolder(
        context,
        target,
        'ErrorParentFolderNotFound',
        'create-subfolder',
      );
      // As it was given: spaces around it are part of a name.
      const name = child(node, 'DisplayName')?.text ?? '';
      if (!name) throw new EwsError('ErrorInvalidPropertySet');
      const fallback = CLASSES[node.name];
      if (fallback === undefined) throw new EwsError('ErrorInvalidFolderTypeForOperation');
      const given = textOf(node, 'FolderClass');
      const typed = node.name !== 'Folder';
      if (typed && given) throw new EwsError('ErrorNoFolderClassOverride');
      if (parent.element === 'SearchFolder') throw new EwsError('ErrorInvalidParentFolder');
      const element = typed ? (node.name as FolderElement) : elementOfFolder(given ?? '');
      const set = child(node, 'PermissionSet');
      const parameters = child(node, 'SearchParameters');
      if (element === 'SearchFolder' && !parameters) throw new EwsError('ErrorInvalidPropertySet');
      const search = parameters && readSearch(context, mailbox, parameters);
      const permissions = set && readPermissionSet(context, set, element);
      if (childNamed(context.store, parent.id, name)) throw new EwsError('ErrorFolderExists');
      const named: Record<string, NamedValue> = {};
      let isHidden = false;
      for (const each of node.children.filter((part) => part.name === 'ExtendedProperty')) {
        const { path, value } = readExtended(each);
        if (path.tag === 0x10f4) isHidden = value === 'true';
        else named[path.key] = value;
      }
      const folder = insertFolder(context.store, mailbox.id, {
        parent: parent.id,
        name,
        folderClass: given || fallback,
        isHidden,
        named,
        element,
      });
      if (search) setSearch(context.store, folder.id, search);
      if (permissions) setPermissions(context.store, folder.id, permissions);
      countWrite(context, 'CreateFolder');
      return `<m:Folders><t:${folder.element}>${folderId(folder, mailbox)}</t:${folder.element}></m:Folders>`;
    });
  },
};
