import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { attributeOf, child, childText, descend, type XmlElement } from '../../xml/scan.ts';

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

/** Who is found at most with one search. A server that finds more says nothing of the others. */
const MOST_FOUND = 100;

/** Someone in an address list. `kind` is the server's own word, such as `Mailbox` or `PublicDL`. */
export type Resolution = { email: string; name: string; kind?: string };

/** Whoever was found. `isCut`: there are more than these. */
export function readResolutions(message: XmlElement): { found: Resolution[]; isCut: boolean } {
  const set = descend(message, 'ResolutionSet');
  const each = set?.children ?? [];
  const found = each.flatMap((resolution): Resolution[] => {
    const mailbox = child(resolution, 'Mailbox');
    const email = childText(mailbox, 'EmailAddress')?.trim() ?? '';
    // Addresses of other kinds lead to no mailbox that could be opened.
    if (!/^[^@\s]+@[^@\s]+$/.test(email)) return [];
    const name = childText(mailbox, 'Name')?.trim() || email;
    const kind = childText(mailbox, 'MailboxType')?.trim();
    return [{ email, name, ...(kind && { kind }) }];
  });
  const saysAll = set !== undefined && attributeOf(set, 'IncludesLastItemInRange')?.trim() !== 'false';
  return { found, isCut: each.length > 0 && (!saysAll || each.length === MOST_FOUND) };
}
