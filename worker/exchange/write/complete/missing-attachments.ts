import type { Parcel } from '../../../engine/model/mailbox.ts';
import type { NewAttachment } from '../../items/attendant.ts';
import type { Connection } from '../../client/connection.ts';
import { planItem } from '../create/plan-item.ts';
import { countAttachments } from './count-attachments.ts';

/**
 * What of a new item's attachments is still to be added. Servers of another make pass over those that come with the item
 * without a word: the first item that has some is looked at. Throws FaultError.
 */
export async function missingAttachments(
  connection: Connection,
  itemId: string,
  parcel: Parcel,
  signal: AbortSignal,
): Promise<readonly NewAttachment[]> {
  if (parcel.method !== 'typed') return [];
  const { capabilities } = connection;
  const version = await connection.version(signal);
  const { inline, later } = planItem(parcel, version, 'all', capabilities);
  if (inline === 0 || capabilities.attachments !== undefined) return later;
  const kept = await countAttachments(connection, itemId, signal);
  // One that kept some and lost others is neither: nothing is learnt from it.
  if (kept >= inline) capabilities.attachments = 'inline';
  else if (kept === 0) capabilities.attachments = 'apart';
  return planItem(parcel, version, 'all', capabilities).later;
}
