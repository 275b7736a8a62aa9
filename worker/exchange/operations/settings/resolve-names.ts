import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { childText, descend, type XmlElement } from '../../xml/scan.ts';

/**
 * Looks someone up in the server's directory, by name, by address, or by the address that mail inside an organisation
 * goes by.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/resolvenames-operation
 */
export function resolveNamesBody(entry: string): Piece[] {
  return [
    xml`
      <m:ResolveNames ReturnFullContactData="false" SearchScope="ActiveDirectory">
        <m:UnresolvedEntry>${entry}</m:UnresolvedEntry>
      </m:ResolveNames>`,
  ];
}

/**
 * The SMTP address of the only match; of several (some servers search for parts of names), the exact one. Undefined if
 * there is none.
 */
export function readResolved(message: XmlElement, entry: string): string | undefined {
  const found = (descend(message, 'ResolutionSet')?.children ?? []).map((each) =>
    childText(descend(each, 'Mailbox'), 'EmailAddress')?.trim(),
  );
  const wanted = entry.replace(/^smtp:/i, '').toLowerCase();
  const address = found.length === 1 ? found[0] : found.find((each) => each?.toLowerCase() === wanted);
  return address?.includes('@') ? address : undefined;
}
