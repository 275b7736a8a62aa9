import type { Folder } from '../../engine/model/item.ts';
import { extendedValue, FOLDER_HIDDEN, FOLDER_SIZE } from '../operations/properties.ts';
import { attributeOf, child, childText, type XmlElement } from '../xml/scan.ts';

const CLASS_OF_ELEMENT: Record<string, string> = {
  CalendarFolder: 'IPF.Appointment',
  ContactsFolder: 'IPF.Contact',
  TasksFolder: 'IPF.Task',
};

/** A folder's element as the engine knows folders. */
export function readFolder(element: XmlElement, distinguishedNames: ReadonlyMap<string, string>): Folder {
  const id = attributeOf(child(element, 'FolderId'), 'Id') ?? '';
  const folder: Folder = {
    id,
    parentId: attributeOf(child(element, 'ParentFolderId'), 'Id') ?? '',
    name: childText(element, 'DisplayName') ?? '',
    folderClass: childText(element, 'FolderClass') ?? CLASS_OF_ELEMENT[element.name] ?? '',
    totalCount: Number(childText(element, 'TotalCount') ?? 0) || 0,
  };
  const distinguishedId = distinguishedNames.get(id) ?? childText(element, 'DistinguishedFolderId');
  if (distinguishedId) folder.distinguishedId = distinguishedId;
  const sizeBytes = Number(extendedValue(element, FOLDER_SIZE) ?? Number.NaN);
  if (Number.isFinite(sizeBytes)) folder.sizeBytes = sizeBytes;
  if (extendedValue(element, FOLDER_HIDDEN)?.trim().toLowerCase() === 'true') folder.isHidden = true;
  return folder;
}
