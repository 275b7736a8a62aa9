import { escapeXml, type Piece } from '../../xml/bytes.ts';
import { isAtLeast, type RequestVersion } from '../versions.ts';

export type ItemUpdate = { id: string; /** `<t:SetItemField>` and `<t:DeleteItemField>` elements. */ updates: Piece[] };

/**
 * Changes items in place; sends no receipts, no invitations, no updates to attendees.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateitem-operation
 */
export function updateItemBody(items: readonly ItemUpdate[], version: RequestVersion): Piece[] {
  const pieces: Piece[] = [open(version)];
  for (const { id, updates } of items) pieces.push(openChange(id), ...updates, CLOSE_CHANGE);
  pieces.push(CLOSE);
  return pieces;
}

/** What stands around the changes of one item. */
export function updateItemAround(id: string, version: RequestVersion): { before: Piece[]; after: Piece[] } {
  return { before: [open(version), openChange(id)], after: [CLOSE_CHANGE, CLOSE] };
}

function open(version: RequestVersion): string {
  const quiet = isAtLeast(version, 'Exchange2013') ? ' SuppressReadReceipts="true"' : '';
  return (
    '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" ' +
    `SendMeetingInvitationsOrCancellations="SendToNone"${quiet}><m:ItemChanges>`
  );
}

const openChange = (id: string) => `<t:ItemChange><t:ItemId Id="${escapeXml(id)}"/><t:Updates>`;
const CLOSE_CHANGE = '</t:Updates></t:ItemChange>';
const CLOSE = '</m:ItemChanges></m:UpdateItem>';

/** The update that sets a message's read state. */
export function readStateUpdate(isRead: boolean): string {
  return (
    '<t:SetItemField><t:FieldURI FieldURI="message:IsRead"/>' +
    `<t:Message><t:IsRead>${isRead}</t:IsRead></t:Message></t:SetItemField>`
  );
}
