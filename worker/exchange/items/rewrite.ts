import type { AddressMap } from '../../lib/recipients.ts';
import { finderOf, type Piece } from '../xml/bytes.ts';
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
  if (element.children.length === 0) pieces.push(...legalText(contentOf(element)));
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
      return xml` ${name}="${mapped ?? rawXml(raw.replaceAll('"', '&quot;'))}"`;
    });
  return xml`${attributes}`;
}

/** One of a contact's e-mail addresses. */
function mappedEntry(entry: XmlElement, mapAddress: AddressMap): Xml {
  const text = textOf(entry);
  return xml`<t:${entry.name}${attributesXml(entry, mapAddress)}>${mapAddress(text) ?? text}</t:${entry.name}>`;
}

/**
 * Exchange writes control characters of old mail as references that XML 1.0 forbids, and refuses them when it reads.
 * The bytes around them stay as they are.
 */
function legalText(content: Uint8Array): Uint8Array[] {
  const nextReference = finderOf(content, '&');
  const kept: Uint8Array[] = [];
  let from = 0;
  for (let at = nextReference(0); at >= 0; at = nextReference(at + 1)) {
    if (content[at + 1] !== HASH) continue;
    const end = content.subarray(at, at + LONGEST_REFERENCE).indexOf(SEMICOLON);
    if (end < 0) continue;
    const digits = String.fromCharCode(...content.subarray(at + 2, at + end));
    const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
    if (isLegal(code)) continue;
    kept.push(content.subarray(from, at));
    from = at + end + 1;
  }
  return from === 0 ? [content] : [...kept, content.subarray(from)];
}

const HASH = 0x23;
const SEMICOLON = 0x3b;
const LONGEST_REFERENCE = 12;

/** Production `Char` of https://www.w3.org/TR/xml/#charsets */
function isLegal(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x1_0000 && code <= 0x10_ffff);
}
