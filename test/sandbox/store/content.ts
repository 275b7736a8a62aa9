import { createHash } from 'node:crypto';
import { type Letter, letterBytes, letterContent, parseLetter } from '../generate/letter.ts';
import type { Store } from './store.ts';

/** Rows of one content are of this size, so that no content is ever whole in memory. */
const PIECE_BYTES = 1 << 18;

const scratch = Buffer.allocUnsafeSlow(PIECE_BYTES);

/** Number of the one row of a content that is not kept: its length in 8 bytes, its SHA-1, and the headers of a MIME. */
const DIGEST = -1;
const DIGEST_BYTES = 28;

/** Headers of MIME are looked for in so many bytes. */
const HEAD_BYTES = 65_536;

/** On what was read from a store: the row of a content of which only the digest is kept. */
const DIGEST_ROW = Symbol('digest row');

type StoredContent = Iterable<Uint8Array> & { [DIGEST_ROW]?: () => Uint8Array | undefined };

type Digest = { lengthBytes: number; sha1: string };

function hashContent(store: Store, item: number, attachment: number, bytes: StoredContent): number {
  const insert = store.sql('insert into content (item, attachment, number, bytes) values (?, ?, ?, ?)');
  // What lies in another place of this store has its digest already.
  const known = bytes[DIGEST_ROW]?.();
  if (known) {
    insert.run(item, attachment, DIGEST, known);
    return Number(Buffer.from(known).readBigUInt64BE());
  }
  const hash = createHash('sha1');
  const head: Uint8Array[] = [];
  let length = 0;
  for (const piece of bytes) {
    hash.update(piece);
    // A copy, as the piece may be used again.
    if (attachment === 0 && length < HEAD_BYTES) head.push(piece.slice(0, HEAD_BYTES - length));
    length += piece.length;
  }
  const row = Buffer.alloc(DIGEST_BYTES);
  row.writeBigUInt64BE(BigInt(length));
  hash.digest().copy(row, 8);
  insert.run(item, attachment, DIGEST, Buffer.concat([row, cutHead(Buffer.concat(head))]));
  return length;
}

/** The bytes before the first empty line; all where there is no such line. */
function cutHead(bytes: Buffer): Buffer {
  const ends = ['\r\n\r\n', '\n\n'].map((end) => bytes.indexOf(end)).filter((at) => at >= 0);
  return bytes.subarray(0, ends.length === 0 ? bytes.length : Math.min(...ends));
}

/** The headers of an item's MIME, in bytes; also of a MIME that is not kept. */
export function readHead(store: Store, item: number): Buffer {
  const row = digestRow(store, item, 0);
  return row ? Buffer.from(row).subarray(DIGEST_BYTES) : cutHead(readWhole(store, item, 0, 0, HEAD_BYTES));
}

function digestRow(store: Store, item: number, attachment: number): Uint8Array | undefined {
  const row = store
    .sql('select bytes from content where item = ? and attachment = ? and number = ?')
    .get(item, attachment, DIGEST) as { bytes: Uint8Array } | undefined;
  return row?.bytes;
}

function storedDigest(store: Store, item: number, attachment: number): Digest | undefined {
  const row = digestRow(store, item, attachment);
  if (!row) return undefined;
  const bytes = Buffer.from(row);
  return { lengthBytes: Number(bytes.readBigUInt64BE()), sha1: bytes.toString('hex', 8, DIGEST_BYTES) };
}

/** Length and SHA-1 of a content, as `12 bytes 0a4d…`; also of one that is not kept. */
export function contentDigest(store: Store, item: number, attachment: number): string {
  const stored = storedDigest(store, item, attachment);
  if (stored) return `${stored.lengthBytes} bytes ${stored.sha1}`;
  const hash = createHash('sha1');
  let length = 0;
  for (const piece of readContent(store, item, attachment)) {
    hash.update(piece);
    length += piece.length;
  }
  return `${length} bytes ${hash.digest('hex')}`;
}

/**
 * Writes a content in rows; `attachment` 0 is the MIME of the item itself. A piece of it is looked at only until the
 * next is asked for. Returns its length in bytes.
 */
export function writeContent(store: Store, item: number, attachment: number, bytes: Iterable<Uint8Array>): number {
  if (store.contents === 'hashed') return hashContent(store, item, attachment, bytes);
  const insert = store.sql('insert into content (item, attachment, number, bytes) values (?, ?, ?, ?)');
  let number = 0;
  let held = 0;
  for (const piece of bytes)
    for (let from = 0; from < piece.length;) {
      const length = Math.min(PIECE_BYTES - held, piece.length - from);
      scratch.set(piece.subarray(from, from + length), held);
      from += length;
      held += length;
      if (held < PIECE_BYTES) continue;
      insert.run(item, attachment, number, scratch);
      number += 1;
      held = 0;
    }
  if (held > 0) insert.run(item, attachment, number, scratch.subarray(0, held));
  return number * PIECE_BYTES + held;
}

export function contentLength(store: Store, item: number, attachment: number): number {
  const row = store
    .sql('select coalesce(sum(length(bytes)), 0) as n from content where item = ? and attachment = ? and number >= 0')
    .get(item, attachment);
  const { n } = row as { n: number };
  if (n > 0) return n;
  const stored = storedDigest(store, item, attachment);
  if (stored) return stored.lengthBytes;
  const letter = letterOf(store, item, attachment);
  return letter ? letterBytes(letter) : 0;
}

/** The letter that an item's MIME is made from; undefined when the MIME is stored. */
function letterOf(store: Store, item: number, attachment: number): Letter | undefined {
  if (attachment !== 0) return undefined;
  const row = store.sql('select letter from items where id = ?').get(item) as { letter: string | null } | undefined;
  return row?.letter ? parseLetter(row.letter) : undefined;
}

/** Reads a content row by row; may be walked more than once. */
export function readContent(store: Store, item: number, attachment: number, start = 0, end = Infinity): StoredContent {
  const isWhole = start === 0 && end === Infinity;
  return {
    ...(isWhole && { [DIGEST_ROW]: () => digestRow(store, item, attachment) }),
    *[Symbol.iterator]() {
      const select = store.sql('select bytes from content where item = ? and attachment = ? and number = ?');
      for (let number = Math.floor(start / PIECE_BYTES); number * PIECE_BYTES < end; number += 1) {
        const row = select.get(item, attachment, number) as { bytes: Uint8Array } | undefined;
        if (!row) {
          const letter = number * PIECE_BYTES <= start ? letterOf(store, item, attachment) : undefined;
          if (letter) yield* letterContent(letter, start, end);
          else if (number === 0 && storedDigest(store, item, attachment))
            throw new Error('This store keeps only the digests of its contents');
          return;
        }
        const base = number * PIECE_BYTES;
        yield row.bytes.subarray(Math.max(0, start - base), Math.min(row.bytes.length, end - base));
      }
    },
  };
}

/** A content in one piece, for what has to be parsed. */
export const readWhole = (store: Store, item: number, attachment = 0, start = 0, end = Infinity): Buffer =>
  Buffer.concat([...readContent(store, item, attachment, start, end)]);
