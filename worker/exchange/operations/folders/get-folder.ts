import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { additionalProperties, extendedFieldUri, fieldUri, FOLDER_HIDDEN, FOLDER_SIZE } from '../properties.ts';
import { FIRST_NAMES } from './well-known.ts';

/** A folder by its id, or by its language-independent name in one mailbox. */
export type FolderRef = { id: string } | { distinguishedId: string };

/** Whose distinguished folders are meant. */
export type Owner = { mailbox: string; impersonates: boolean };

/**
 * `<t:FolderId>` or `<t:DistinguishedFolderId>`. Without impersonation the mailbox is named, also where the account
 * is its owner's: a login that belongs to another mailbox is then refused instead of read.
 */
export function folderIdXml(ref: FolderRef, owner: Owner): Xml {
  if ('id' in ref) return xml`<t:FolderId Id="${ref.id}"/>`;
  const mailbox = owner.impersonates
    ? ''
    : xml`<t:Mailbox><t:EmailAddress>${owner.mailbox}</t:EmailAddress></t:Mailbox>`;
  return xml`<t:DistinguishedFolderId Id="${ref.distinguishedId}">${mailbox}</t:DistinguishedFolderId>`;
}

/** What is asked of folders: everything, or what every server knows. */
export function folderShape(isFull: boolean): Xml {
  const extras = isFull ? [FOLDER_HIDDEN, FOLDER_SIZE].map(extendedFieldUri) : '';
  const fields = [
    'folder:ParentFolderId',
    'folder:DisplayName',
    'folder:FolderClass',
    'folder:TotalCount',
    'folder:ChildFolderCount',
  ];
  const properties = xml`${fields.map(fieldUri)}${extras}`;
  return xml`<m:FolderShape><t:BaseShape>IdOnly</t:BaseShape>${additionalProperties(properties)}</m:FolderShape>`;
}

/**
 * Folders by their ids; one response message each, an error where a folder does not exist.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getfolder-operation
 */
export function getFolderBody(refs: readonly FolderRef[], owner: Owner, isFull = true): Piece[] {
  const ids = refs.map((ref) => folderIdXml(ref, owner));
  return [xml`<m:GetFolder>${folderShape(isFull)}<m:FolderIds>${ids}</m:FolderIds></m:GetFolder>`];
}

/** Only the permissions of folders. */
export function getPermissionsBody(folderIds: readonly string[], owner: Owner): Piece[] {
  const ids = folderIds.map((id) => folderIdXml({ id }, owner));
  return [getOneProperty('folder:PermissionSet', ids)];
}

/** Only the signed-in account's rights on well-known folders. */
export function getRightsBody(distinguishedIds: readonly string[], owner: Owner): Piece[] {
  const ids = distinguishedIds.map((distinguishedId) => folderIdXml({ distinguishedId }, owner));
  return [getOneProperty('folder:EffectiveRights', ids)];
}

function getOneProperty(name: string, ids: readonly Xml[]): Xml {
  return xml`
    <m:GetFolder>
      <m:FolderShape><t:BaseShape>IdOnly</t:BaseShape>${additionalProperties(fieldUri(name))}</m:FolderShape>
      <m:FolderIds>${ids}</m:FolderIds>
    </m:GetFolder>`;
}

/** The first request to a mailbox: the answer's header has the version, its body the folders of `FIRST_NAMES`. */
export function greetingBody(owner: Owner): Piece[] {
  const refs = FIRST_NAMES.map((distinguishedId) => ({ distinguishedId }));
  return getFolderBody(refs, owner);
}

/** The cheapest request that every server answers; the answer's header has the version. */
export function versionProbe(owner: Owner): Piece[] {
  const root = folderIdXml({ distinguishedId: 'msgfolderroot' }, owner);
  return [
    xml`
      <m:GetFolder>
        <m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape>
        <m:FolderIds>${root}</m:FolderIds>
      </m:GetFolder>`,
  ];
}
