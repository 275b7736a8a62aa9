import type { AddressMap } from '../../lib/recipients.ts';
import { openReader, streamOf, type ByteReader } from '../xml/byte-reader.ts';
import { concat } from '../xml/bytes.ts';
import { mapHeaderAddresses } from './map-addresses.ts';
import { createHead, type Head } from './mime-head.ts';

/**
 * A message's MIME, in base64, with other addresses in From, To, Cc, Bcc, Sender and Reply-To. Only the header is
 * decoded; what stands behind it keeps its bytes, and where nothing is mapped all of it does.
 */
export function mapMime(content: Uint8Array, map: AddressMap): Uint8Array {
  const head = createHead();
  head.add(content);
  return concat(withMappedHeader(head, map));
}

/** The same of MIME that streams. An error of the source is an error of the result. */
export function mapMimeStream(content: ReadableStream<Uint8Array>, map: AddressMap): ReadableStream<Uint8Array> {
  return streamOf(mapReader(openReader(content), map));
}

function mapReader(reader: ByteReader, map: AddressMap): ByteReader {
  let waiting: Uint8Array[] | undefined;
  const begin = async (): Promise<Uint8Array[]> => {
    const head = createHead();
    for (;;) {
      const chunk = await reader.read();
      // The reader may use its buffer again.
      if (chunk === undefined || head.add(chunk.slice())) return withMappedHeader(head, map);
    }
  };
  return {
    read: async (spare) => {
      waiting ??= await begin();
      const next = waiting.shift();
      return next ?? reader.read(spare);
    },
    cancel: (reason) => reader.cancel(reason),
  };
}

/** All that was added to a head, its header mapped. */
function withMappedHeader(head: Head, map: AddressMap): Uint8Array[] {
  const found = head.header();
  const mapped = found && mapHeader(found.header, map, found.tail.length);
  if (!found || !mapped) return head.chunks;
  return [encode(concat([mapped, found.tail])), found.rest()];
}

/**
 * The header with mapped addresses; undefined where none is. Its length and `tail` make whole groups of three bytes,
 * so that the base64 behind it can stay: spaces at the end of a line, which mean nothing, see to that.
 */
function mapHeader(header: Uint8Array, map: AddressMap, tail: number): Uint8Array | undefined {
  const out: Uint8Array[] = [];
  let isMapped = false;
  let from = 0;
  let last = -1;
  for (const { start, end } of fieldsOf(header)) {
    const name = latin1(header.subarray(start, Math.min(end, start + LONGEST_NAME)));
    if (!NAMES.test(name)) continue;
    const field = latin1(header.subarray(start, end));
    const mapped = mapHeaderAddresses(field, map);
    if (mapped === field) continue;
    isMapped = true;
    out.push(header.subarray(from, start), fromLatin1(mapped));
    last = out.length - 1;
    from = end;
  }
  if (!isMapped) return undefined;
  out.push(header.subarray(from));
  const length = out.reduce((sum, { length }) => sum + length, 0);
  const spaces = (3 - ((length + tail) % 3)) % 3;
  out[last] = padded(out[last] ?? new Uint8Array(0), spaces);
  return concat(out);
}

/** Fields from their name to the line break that ends them, folded lines included. */
function* fieldsOf(header: Uint8Array): Generator<{ start: number; end: number }> {
  let start = 0;
  while (start < header.length) {
    let end = header.indexOf(LF, start);
    while (end >= 0 && (header[end + 1] === SPACE || header[end + 1] === TAB)) end = header.indexOf(LF, end + 1);
    if (end < 0) end = header.length - 1;
    yield { start, end: end + 1 };
    start = end + 1;
  }
}

function padded(field: Uint8Array, spaces: number): Uint8Array {
  if (spaces === 0) return field;
  const text = latin1(field);
  const lineBreak = /\r?\n$/.exec(text)?.[0] ?? '';
  return fromLatin1(text.slice(0, text.length - lineBreak.length) + ' '.repeat(spaces) + lineBreak);
}

function encode(bytes: Uint8Array): Uint8Array {
  return fromLatin1(btoa(latin1(bytes)));
}

/** One character a byte; only of headers. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

function fromLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

const NAMES = /^(?:from|to|cc|bcc|sender|reply-to)[ \t]*:/i;
const LONGEST_NAME = 32;
const LF = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;
