import { escapeXml, type Piece } from '../bytes.ts';
import { isAtLeast, type RequestVersion } from '../versions.ts';

export type ItemUpdate = { id: string; /** `<t:SetItemField>` and `<t:DeleteItemField>` elements. */ updates: Piece[] };

/**
 * Changes items in place; sends no receipts, no invitations, no updates to attendees.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateitem-operation
 */
export function updateItemBody(items: readonly ItemUpdate[], version: RequestVersion): Piece[] {
  const quiet = isAtLeast(version, 'Exchange2013') ? ' SuppressReadReceipts="true"' : '';
  const pieces: Piece[] = [
    '<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" ' +
      `SendMeetingInvitationsOrCancellations="SendToNone"${quiet}><m:ItemChanges>`,
  ];
  for (const { id, updates } of items) {
    pieces.push(
      `<t:ItemChange><t:ItemId Id="${escapeXml(id)}"/><t:Updates>`,
      ...updates,
      '</t:Updates></t:ItemChange>',
    );
  }
  pieces.push('</m:ItemChanges></m:UpdateItem>');
  return pieces;
}

/** The update that sets a message's read state. */
export function readStateUpdate(isRead: boolean): string {
  return (
    '<t:SetItemField><t:FieldURI FieldURI="message:IsRead"/>' +
    `<t:Message><t:IsRead>${isRead}</t:IsRead></t:Message></t:SetItemField>`
  );
}
