import { EwsError } from './errors.ts';
import type { Context } from '../side.ts';
import type { FolderElement, StoredFolder } from '../store/folders.ts';
import {
  DISTINGUISHED_USERS,
  levelOf,
  type Permission,
  permissionsOf,
  RIGHT,
  rightsOfLevel,
} from '../store/permissions.ts';
import { mailboxBySid, sidOf } from '../store/settings.ts';
import { child, leaf, type Node, requireChild, textOf } from '../xml/node.ts';

const FLAGS = [
  ['CanCreateItems', RIGHT.create],
  ['CanCreateSubFolders', RIGHT.createSubfolder],
  ['IsFolderOwner', RIGHT.owner],
  ['IsFolderVisible', RIGHT.visible],
  ['IsFolderContact', RIGHT.contact],
] as const;
const SCOPES = [
  ['EditItems', RIGHT.editAny, RIGHT.editOwned],
  ['DeleteItems', RIGHT.deleteAny, RIGHT.deleteOwned],
] as const;
const PARTS = /^(?:CanCreate|IsFolder|EditItems|DeleteItems|ReadItems)/;

function readAccess(rights: number, isCalendar: boolean): string {
  if (rights & RIGHT.readAny) return 'FullDetails';
  if (isCalendar && rights & RIGHT.freeBusyDetailed) return 'TimeAndSubjectAndLocation';
  return isCalendar && rights & RIGHT.freeBusySimple ? 'TimeOnly' : 'None';
}

function userIdXml(context: Context, user: string): string {
  if ((DISTINGUISHED_USERS as readonly string[]).includes(user)) return leaf('t:DistinguishedUser', user);
  const mailbox = context.store.mailbox(user);
  if (!mailbox) return leaf('t:PrimarySmtpAddress', user);
  return (
    leaf('t:SID', sidOf(mailbox)) + leaf('t:PrimarySmtpAddress', mailbox.email) + leaf('t:DisplayName', mailbox.name)
  );
}

function permissionXml(context: Context, entry: Permission, element: FolderElement): string {
  const isCalendar = element === 'CalendarFolder';
  const { user } = entry;
  const named = levelOf(entry.rights, element);
  const isHidden = context.side.profile.quirks.hidesFreeBusyRights && named.startsWith('FreeBusy');
  const rights = isHidden ? 0 : entry.rights;
  const flags = FLAGS.map(([name, bit]) => leaf(`t:${name}`, String((rights & bit) !== 0)));
  const scopes = SCOPES.map(([name, any, owned]) =>
    leaf(`t:${name}`, rights & any ? 'All' : rights & owned ? 'Owned' : 'None'),
  );
  const level = leaf(isCalendar ? 't:CalendarPermissionLevel' : 't:PermissionLevel', isHidden ? 'Custom' : named);
  const inner = `<t:UserId>${userIdXml(context, user)}</t:UserId>${flags.join('')}${scopes.join('')}${leaf('t:ReadItems', readAccess(rights, isCalendar))}${level}`;
  return isCalendar ? `<t:CalendarPermission>${inner}</t:CalendarPermission>` : `<t:Permission>${inner}</t:Permission>`;
}

/** Who may do what in a folder, as GetFolder tells its owner. */
export function permissionSetXml(context: Context, folder: StoredFolder): string {
  const entries = permissionsOf(context.store, folder.id).map((each) => permissionXml(context, each, folder.element));
  const list = folder.element === 'CalendarFolder' ? 't:CalendarPermissions' : 't:Permissions';
  return `<t:PermissionSet><${list}>${entries.join('')}</${list}></t:PermissionSet>`;
}

function readUser(context: Context, node: Node): string {
  const known = textOf(node, 'DistinguishedUser');
  if (known) return known;
  const [sid, email] = [textOf(node, 'SID'), textOf(node, 'PrimarySmtpAddress')];
  const mailbox = sid ? mailboxBySid(context.store, sid) : email ? context.store.mailbox(email) : undefined;
  // The code for an address that nobody has is unproven.
  if (!mailbox) throw new EwsError('ErrorInvalidUserSid');
  return mailbox.email;
}

function readRights(node: Node, isCalendar: boolean): number {
  const level = textOf(node, isCalendar ? 'CalendarPermissionLevel' : 'PermissionLevel') as string;
  if (level !== 'Custom') {
    // https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-set-folder-permissions-for-another-user-by-using-ews-in-exchange
    if (node.children.some(({ name }) => PARTS.test(name))) throw new EwsError('ErrorInvalidPermissionSettings');
    return rightsOfLevel(level) ?? 0;
  }
  let rights = 0;
  for (const [name, bit] of FLAGS) if (/^(?:true|1)$/.test(textOf(node, name) ?? '')) rights |= bit;
  for (const [name, any, owned] of SCOPES) {
    const scope = textOf(node, name);
    if (scope === 'All') rights |= any | owned;
    if (scope === 'Owned') rights |= owned;
  }
  const read = textOf(node, 'ReadItems');
  if (read === 'FullDetails') rights |= RIGHT.readAny;
  if (read === 'TimeOnly') rights |= RIGHT.freeBusySimple;
  if (read === 'TimeAndSubjectAndLocation') rights |= RIGHT.freeBusySimple | RIGHT.freeBusyDetailed;
  return rights;
}

/**
 * The list of a PermissionSet element for a folder of one kind. Throws when it is of the other kind, tells of unknown
 * entries, names someone twice, or sets single rights beside a level that has its own.
 */
export function readPermissionSet(context: Context, set: Node, element: FolderElement): Permission[] {
  const isCalendar = element === 'CalendarFolder';
  const entries = child(set, isCalendar ? 'CalendarPermissions' : 'Permissions');
  if (!entries)
    throw new EwsError(
      isCalendar
        ? 'ErrorCannotSetNonCalendarPermissionOnCalendarFolder'
        : 'ErrorCannotSetCalendarPermissionOnNonCalendarFolder',
    );
  if (child(set, 'UnknownEntries')) throw new EwsError('ErrorCannotSetPermissionUnknownEntries');
  const list = entries.children.map((node) => ({
    user: readUser(context, requireChild(node, 'UserId')),
    rights: readRights(node, isCalendar),
  }));
  if (new Set(list.map(({ user }) => user.toLowerCase())).size < list.length)
    throw new EwsError('ErrorDuplicateUserIdsSpecified');
  return list;
}
