import { type Letter, letterBytes, letterContent, parseLetter } from '../generate/letter.ts';
import type { Store } from './store.ts';

/** Rows of one content are of this size, so that no content is ever whole in memory. */
export const PIECE_BYTES = 1 << 18;

/** Writes a content in rows; `attachment` 0 is the MIME of the item itself. Returns its length in bytes. */
export function writeContent(store: Store, item: number, attachment: number, bytes: Iterable<Uint8Array>): number {
  const insert = store.sql('insert into content (item, attachment, number, bytes) values (?, ?, ?, ?)');
  let number = 0;
  let length = 0;
  let waiting: Uint8Array[] = [];
  let held = 0;
  const put = (piece: Uint8Array): void => {
    insert.run(item, attachment, number, piece);
    number += 1;
  };
  for (const piece of bytes) {
    length += piece.length;
    waiting.push(piece);
    held += piece.length;
    if (held < PIECE_BYTES) continue;
    let whole: Uint8Array = waiting.length === 1 ? piece : Buffer.concat(waiting);
    for (; whole.length >= PIECE_BYTES; whole = whole.subarray(PIECE_BYTES)) put(whole.subarray(0, PIECE_BYTES));
    waiting = [whole];
    held = whole.length;
  }
  if (held > 0) put(waiting.length === 1 ? (waiting[0] as Uint8Array) : Buffer.concat(waiting));
  return length;
}

export function contentLength(store: Store, item: number, attachment: number): number {
  const row = store
    .sql('select coalesce(sum(length(bytes)), 0) as n from content where item = ? and attachment = ?')
    .get(item, attachment);
  const { n } = row as { n: number };
  if (n > 0) return n;
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
export function readContent(
  store: Store,
  item: number,
  attachment: number,
  start = 0,
  end = Infinity,
): Iterable<Uint8Array> {
  return {
    *[Symbol.iterator]() {
      const select = store.sql('select bytes from content where item = ? and attachment = ? and number = ?');
      for (let number = Math.floor(start / PIECE_BYTES); number * PIECE_BYTES < end; number += 1) {
        const row = select.get(item, attachment, number) as { bytes: Uint8Array } | undefined;
        if (!row) {
          const letter = number * PIECE_BYTES <= start ? letterOf(store, item, attachment) : undefined;
          if (letter) yield* letterContent(letter, start, end);
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
