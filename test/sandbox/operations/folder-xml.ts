import { extendedXml, type PropertyPath } from '../items/extended.ts';
import type { NamedValue } from '../items/model.ts';
import { readPath, type Path } from '../items/fields.ts';
import { EwsError } from './errors.ts';
import { rightsOn } from '../http/folder-rights.ts';
import type { Context } from '../side.ts';
import { changeKeyText, folderIdText } from '../store/ids.ts';
import { permissionSetXml } from './permission-xml.ts';
import { countsOf, searchXml } from './search-folders.ts';
import { RIGHT } from '../store/permissions.ts';
import type { FolderCounts, StoredFolder } from '../store/folders.ts';
import type { Mailbox } from '../store/store.ts';
import { child, leaf, type Node, textOf } from '../xml/node.ts';

export type FolderShape = { base: string; paths: Path[] };

export function readFolderShape(node: Node, level: number): FolderShape {
  const paths = child(node, 'AdditionalProperties')?.children.map((each) => readPath(each, level)) ?? [];
  // Properties of items are valid on the wire, and no folder has them.
  if (paths.some((path) => path.kind === 'field' && !path.uri.startsWith('folder:')))
    throw new EwsError('ErrorInvalidPropertyRequest');
  return { base: textOf(node, 'BaseShape') ?? 'IdOnly', paths };
}

export const folderId = (folder: Pick<StoredFolder, 'id' | 'change'>, mailbox: Mailbox): string =>
  `<t:FolderId Id="${folderIdText(mailbox.guid, folder.id)}" ChangeKey="${changeKeyText(mailbox.guid, folder.change, true)}"/>`;

const DEFAULT = ['DisplayName', 'TotalCount', 'ChildFolderCount', 'UnreadCount'];
const ORDER = [
  'ParentFolderId',
  'FolderClass',
  'DisplayName',
  'TotalCount',
  'ChildFolderCount',
  'ExtendedProperty',
  'EffectiveRights',
  'DistinguishedFolderId',
  'PermissionSet',
  'UnreadCount',
  'SearchParameters',
];

/** What the caller may do in the folder; seeing private items goes with being its owner. */
function effectiveRights(context: Context, rights: number): string {
  const own = (rights & RIGHT.owner) !== 0;
  const has = (bit: number): boolean => (rights & bit) !== 0;
  const list: [string, boolean][] = [
    ['CreateAssociated', own],
    ['CreateContents', has(RIGHT.create)],
    ['CreateHierarchy', has(RIGHT.createSubfolder)],
    ['Delete', own],
    ['Modify', own],
    ['Read', has(RIGHT.readAny)],
  ];
  if (context.level >= 10) list.push(['ViewPrivateItems', own]);
  return `<t:EffectiveRights>${list.map(([name, value]) => `<t:${name}>${value}</t:${name}>`).join('')}</t:EffectiveRights>`;
}

/** Parents are named without a change key of their own (recorded from 2007 SP1 and 2010 SP2). */
const parentId = (folder: StoredFolder, mailbox: Mailbox): string =>
  `<t:ParentFolderId Id="${folderIdText(mailbox.guid, folder.parent || folder.id)}" ChangeKey="AQAAAA=="/>`;

function folderProperty(folder: StoredFolder, counts: FolderCounts, path: PropertyPath): NamedValue | undefined {
  switch (path.tag) {
    case 0x0e08:
      return /^(?:Integer|Long)$/.test(path.type) ? String(counts.sizeBytes) : undefined;
    case 0x10f4:
      return String(folder.isHidden);
    case 0x3001:
      return folder.name;
    case 0x3602:
      return String(counts.total);
    case 0x3603:
      return String(counts.unread);
    case 0x360a:
      return String(counts.children > 0);
    case 0x3613:
      return folder.folderClass || undefined;
    case 0x3601:
      return folder.parent === 0 ? '0' : '1';
    default:
      return folder.named[path.key];
  }
}

/**
 * A folder in the shape that was asked for. Only the owner sees who may do what, by GetFolder and
 * SyncFolderHierarchy; FindFolder (`isFound`) leaves it out.
 */
export function folderXml(
  context: Context,
  mailbox: Mailbox,
  folder: StoredFolder,
  shape: FolderShape,
  isFound = false,
): string {
  const names = new Set<string>();
  if (shape.base === 'Default') for (const name of DEFAULT) names.add(name);
  if (shape.base === 'AllProperties') for (const name of ORDER) names.add(name);
  for (const path of shape.paths) if (path.kind === 'field') names.add(path.uri.split(':')[1] ?? '');
  const counts = countsOf(context, mailbox, folder);
  const rights = rightsOn(context, mailbox, folder.id);
  let inner = folderId(folder, mailbox);
  for (const name of ORDER) {
    if (name === 'ExtendedProperty') {
      for (const path of shape.paths) {
        if (path.kind !== 'extended') continue;
        const value = folderProperty(folder, counts, path.property);
        if (value !== undefined) inner += extendedXml(path.property, value);
      }
      continue;
    }
    if (!names.has(name)) continue;
    switch (name) {
      case 'ParentFolderId':
        // The root is its own parent.
        inner += parentId(folder, mailbox);
        break;
      case 'FolderClass':
        if (folder.folderClass) inner += leaf('t:FolderClass', folder.folderClass);
        break;
      case 'DisplayName':
        inner += leaf('t:DisplayName', folder.name);
        break;
      case 'TotalCount':
        inner += `<t:TotalCount>${counts.total}</t:TotalCount>`;
        break;
      case 'ChildFolderCount':
        inner += `<t:ChildFolderCount>${counts.children}</t:ChildFolderCount>`;
        break;
      case 'EffectiveRights':
        inner += effectiveRights(context, rights);
        break;
      case 'DistinguishedFolderId':
        if (context.level >= 13 && folder.distinguishedId)
          inner += `<t:DistinguishedFolderId>${folder.distinguishedId}</t:DistinguishedFolderId>`;
        break;
      case 'PermissionSet':
        if (!isFound && context.level >= 8.1 && rights & RIGHT.owner) inner += permissionSetXml(context, folder);
        break;
      case 'SearchParameters':
        if (folder.element === 'SearchFolder') inner += searchXml(context, mailbox, folder);
        break;
      default:
        if (/^(?:Folder|TasksFolder|SearchFolder)$/.test(folder.element))
          inner += `<t:UnreadCount>${counts.unread}</t:UnreadCount>`;
    }
  }
  return `<t:${folder.element}>${inner}</t:${folder.element}>`;
}
