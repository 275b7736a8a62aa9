import { EwsError, SoapFault } from '../operations/errors.ts';
import type { Caller, Context, Side } from '../side.ts';
import { getDistinguished, getFolder, type StoredFolder } from '../store/folders.ts';
import { isLegacyId } from '../store/id-formats.ts';
import { parseChangeKey, parseId } from '../store/ids.ts';
import { getItem } from '../store/items.ts';
import type { Mailbox } from '../store/store.ts';
import { admit, hasFullAccess, type Need } from './folder-rights.ts';
import type { Item } from '../items/model.ts';
import { child, type Node, textOf } from '../xml/node.ts';
import { refusalToImpersonate } from './sign-in/rights.ts';

/** The caller after ExchangeImpersonation; faults as the server does. */
export function impersonate(side: Side, caller: Caller, header: Node | undefined): Caller {
  const impersonation = header && child(header, 'ExchangeImpersonation');
  const identity = impersonation && child(impersonation, 'ConnectingSID')?.children[0];
  if (!impersonation) return caller;
  if (!identity || !/^(?:PrincipalName|PrimarySmtpAddress|SmtpAddress)$/.test(identity.name))
    throw new SoapFault(
      'ErrorInvalidExchangeImpersonationHeaderData',
      'ExchangeImpersonation SOAP header must be present for this type of OAuth token.',
    );
  const mailbox = side.store.mailbox(identity.text.trim());
  if (!mailbox) throw new SoapFault('ErrorNonExistentMailbox');
  if (caller.mailbox?.id === mailbox.id) return caller;
  const refusal = refusalToImpersonate(side, caller, mailbox);
  if (refusal !== undefined) throw new SoapFault(refusal);
  return { mailbox, isAdmin: false, username: mailbox.email };
}

function mailboxNamed(context: Context, email: string | undefined): Mailbox {
  if (email === undefined) {
    if (context.caller.mailbox) return context.caller.mailbox;
    throw new EwsError('ErrorMissingEmailAddress');
  }
  const mailbox = context.store.mailbox(email);
  if (!mailbox) throw new EwsError('ErrorNonExistentMailbox');
  return mailbox;
}

/** The mailbox that a request speaks of, the named one, else the caller's own; for who may do everything there. */
export function requireMailbox(context: Context, email: string | undefined): Mailbox {
  const mailbox = mailboxNamed(context, email);
  if (!hasFullAccess(context, mailbox)) throw new EwsError('ErrorAccessDenied');
  return mailbox;
}

/** What is wrong with a text that is no id. Later clients get a separate code for the form of 2007's first release. */
const malformed = ({ level }: Context, text: string): EwsError =>
  new EwsError(
    text === ''
      ? 'ErrorInvalidIdEmpty'
      : level >= 8.1 && isLegacyId(text)
        ? 'ErrorInvalidIdMalformedEwsLegacyIdFormat'
        : 'ErrorInvalidIdMalformed',
  );

/** An id of another server, or of a mailbox that is gone (recorded from 2007 SP1 and 2010 SP2). */
const noSuchMailbox = (guid: string): EwsError =>
  new EwsError(
    'ErrorNonExistentMailbox',
    'No mailbox with such guid.',
    `<t:Value Name="MailboxGuid">${guid}</t:Value>`,
  );

export type FoundFolder = { folder: StoredFolder; mailbox: Mailbox };

/**
 * The folder of a FolderId or DistinguishedFolderId. `missing` is the operation's own word for one that is not
 * there: GetFolder speaks of items, CreateFolder of parents, the sync calls of sync folders. `need` is what the caller
 * wants to do there.
 */
export function requireFolder(
  context: Context,
  node: Node,
  missing = 'ErrorFolderNotFound',
  need: Need = 'see',
): FoundFolder {
  if (node.name === 'DistinguishedFolderId') {
    const address = child(node, 'Mailbox');
    const mailbox = mailboxNamed(context, address && textOf(address, 'EmailAddress'));
    const folder = getDistinguished(context.store, mailbox.id, node.attributes['Id'] as string);
    if (!folder) throw new EwsError(missing);
    admit(context, mailbox, folder.id, need);
    return { folder, mailbox };
  }
  const id = parseId(node.attributes['Id'] as string);
  if (!id) throw malformed(context, node.attributes['Id'] as string);
  if (id.kind === 'item') throw new EwsError('ErrorCannotUseItemIdForFolderId');
  if (id.kind !== 'folder') throw new EwsError('ErrorInvalidIdMalformed');
  const mailbox = context.store.mailboxByGuid(id.mailboxGuid);
  if (!mailbox) throw noSuchMailbox(id.mailboxGuid);
  const folder = getFolder(context.store, id.folder);
  if (!folder || folder.mailbox !== mailbox.id) throw new EwsError(missing);
  admit(context, mailbox, folder.id, need);
  return { folder, mailbox };
}

export type FoundItem = { item: Item; mailbox: Mailbox; occurrence?: number; isStale: boolean; hasChangeKey: boolean };

/** The item of an id's text; `changeKey` is only read, the operation decides what a stale one means. */
export function requireItemById(
  context: Context,
  text: string,
  changeKey: string | undefined,
  need: Need = 'read',
): FoundItem {
  const id = parseId(text);
  if (!id) throw malformed(context, text);
  if (id.kind === 'folder') throw new EwsError('ErrorCannotUseFolderIdForItemId');
  if (id.kind === 'attachment') throw new EwsError('ErrorInvalidIdMalformed');
  const mailbox = context.store.mailboxByGuid(id.mailboxGuid);
  if (!mailbox) throw noSuchMailbox(id.mailboxGuid);
  const item = getItem(context.store, id.item);
  if (!item || item.mailbox !== mailbox.id || item.folder !== id.folder || item.owner !== undefined)
    throw new EwsError('ErrorItemNotFound');
  admit(context, mailbox, item.folder, need, item.id);
  const change = changeKey === undefined ? undefined : parseChangeKey(changeKey);
  if (changeKey !== undefined && change === undefined) throw new EwsError('ErrorInvalidChangeKey');
  return {
    item,
    mailbox,
    isStale: change !== undefined && change !== item.change,
    hasChangeKey: change !== undefined,
    ...(id.originalStart === undefined ? {} : { occurrence: id.originalStart }),
  };
}
