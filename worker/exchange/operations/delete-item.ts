import { escapeXml, type Piece } from '../bytes.ts';
import { isAtLeast, type RequestVersion } from '../versions.ts';

/**
 * Deletes occurrences of a series that the copy has and its original has not; tells no attendee.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteitem-operation
 */
export function deleteOccurrencesBody(ids: readonly string[], version: RequestVersion): Piece[] {
  const quiet = isAtLeast(version, 'Exchange2013') ? ' SuppressReadReceipts="true"' : '';
  const items = ids.map((id) => `<t:ItemId Id="${escapeXml(id)}"/>`).join('');
  return [
    `<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone"${quiet}>` +
      `<m:ItemIds>${items}</m:ItemIds></m:DeleteItem>`,
  ];
}
