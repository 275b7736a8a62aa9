import { escapeXml, type Piece } from '../bytes.ts';
import { childText, descend, type XmlElement } from '../scan.ts';

/**
 * Looks someone up in the server's directory, by name, by address, or by the address that mail inside an organisation
 * goes by.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/resolvenames-operation
 */
export function resolveNamesBody(entry: string): Piece[] {
  return [
    '<m:ResolveNames ReturnFullContactData="false" SearchScope="ActiveDirectory">' +
      `<m:UnresolvedEntry>${escapeXml(entry)}</m:UnresolvedEntry></m:ResolveNames>`,
  ];
}

/** The SMTP address of the only one found; undefined where there are none or several. */
export function readResolved(message: XmlElement): string | undefined {
  const found = descend(message, 'ResolutionSet')?.children ?? [];
  const mailbox = found.length === 1 ? descend(found[0], 'Mailbox') : undefined;
  const address = childText(mailbox, 'EmailAddress')?.trim();
  return address?.includes('@') ? address : undefined;
}
