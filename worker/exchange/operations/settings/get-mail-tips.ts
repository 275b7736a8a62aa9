import type { Piece } from '../../xml/bytes.ts';
import { child, childText, descend, type XmlElement } from '../../xml/scan.ts';
import { xml } from '../../xml/template.ts';

/**
 * What a sender should know of a mailbox before writing to it; nothing is sent. From Exchange 2010 on.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getmailtips-operation
 */
export function getMailTipsBody(sendingAs: string, mailbox: string): Piece[] {
  return [
    xml`
      <m:GetMailTips>
        <m:SendingAs><t:EmailAddress>${sendingAs}</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType></m:SendingAs>
        <m:Recipients>
          <t:Mailbox><t:EmailAddress>${mailbox}</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType></t:Mailbox>
        </m:Recipients>
        <m:MailTipsRequested>MailboxFullStatus MaxMessageSize</m:MailTipsRequested>
      </m:GetMailTips>`,
  ];
}

/** The message about the mailbox, of which there is one; undefined where the operation as a whole failed. */
export function mailTipsMessage(response: XmlElement): XmlElement | undefined {
  return child(response, 'ResponseMessages')?.children[0];
}

/** What the server tells in time; what it has yet to find out (`PendingMailTips`) is left out. */
export function readMailTips(message: XmlElement): { isFull?: boolean; largestBytes?: number } {
  const tips = descend(message, 'MailTips');
  const pending = childText(tips, 'PendingMailTips') ?? '';
  const full = pending.includes('MailboxFullStatus') ? undefined : childText(tips, 'MailboxFull')?.trim();
  const largest = pending.includes('MaxMessageSize') ? 0 : Number(childText(tips, 'MaxMessageSize') ?? 0);
  return {
    ...(full !== undefined && full !== '' && { isFull: /^(?:true|1)$/i.test(full) }),
    ...(largest > 0 && { largestBytes: largest }),
  };
}
