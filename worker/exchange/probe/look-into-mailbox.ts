import type { ProbeFacts, SeenFolders } from '../../lib/probe-facts.ts';
import type { Connection } from '../client/connection.ts';
import { lookAtFolders } from './folders.ts';
import { askMailTips, tryExport, tryUpload } from './transfer.ts';
import type { Tries } from './tries.ts';

/** The same mailbox, with the account's own rights and on behalf of its owner. */
export type BothWays = { own: Connection; impersonating: Connection };

/**
 * Which of the two ways opens the mailbox, and what can be done there. What is independent is asked at the same time:
 * the password has been accepted by then. Changes nothing. Never rejects.
 */
export async function lookIntoMailbox(
  { own, impersonating }: BothWays,
  { account, prefersImpersonation }: { account: string; prefersImpersonation: boolean },
  tries: Tries,
  signal: AbortSignal,
): Promise<Partial<ProbeFacts>> {
  const [fullAccess, impersonation] = await Promise.all([
    lookAtFolders(own, tries, signal),
    lookAtFolders(impersonating, tries, signal),
  ]);
  const facts = { fullAccess, impersonation };
  const order = prefersImpersonation ? [impersonation, fullAccess] : [fullAccess, impersonation];
  const works = order.find(opens) ?? order.find(({ root }) => root.ok);
  if (works === undefined) return facts;
  const connection = works === fullAccess ? own : impersonating;
  const [exports, uploads, mailTips] = await Promise.all([
    tryExport(connection, tries, signal),
    tryUpload(connection, tries, signal),
    askMailTips(connection, account, tries, signal),
  ]);
  return { ...facts, exports, uploads, ...(mailTips && { mailTips }) };
}

/** Whether the mailbox can be opened with everything that was looked at. */
function opens({ root, refused }: SeenFolders): boolean {
  return root.ok && refused.length === 0;
}
