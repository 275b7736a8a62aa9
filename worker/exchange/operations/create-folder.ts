import { escapeXml, type Piece } from '../bytes.ts';

/** Elements whose folders have a class of their own. */
const ELEMENTS: readonly (readonly [folderClass: string, element: string])[] = [
  ['IPF.Appointment', 'CalendarFolder'],
  ['IPF.Contact', 'ContactsFolder'],
  ['IPF.Task', 'TasksFolder'],
];

/**
 * One folder of a class in a parent.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/createfolder-operation
 */
export function createFolderBody(parentId: string, name: string, folderClass: string): Piece[] {
  const element = ELEMENTS.find(([prefix]) => folderClass === prefix || folderClass.startsWith(`${prefix}.`))?.[1];
  const classXml = folderClass === '' ? '' : `<t:FolderClass>${escapeXml(folderClass)}</t:FolderClass>`;
  const tag = `t:${element ?? 'Folder'}`;
  return [
    `<m:CreateFolder><m:ParentFolderId><t:FolderId Id="${escapeXml(parentId)}"/></m:ParentFolderId><m:Folders>` +
      `<${tag}>${classXml}<t:DisplayName>${escapeXml(name)}</t:DisplayName></${tag}></m:Folders></m:CreateFolder>`,
  ];
}
