import { HttpError } from './head.ts';

/** Longest line between chunks, extensions included, and all lines of a trailer. */
const MAX_LINE_BYTES = 16 * 1024;
const LINE_FEED = 10;

/** Takes the chunks' markings out of a body, in place (RFC 9112, 7.1). */
export type ChunkDecoder = {
  /**
   * `buffer` holds raw bytes from `at` to `end`; their content moves to `out` and behind. Gives where the content ends
   * now, and where raw bytes are left over: behind `end` only, unless the body is over. Throws HttpError.
   */
  decode(buffer: Uint8Array, out: number, at: number, end: number): { out: number; at: number };
  /** Fewest bytes that must still come. */
  leastToCome(): number;
  isDone(): boolean;
};

/** A decoder for one body. */
export function createChunkDecoder(): ChunkDecoder {
  let state: 'size' | 'data' | 'data-end' | 'trailer' | 'done' = 'size';
  /** Of the chunk at hand. */
  let left = 0;
  let line = '';
  let trailerBytes = 0;

  const endLine = (text: string): void => {
    if (state === 'data-end') {
      if (text !== '') throw new HttpError('a chunk does not end where it should');
      state = 'size';
    } else if (state === 'size') {
      const size = /^([\da-f]{1,12})\s*(?:;.*)?$/i.exec(text)?.[1];
      if (size === undefined) throw new HttpError('a chunk has no valid size');
      left = Number.parseInt(size, 16);
      state = left === 0 ? 'trailer' : 'data';
    } else if (text === '') {
      state = 'done';
    } else {
      trailerBytes += text.length;
      if (trailerBytes > MAX_LINE_BYTES) throw new HttpError('the trailer of the answer has no end');
    }
  };

  return {
    decode: (buffer, out, at, end) => {
      while (at < end && state !== 'done') {
        if (state === 'data') {
          const length = Math.min(left, end - at);
          if (out !== at) buffer.copyWithin(out, at, at + length);
          out += length;
          at += length;
          left -= length;
          if (left === 0) state = 'data-end';
          continue;
        }
        const byte = buffer[at++] ?? 0;
        if (byte !== LINE_FEED) {
          line += String.fromCharCode(byte);
          if (line.length > MAX_LINE_BYTES) throw new HttpError('a line between chunks has no end');
        } else {
          const text = line.endsWith('\r') ? line.slice(0, -1) : line;
          line = '';
          endLine(text);
        }
      }
      return { out, at };
    },
    // Behind a chunk's content come a line's end, a zero and two more line's ends.
    leastToCome: () => (state === 'data' ? left + 4 : 1),
    isDone: () => state === 'done',
  };
}
