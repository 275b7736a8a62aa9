import { foldText } from '../fold-text.ts';

/** How Exchange and people call mailboxes that nobody signs in to, in folded letters. */
const SHARED = ['shared', 'freigegeben', 'gemeinsam', 'partage', 'compartid', 'condivis', 'gedeeld', 'group'];
const ROOM = ['room', 'equipment', 'resource', 'scheduling', 'raum', 'gerat', 'salle', 'sala', 'ruimte', 'zaal'];

/**
 * Whether a type is that of a shared mailbox or of a room: `SharedMailbox`, `RoomMailbox` (RecipientTypeDetails of
 * Get-Mailbox), or True in a column such as IsShared.
 */
export function isSharedType(type: string): boolean {
  const name = foldText(type.slice(0, 100)).trim();
  return name === 'true' || [...SHARED, ...ROOM].some((word) => name.includes(word));
}
