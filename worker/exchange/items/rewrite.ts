import type { AddressMap } from '../../lib/recipients.ts';
import { strictFieldUri } from '../operations/properties.ts';
import type { Piece } from '../xml/bytes.ts';
import { rawAttribute } from '../xml/raw-attribute.ts';
import { attributeOf, attributesOf, contentOf, textOf, type XmlElement } from '../xml/scan.ts';
import { rawXml, xml, type Xml } from '../xml/template.ts';
import { dayIn, inStrictOrder } from './strict-order.ts';

/** Children that name things of the old mailbox, or that only a server may say. */
const NEVER_INSIDE = new Set(['ItemId', 'OriginalDisplayName']);

/**
 * An element as it goes into a request: in the types namespace with our prefix, whatever the server's was, in the forms
 * and the order of the schema; leaves keep the bytes that they came in. `mapAddress` changes the addresses of mailboxes
 * and contacts, and names that are nothing but an address.
 */
export function rewrite(element: XmlElement, mapAddress?: AddressMap): Piece[] {
  const pieces: Piece[] = [];
  rewriteInto(element, pieces, mapAddress);
  return pieces;
}

function rewriteInto(element: XmlElement, pieces: Piece[], mapAddress: AddressMap | undefined, parent?: string): void {
  if (element.name === 'ExtendedFieldURI') {
    pieces.push(strictFieldUri(element));
    return;
  }
  const day = dayIn(parent, element, () => textOf(element));
  if (day !== undefined) {
    pieces.push(xml`<t:${element.name}>${day}</t:${element.name}>`);
    return;
  }
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
  else {
    const kept = element.children.filter(({ name }) => !NEVER_INSIDE.has(name));
    for (const inner of inStrictOrder(kept)) rewriteInto(inner, pieces, mapAddress, element.name);
  }
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
