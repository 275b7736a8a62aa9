import { EwsError } from './errors.ts';
import { requireMailbox } from '../http/access.ts';
import type { Context } from '../side.ts';
import { getDistinguished, type StoredFolder } from '../store/folders.ts';
import { levelOf, permissionsOf, rightsOfLevel, setPermission } from '../store/permissions.ts';
import { type Delegate, delegatesOf, mailboxBySid, sidOf } from '../store/settings.ts';
import type { Mailbox } from '../store/store.ts';
import { child, leaf, type Node, requireChild, textOf } from '../xml/node.ts';
import type { Reply } from './operation.ts';
import { type Answer, answerOf, replyXml } from './reply-xml.ts';

/** Folders of which a delegate may have a share, in the order of the schema. */
const FOLDERS = [
  ['Calendar', 'calendar'],
  ['Tasks', 'tasks'],
  ['Inbox', 'inbox'],
  ['Contacts', 'contacts'],
  ['Notes', 'notes'],
  ['Journal', 'journal'],
] as const;
const LEVELS = new Set(['None', 'Editor', 'Reviewer', 'Author']);

/** Whose delegates a request is about. */
export const principalOf = (context: Context, request: Node): Mailbox =>
  requireMailbox(context, textOf(requireChild(request, 'Mailbox'), 'EmailAddress'));

/** The directory's word for a UserId; by address or by SID, as only these two are looked up. */
export function requireUser(context: Context, node: Node): Mailbox {
  const email = textOf(node, 'PrimarySmtpAddress');
  const sid = textOf(node, 'SID');
  if (!email && !sid) throw new EwsError('ErrorInvalidDelegateUserId');
  const user = email ? context.store.mailbox(email) : mailboxBySid(context.store, sid as string);
  if (!user) throw new EwsError('ErrorDelegateNoUser');
  return user;
}

/** The delegate that a UserId means. */
export function requireDelegate(
  context: Context,
  principal: Mailbox,
  node: Node,
): { user: Mailbox; delegate: Delegate } {
  const user = requireUser(context, node);
  const delegate = delegatesOf(context.store, principal.id).find(
    (each) => each.user.toLowerCase() === user.email.toLowerCase(),
  );
  if (!delegate) throw new EwsError('ErrorNotDelegate');
  return { user, delegate };
}

/** What a DelegateUser asks for; refuses the level that no one can be given by name. */
export function readLevels(context: Context, principal: Mailbox, node: Node): [folder: StoredFolder, level: string][] {
  const permissions = child(node, 'DelegatePermissions');
  const out: [StoredFolder, string][] = [];
  for (const [name, id] of FOLDERS) {
    const level = permissions && textOf(permissions, `${name}FolderPermissionLevel`);
    const folder = getDistinguished(context.store, principal.id, id);
    if (level === undefined || !folder) continue;
    if (!LEVELS.has(level)) throw new EwsError('ErrorInvalidDelegatePermission');
    out.push([folder, level]);
  }
  return out;
}

/** Levels become entries in the folders' own lists, where UpdateFolder sees and changes them too. */
export function writeLevels(context: Context, user: Mailbox, levels: readonly [StoredFolder, string][]): void {
  for (const [folder, level] of levels)
    setPermission(context.store, folder.id, user.email, level === 'None' ? undefined : rightsOfLevel(level));
}

export const folderIdsOf = (context: Context, principal: Mailbox): number[] =>
  FOLDERS.flatMap(([, id]) => getDistinguished(context.store, principal.id, id)?.id ?? []);

function levelsXml(context: Context, principal: Mailbox, user: Mailbox): string {
  const list = FOLDERS.map(([name, id]) => {
    const folder = getDistinguished(context.store, principal.id, id);
    if (!folder) return '';
    const own = permissionsOf(context.store, folder.id).find(
      (each) => each.user.toLowerCase() === user.email.toLowerCase(),
    );
    const level = own ? levelOf(own.rights, folder.element) : 'None';
    return leaf(`t:${name}FolderPermissionLevel`, LEVELS.has(level) ? level : 'Custom');
  });
  return `<t:DelegatePermissions>${list.join('')}</t:DelegatePermissions>`;
}

/** A DelegateUser; with the levels only where GetDelegate asks for them. */
export function delegateXml(
  context: Context,
  principal: Mailbox,
  user: Mailbox,
  delegate: Delegate,
  withLevels: boolean,
): string {
  const id = `<t:UserId>${leaf('t:SID', sidOf(user))}${leaf('t:PrimarySmtpAddress', user.email)}${leaf('t:DisplayName', user.name)}</t:UserId>`;
  const levels = withLevels ? levelsXml(context, principal, user) : '';
  return `<m:DelegateUser>${id}${levels}<t:ReceiveCopiesOfMeetingMessages>${delegate.receivesCopies}</t:ReceiveCopiesOfMeetingMessages><t:ViewPrivateItems>${delegate.viewsPrivate}</t:ViewPrivateItems></m:DelegateUser>`;
}

/**
 * The response element is a message of its own around one message a delegate. The first reply is the whole request's:
 * its error stands for all, and its body follows the others.
 */
export function respondWithDelegates(replies: readonly Reply[]): Answer {
  const [whole = {}, ...users] = replies;
  if (whole.error) return answerOf(whole);
  const messages = users.map((reply) => replyXml('m:DelegateUserResponseMessageType', reply));
  return {
    attributes: { ResponseClass: 'Success' },
    inner: [
      '<m:ResponseCode>NoError</m:ResponseCode>',
      messages.length > 0 ? ['<m:ResponseMessages>', ...messages, '</m:ResponseMessages>'] : '',
      whole.body ?? '',
    ],
  };
}
