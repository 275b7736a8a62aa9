import type { Fault } from '../../engine/model/fault.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { getRightsBody } from '../operations/folders/get-folder.ts';
import { requireMessage } from '../client/responses.ts';
import { child, childText } from '../xml/scan.ts';

/** Rights on a folder, by the names of EWS's `EffectiveRights`. */
export type FolderRight = 'Read' | 'CreateContents' | 'CreateHierarchy' | 'Modify';

const WORDS: Record<FolderRight, string> = {
  Read: 'read items',
  CreateContents: 'create items',
  CreateHierarchy: 'create folders',
  Modify: 'change items',
};

/**
 * The first of these rights that the signed-in account does not have on the Inbox. A server that does not tell rights
 * is believed. Throws FaultError.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/effectiverights
 */
export async function findLackingRight(
  connection: Connection,
  rights: readonly FolderRight[],
  signal: AbortSignal,
): Promise<Fault | undefined> {
  const owner = { mailbox: connection.mailbox, impersonates: connection.impersonates };
  const response = await connection.call({
    operation: 'GetFolder',
    body: () => getRightsBody(['inbox'], owner),
    signal,
  });
  const folder = child(requireMessage(response, connection.side), 'Folders')?.children[0];
  const granted = folder && child(folder, 'EffectiveRights');
  const lacking = granted && rights.find((right) => childText(granted, right)?.trim() === 'false');
  if (!lacking) return undefined;
  const message = `The account may not ${WORDS[lacking]} in the mailbox ${connection.mailbox}.`;
  return makeFault('access', 'mailbox', 'right-missing', message, connection.side);
}
