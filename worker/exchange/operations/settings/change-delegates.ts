import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { principalXml } from './get-delegate.ts';

/**
 * Adds delegates (one message each in the answer), or changes those that are there. Neither sends them a mail: that is
 * Outlook's doing.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/adddelegate-operation
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/updatedelegate-operation
 */
export function changeDelegatesBody(
  mailbox: string,
  operation: 'AddDelegate' | 'UpdateDelegate',
  /** `<t:DelegateUser>` elements. */
  users: readonly Xml[],
  deliver: string | undefined,
): Piece[] {
  const list = users.length === 0 ? '' : xml`<m:DelegateUsers>${users}</m:DelegateUsers>`;
  const delivery = deliver === undefined ? '' : xml`<m:DeliverMeetingRequests>${deliver}</m:DeliverMeetingRequests>`;
  return [xml`<m:${operation}>${principalXml(mailbox)}${list}${delivery}</m:${operation}>`];
}
