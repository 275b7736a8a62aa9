import { FaultError, type Fault } from '../../engine/model/fault.ts';
import type { FolderPermissions, Permission } from '../../engine/model/setting.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import { getPermissionsBody } from '../operations/folders/get-folder.ts';
import { setPermissionsBody } from '../operations/folders/update-folder.ts';
import { requireMessage, responseMessages } from '../client/responses.ts';
import { attributeOf, child, childText, descend, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';
import { readWho, whoXml } from './who.ts';

/** Folders asked at a time. */
const PAGE = 50;

/** Single rights, in the order of the schema. */
const RIGHTS = [
  'CanCreateItems',
  'CanCreateSubFolders',
  'IsFolderOwner',
  'IsFolderVisible',
  'IsFolderContact',
  'EditItems',
  'DeleteItems',
  'ReadItems',
] as const;

/** The lists of folders, one result each. Throws FaultError. */
export async function readPermissions(
  connection: Connection,
  folderIds: readonly string[],
  signal: AbortSignal,
): Promise<(FolderPermissions | { fault: Fault })[]> {
  const results: (FolderPermissions | { fault: Fault })[] = [];
  for (let at = 0; at < folderIds.length; at += PAGE) {
    const page = folderIds.slice(at, at + PAGE);
    const owner = { mailbox: connection.mailbox, impersonates: connection.impersonates };
    const response = await connection.call({
      operation: 'GetFolder',
      body: () => getPermissionsBody(page, owner),
      signal,
    });
    const messages = responseMessages(response);
    results.push(...page.map((id, index) => folderIn(connection, id, messages[index])));
  }
  return results;
}

function folderIn(
  connection: Connection,
  folderId: string,
  message: XmlElement | undefined,
): FolderPermissions | { fault: Fault } {
  const fault = message && responseFault(message, connection.side);
  if (fault) {
    // Whatever concerns more than this folder concerns the call.
    if (fault.scope !== 'item' && fault.scope !== 'folder' && fault.kind !== 'access') throw new FaultError(fault);
    return { fault };
  }
  const element = descend(message, 'Folders')?.children[0];
  const set = child(element, 'PermissionSet');
  if (element === undefined || set === undefined) {
    const text = 'The server does not return the permissions of the folder.';
    return { fault: makeFault('unsupported', 'folder', 'no-permissions-shown', text, connection.side) };
  }
  const list = child(set, 'CalendarPermissions') ?? child(set, 'Permissions');
  const entries = (list?.children ?? []).map(readEntry);
  const isUnclear =
    list === undefined ||
    child(set, 'UnknownEntries') !== undefined ||
    entries.some((entry) => entry.isUnclear || 'unknown' in entry.who);
  return {
    folderId,
    changeKey: attributeOf(child(element, 'FolderId'), 'ChangeKey') ?? '',
    isCalendar: element.name === 'CalendarFolder',
    element: element.name,
    entries,
    ...(isUnclear && { isUnclear }),
  };
}

function readEntry(element: XmlElement): Permission {
  const text = (name: string) => childText(element, name)?.trim();
  const level = text('CalendarPermissionLevel') ?? text('PermissionLevel') ?? 'Custom';
  const who = readWho(element);
  if (LEVELS.has(level)) return { who, level };
  const rights = RIGHTS.flatMap((name) => {
    const value = text(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  // An entry without any visible right has its own level: it has rights that the server does not show.
  const isUnclear =
    level !== 'Custom' || rights.length < RIGHTS.length || rights.every(([, right]) => NO_RIGHT.has(right));
  return { who, level, rights: Object.fromEntries(rights), ...(isUnclear && { isUnclear }) };
}

/** Levels that say all by themselves, of folders and of calendars. */
const LEVELS: ReadonlySet<string> = new Set([
  'None',
  'Owner',
  'PublishingEditor',
  'Editor',
  'PublishingAuthor',
  'Author',
  'NoneditingAuthor',
  'Reviewer',
  'Contributor',
  'FreeBusyTimeOnly',
  'FreeBusyTimeAndSubjectAndLocation',
]);
const NO_RIGHT: ReadonlySet<string> = new Set(['false', '0', 'None']);

/** Replaces a folder's list. Throws FaultError. */
export async function putPermissions(
  connection: Connection,
  folder: FolderPermissions,
  signal: AbortSignal,
): Promise<void> {
  const { folderId: id, changeKey, element, isCalendar, entries } = folder;
  const [list, entry, level] = isCalendar
    ? ['CalendarPermissions', 'CalendarPermission', 'CalendarPermissionLevel']
    : ['Permissions', 'Permission', 'PermissionLevel'];
  const permissions = entries.map((each) => {
    const rights = RIGHTS.flatMap((name) => {
      const value = each.level === 'Custom' ? each.rights?.[name] : undefined;
      return value === undefined ? [] : [xml`<t:${name}>${value}</t:${name}>`];
    });
    const levelXml = xml`<t:${level}>${each.level}</t:${level}>`;
    return xml`<t:${entry}>${whoXml(each.who)}${rights}${levelXml}</t:${entry}>`;
  });
  const set = xml`<t:PermissionSet><t:${list}>${permissions}</t:${list}></t:PermissionSet>`;
  const response = await connection.call({
    operation: 'UpdateFolder',
    body: () => setPermissionsBody({ id, changeKey, element }, set),
    signal,
  });
  requireMessage(response, connection.side);
}
