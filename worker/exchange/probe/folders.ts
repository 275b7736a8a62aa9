import type { SeenFolders } from '../../lib/probe-facts.ts';
import type { Connection } from '../client/connection.ts';
import { responseMessages } from '../client/responses.ts';
import { findFolderBody, readFoundFolders } from '../operations/folders/find-folder.ts';
import { getFolderBody, getRightsBody } from '../operations/folders/get-folder.ts';
import { attributeOf, child, childText, descend, type XmlElement } from '../xml/scan.ts';
import { tryOf, type Tries } from './tries.ts';

/** Folders that every mailbox has, as people call them. The first is the top. */
const KNOWN = [
  ['msgfolderroot', 'Top of the mailbox'],
  ['inbox', 'Inbox'],
  ['sentitems', 'Sent Items'],
  ['calendar', 'Calendar'],
  ['contacts', 'Contacts'],
] as const;
/** So many folders that people made are opened. */
const OWN_FOLDERS = 10;
const MAX_NAME = 100;

/** Opens the folder at the top, some that every mailbox has, and some that its owner made. Never rejects. */
export async function lookAtFolders(connection: Connection, tries: Tries, signal: AbortSignal): Promise<SeenFolders> {
  const { side, mailbox, impersonates } = connection;
  const owner = { mailbox, impersonates };
  const seen: SeenFolders = { root: { ok: true }, refused: [], opened: 0 };
  const names = KNOWN.map(([name]) => name);
  const known = await tries.ask(() =>
    connection.call({ operation: 'GetFolder', body: () => getRightsBody(names, owner), signal }),
  );
  if ('ok' in known) return { ...seen, root: known };
  const messages = responseMessages(known);
  const count = (message: XmlElement | undefined, name: string) => {
    const asked = tryOf(message, side);
    if (asked.ok) seen.opened += 1;
    else if (asked.code === 'ErrorAccessDenied') seen.refused.push(name);
  };
  seen.root = tryOf(messages[0], side);
  for (const [index, [, title]] of KNOWN.entries()) if (index > 0) count(messages[index], title);
  const mayCreate = childText(
    descend(child(messages[1], 'Folders')?.children[0], 'EffectiveRights'),
    'CreateContents',
  )?.trim();
  if (mayCreate !== undefined) seen.mayCreate = mayCreate !== 'false';
  if (!seen.root.ok) return seen;

  const found = await tries.ask(() => {
    const how = { traversal: 'Deep', offset: 0, isFull: false } as const;
    const body = () => findFolderBody({ distinguishedId: 'inbox' }, owner, how, OWN_FOLDERS);
    return connection.call({ operation: 'FindFolder', body, signal });
  });
  if ('ok' in found) return seen;
  const [message] = responseMessages(found);
  const own = (message ? readFoundFolders(message, 0).folders : []).flatMap((folder) => {
    const id = attributeOf(child(folder, 'FolderId') ?? folder, 'Id');
    return id === undefined ? [] : [{ id, name: (childText(folder, 'DisplayName') ?? '').slice(0, MAX_NAME) }];
  });
  if (own.length === 0) return seen;
  const opened = await tries.ask(() =>
    connection.call({ operation: 'GetFolder', body: () => getFolderBody(own, owner, false), signal }),
  );
  if (!('ok' in opened)) for (const [index, { name }] of own.entries()) count(responseMessages(opened)[index], name);
  return seen;
}
