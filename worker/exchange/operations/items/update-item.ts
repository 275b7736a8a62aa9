import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { fieldUri } from '../properties.ts';
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

function open(version: RequestVersion): Xml {
  const quiet = isAtLeast(version, 'Exchange2013') ? xml` SuppressReadReceipts="true"` : '';
  return xml`
    <m:UpdateItem ConflictResolution="AlwaysOverwrite"
      MessageDisposition="SaveOnly"
      SendMeetingInvitationsOrCancellations="SendToNone"${quiet}>
      <m:ItemChanges>`;
}

const openChange = (id: string) => xml`<t:ItemChange><t:ItemId Id="${id}"/><t:Updates>`;
const CLOSE_CHANGE = xml`</t:Updates></t:ItemChange>`;
const CLOSE = xml`</m:ItemChanges></m:UpdateItem>`;

/** The update that sets a message's read state. */
export function readStateUpdate(isRead: boolean): Xml {
  return xml`
    <t:SetItemField>
      ${fieldUri('message:IsRead')}
      <t:Message><t:IsRead>${isRead}</t:IsRead></t:Message>
    </t:SetItemField>`;
}
