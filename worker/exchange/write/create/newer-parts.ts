import { isAtLeast, type RequestVersion } from '../../operations/versions.ts';
import { concat, type Piece, utf8 } from '../../xml/bytes.ts';
import { indexOfText, startsWith } from '../../xml/find-text.ts';

/**
 * What servers before Exchange 2010 refuse because their schema lacks it: parts of an item (see optional-parts.ts), and
 * elements of its attachments.
 */
const PARTS: readonly string[] = ['TimeZone', 'Members', 'FirstDayOfWeek'];
const ELEMENTS = ['IsInline', 'IsContactPhoto', 'StartTimeZone', 'EndTimeZone', 'Members', 'FirstDayOfWeek'].map(
  (name) => ({
    open: `<t:${name}`,
    close: `</t:${name}>`,
  }),
);

/** The parts of an item that a server of this version does not know. */
export function newerParts(version: RequestVersion): readonly string[] {
  return isAtLeast(version, 'Exchange2010') ? [] : PARTS;
}

/** What is written of an attachment, without what a server of this version does not know; in linear time. */
export function withoutNewer(pieces: Piece[], version: RequestVersion): Piece[] {
  if (isAtLeast(version, 'Exchange2010')) return pieces;
  const bytes = concat(pieces);
  const kept: Uint8Array[] = [];
  let from = 0;
  for (let at = bytes.indexOf(LESS); at >= 0; at = bytes.indexOf(LESS, at + 1)) {
    if (startsWith(bytes, ENTRY, at)) {
      const tagEnd = bytes.indexOf(GREATER, at);
      if (tagEnd < 0) break;
      kept.push(bytes.subarray(from, at), utf8(ENTRY), keyIn(bytes.subarray(at, tagEnd)));
      from = bytes[tagEnd - 1] === SLASH ? tagEnd - 1 : tagEnd;
      at = tagEnd;
      continue;
    }
    const element = ELEMENTS.find(({ open }) => startsWith(bytes, open, at) && endsName(bytes[at + open.length]));
    if (element === undefined) continue;
    kept.push(bytes.subarray(from, at));
    from = endOf(bytes, at, element.close);
    at = from - 1;
  }
  return [...kept, bytes.subarray(from)];
}

/** Of a contact's entry, the key alone is as old as the entry. */
const ENTRY = '<t:Entry ';
const KEY = ' Key="';
const QUOTE = 0x22;

/** `Key="EmailAddress1"` of a tag. */
function keyIn(tag: Uint8Array): Uint8Array {
  const value = indexOfText(tag, KEY, 0);
  return value < 0 ? new Uint8Array(0) : tag.subarray(value - KEY.length + 1, tag.indexOf(QUOTE, value) + 1);
}

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const SPACE = 0x20;

/** Where an element that begins here is over. None of them holds another of its name. */
function endOf(bytes: Uint8Array, at: number, close: string): number {
  const tagEnd = bytes.indexOf(GREATER, at);
  if (tagEnd >= 0 && bytes[tagEnd - 1] === SLASH) return tagEnd + 1;
  const end = tagEnd < 0 ? -1 : indexOfText(bytes, close, tagEnd);
  return end < 0 ? bytes.length : end;
}

const endsName = (byte: number | undefined): boolean => byte === GREATER || byte === SLASH || byte === SPACE;
