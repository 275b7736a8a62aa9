import type { AddressMap } from '../../lib/recipients.ts';
import type { Piece } from '../xml/bytes.ts';
import { rawAttribute } from '../xml/raw-attribute.ts';
import { attributeOf, attributesOf, contentOf, textOf, type XmlElement } from '../xml/scan.ts';
import { rawXml, xml, type Xml } from '../xml/template.ts';

/** Children that name things of the old mailbox, or that only a server may say. */
const NEVER_INSIDE = new Set(['ItemId', 'OriginalDisplayName']);

/**
 * An element as it goes into a request: in the types namespace with our prefix, whatever the server's was; leaves
 * keep the bytes that they came in. `mapAddress` changes the addresses of mailboxes and contacts, and names that are
 * nothing but an address.
 */
export function rewrite(element: XmlElement, mapAddress?: AddressMap): Piece[] {
  const pieces: Piece[] = [];
  rewriteInto(element, pieces, mapAddress);
  return pieces;
}

function rewriteInto(element: XmlElement, pieces: Piece[], mapAddress: AddressMap | undefined): void {
  if (mapAddress && element.name === 'EmailAddresses') {
    const entries = element.children.map((each) => mappedEntry(each, mapAddress));
    pieces.push(xml`<t:EmailAddresses>${entries}</t:EmailAddresses>`);
    return;
  }
  const mapped = mapAddress && ADDRESSED.has(element.name) ? mapAddress(textOf(element)) : undefined;
  if (mapped !== undefined) {
    pieces.push(xml`<t:${element.name}>${mapped}</t:${element.name}>`);
    return;
  }
  const open = `<t:${element.name}${attributesXml(element).markup}`;
  if (element.start === element.end) {
    pieces.push(rawXml(`${open}/>`));
    return;
  }
  pieces.push(rawXml(`${open}>`));
  if (element.children.length === 0) pieces.push(contentOf(element));
  else for (const inner of element.children) if (!NEVER_INSIDE.has(inner.name)) rewriteInto(inner, pieces, mapAddress);
  pieces.push(rawXml(`</t:${element.name}>`));
}

/** Leaves of a mailbox that may hold an address. */
const ADDRESSED = new Set(['EmailAddress', 'Name']);

function attributesXml(element: XmlElement, mapAddress?: AddressMap): Xml {
  const attributes = attributesOf(element)
    // What newer servers say of a body is no part of it.
    .filter(({ name }) => name !== 'IsTruncated')
    .map(({ name, raw }) => {
      const mapped = name === 'Name' ? mapAddress?.(attributeOf(element, name) ?? '') : undefined;
      return mapped === undefined ? rawAttribute({ name, raw }) : xml` ${name}="${mapped}"`;
    });
  return xml`${attributes}`;
}

/** One of a contact's e-mail addresses. */
function mappedEntry(entry: XmlElement, mapAddress: AddressMap): Xml {
  const text = textOf(entry);
  return xml`<t:${entry.name}${attributesXml(entry, mapAddress)}>${mapAddress(text) ?? text}</t:${entry.name}>`;
}
