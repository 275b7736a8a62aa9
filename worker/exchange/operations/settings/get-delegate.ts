import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { child, childText, descend, type XmlElement } from '../../xml/scan.ts';

/**
 * The delegates of a mailbox, with what they may do in its folders.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getdelegate-operation
 */
export function getDelegateBody(mailbox: string): Piece[] {
  return [xml`<m:GetDelegate IncludePermissions="true">${principalXml(mailbox)}</m:GetDelegate>`];
}

/** Whose delegates are meant. */
export function principalXml(mailbox: string): Xml {
  return xml`<m:Mailbox><t:EmailAddress>${mailbox}</t:EmailAddress></m:Mailbox>`;
}

/** One message a delegate; the response itself is a message, too. */
export function delegateMessages(response: XmlElement): XmlElement[] {
  return descend(response, 'ResponseMessages')?.children ?? [];
}

/** The delegates' elements, and who gets meeting requests. */
export function readDelegates(response: XmlElement): { delegates: XmlElement[]; deliver: string } {
  return {
    delegates: delegateMessages(response).flatMap((message) => child(message, 'DelegateUser') ?? []),
    deliver: childText(response, 'DeliverMeetingRequests') ?? '',
  };
}
