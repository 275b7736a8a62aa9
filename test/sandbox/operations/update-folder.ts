import { EwsError } from './errors.ts';
import { requireFolder } from '../http/access.ts';
import { propertyPath, readExtended } from '../items/extended.ts';
import { readPath } from '../items/fields.ts';
import { type Context, countWrite } from '../side.ts';
import { childNamed, elementOfFolder, getFolder, type StoredFolder, updateFolderRow } from '../store/folders.ts';
import { parseChangeKey } from '../store/ids.ts';
import { permissionsOf, setPermissions } from '../store/permissions.ts';
import { type Node, requireChild } from '../xml/node.ts';
import { folderId } from './folder-xml.ts';
import { forEach, type Operation } from './operation.ts';
import { readPermissionSet } from './permission-xml.ts';

/** Tags that a folder keeps in a column of its own; what is not here and is not named is the server's. */
const READ_ONLY = new Set([0x0e08, 0x3601, 0x3602, 0x3603, 0x360a]);

function setExtended(folder: StoredFolder, property: Node): void {
  const { path, value } = readExtended(property);
  if (path.tag !== undefined && READ_ONLY.has(path.tag)) throw new EwsError('ErrorInvalidPropertySet');
  if (path.tag === 0x10f4) folder.isHidden = value === 'true';
  else if (path.tag === 0x3001) folder.name = String(value);
  else if (path.tag === 0x3613) folder.folderClass = String(value);
  else folder.named[path.key] = value;
}

function deleteExtended(folder: StoredFolder, path: Node): void {
  const property = propertyPath(path);
  if (property.tag !== undefined && (READ_ONLY.has(property.tag) || /^(?:12289|13843)$/.test(String(property.tag))))
    throw new EwsError('ErrorInvalidPropertyDelete');
  if (property.tag === 0x10f4) folder.isHidden = false;
  delete folder.named[property.key];
}

/** Sets, or with Append adds to, who may do what. */
function changePermissions(context: Context, folder: StoredFolder, set: Node, isAppended: boolean): void {
  const given = readPermissionSet(context, set, folder.element);
  const old = isAppended ? permissionsOf(context.store, folder.id) : [];
  const known = new Set(given.map(({ user }) => user.toLowerCase()));
  // Someone who has an entry can't get another one; the code is unproven.
  if (old.some(({ user }) => known.has(user.toLowerCase()))) throw new EwsError('ErrorDuplicateUserIdsSpecified');
  setPermissions(context.store, folder.id, [...old, ...given]);
}

const NAMES: Readonly<Record<string, string>> = {
  'folder:DisplayName': 'DisplayName',
  'folder:FolderClass': 'FolderClass',
  'folder:PermissionSet': 'PermissionSet',
};

function apply(context: Context, folder: StoredFolder, update: Node): void {
  const [path, holder] = update.children as [Node, Node | undefined];
  const [property, second] = holder?.children ?? [];
  if (holder && (!property || second)) throw new EwsError('ErrorIncorrectUpdatePropertyCount');
  if (path.name === 'ExtendedFieldURI') {
    if (update.name === 'AppendToFolderField') throw new EwsError('ErrorInvalidPropertyAppend');
    if (!property) return deleteExtended(folder, path);
    if (property.name !== 'ExtendedProperty') throw new EwsError('ErrorUpdatePropertyMismatch');
    return setExtended(folder, property);
  }
  const read = readPath(path, context.level);
  const name = read.kind === 'field' ? NAMES[read.uri] : undefined;
  if (property && name && property.name !== name) throw new EwsError('ErrorUpdatePropertyMismatch');
  if (name === 'PermissionSet') {
    if (property) return changePermissions(context, folder, property, update.name === 'AppendToFolderField');
    return setPermissions(context.store, folder.id, []);
  }
  if (update.name === 'AppendToFolderField') throw new EwsError('ErrorInvalidPropertyAppend');
  if (!property) throw new EwsError('ErrorInvalidPropertyDelete');
  if (!name) throw new EwsError('ErrorInvalidPropertySet');
  if (name === 'DisplayName') folder.name = property.text;
  else folder.folderClass = property.text;
}

/** What may not be made of a folder. The codes for folders that the server made itself are unproven. */
function check(context: Context, before: StoredFolder, after: StoredFolder): void {
  if (!after.name) throw new EwsError('ErrorInvalidPropertySet');
  const isRenamed = after.name !== before.name;
  if (before.distinguishedId && (isRenamed || after.folderClass !== before.folderClass))
    throw new EwsError('ErrorFolderSave');
  if (after.folderClass !== before.folderClass && elementOfFolder(after.folderClass) !== before.element)
    throw new EwsError('ErrorObjectTypeChanged');
  const namesake = isRenamed ? childNamed(context.store, before.parent, after.name) : undefined;
  if (namesake && namesake.id !== before.id) throw new EwsError('ErrorFolderExists');
}

/**
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updatefolder-operation
 *
 * Error codes: https://learn.microsoft.com/previous-versions/office/developer/exchange-server-2010/bb402473(v=exchg.140);
 * permissions: https://learn.microsoft.com/previous-versions/office/developer/exchange-server-2007/bb856574(v=exchg.80).
 * All changes of a folder happen, or none.
 */
export const updateFolderOperation: Operation = {
  name: 'UpdateFolder',
  since: 8,
  emptyBody: '<m:Folders/>',
  run(context, request) {
    const { store } = context;
    return forEach(context, requireChild(request, 'FolderChanges').children, (entry) => {
      const [idNode, updates] = entry.children as [Node, Node];
      const { folder, mailbox } = requireFolder(context, idNode, 'ErrorItemNotFound', 'own');
      const changeKey = idNode.attributes['ChangeKey'];
      if (!changeKey) throw new EwsError('ErrorChangeKeyRequiredForWriteOperations');
      if (parseChangeKey(changeKey) === undefined) throw new EwsError('ErrorInvalidChangeKey');
      // A stale one: the code is unproven.
      if (parseChangeKey(changeKey) !== folder.change) throw new EwsError('ErrorStaleObject');
      store.transaction(() => {
        const next = structuredClone(folder);
        for (const update of updates.children) apply(context, next, update);
        check(context, folder, next);
        updateFolderRow(store, next);
      });
      countWrite(context, 'UpdateFolder');
      const stored = getFolder(store, folder.id) as StoredFolder;
      return `<m:Folders><t:${stored.element}>${folderId(stored, mailbox)}</t:${stored.element}></m:Folders>`;
    });
  },
};
