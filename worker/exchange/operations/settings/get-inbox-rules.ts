import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { childText, descend, type XmlElement } from '../../xml/scan.ts';

/**
 * The inbox rules of a mailbox; since Exchange 2010 SP1.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getinboxrules-operation
 */
export function getInboxRulesBody(mailbox: string): Piece[] {
  return [xml`<m:GetInboxRules><m:MailboxSmtpAddress>${mailbox}</m:MailboxSmtpAddress></m:GetInboxRules>`];
}

/** The rules' elements, and whether Outlook also keeps rules of its own. */
export function readInboxRules(response: XmlElement): { rules: XmlElement[]; hasOutlookRules: boolean } {
  return {
    rules: descend(response, 'InboxRules')?.children ?? [],
    hasOutlookRules: childText(response, 'OutlookRuleBlobExists')?.trim() === 'true',
  };
}
