import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { isAtLeast, type RequestVersion } from '../versions.ts';

/**
 * Deletes items that Mailferry created, and occurrences that a series' copy has but the original does not; notifies no
 * attendee, and sends no receipt.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/deleteitem-operation
 */
export function deleteItemsBody(
  ids: readonly string[],
  how: 'HardDelete' | 'MoveToDeletedItems',
  version: RequestVersion,
): Piece[] {
  const quiet = isAtLeast(version, 'Exchange2013') ? xml` SuppressReadReceipts="true"` : '';
  const items = ids.map((id) => xml`<t:ItemId Id="${id}"/>`);
  return [
    xml`
      <m:DeleteItem DeleteType="${how}"
        AffectedTaskOccurrences="AllOccurrences"
        SendMeetingCancellations="SendToNone"${quiet}>
        <m:ItemIds>${items}</m:ItemIds>
      </m:DeleteItem>`,
  ];
}
