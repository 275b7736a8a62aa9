import type { ByteReader } from '../../xml/byte-reader.ts';
import { createChunkDecoder } from './chunked.ts';
import { HttpError, type Framing } from './head.ts';
import type { Input } from './input.ts';

/** Bytes asked for at a time. */
export const CHUNK_BYTES = 256 * 1024;

/** What a reader reports about its body. */
export type BodyEvents = {
  /** The body was read completely, and the consumer asked for more: until then it may still be cancelled. */
  ended(): void;
  /** It broke or was cancelled. The consumer of the body gets this error. */
  broke(error: unknown): unknown;
};

/**
 * Reads the body of an answer off its connection, in chunks of 256 KB. Nothing is read ahead: a slow reader holds the
 * server back.
 */
export function bodyReader(input: Input, framing: Framing, events: BodyEvents): ByteReader {
  const next = nextOf(input, framing);
  let isAtEnd = false;
  let isOver = false;
  return {
    read: async (spare) => {
      if (isOver) return undefined;
      try {
        const { bytes, isEnd } = isAtEnd ? END : await next(spare);
        isAtEnd = isEnd;
        if (bytes !== undefined && bytes.length > 0) return bytes;
        isOver = true;
        events.ended();
        return undefined;
      } catch (error) {
        isOver = true;
        throw events.broke(error);
      }
    },
    cancel: async (reason) => {
      if (!isOver) events.broke(reason ?? new DOMException('the body was abandoned', 'AbortError'));
      isOver = true;
    },
  };
}

const END: { bytes?: Uint8Array; isEnd: boolean } = { isEnd: true };

/** The next bytes, never none before the end; `isEnd` comes with the last of them. */
type Next = (spare?: ArrayBufferLike) => Promise<{ bytes?: Uint8Array; isEnd: boolean }>;

function nextOf(input: Input, framing: Framing): Next {
  switch (framing.kind) {
    case 'none':
      return async () => ({ isEnd: true });
    case 'length':
      return byLength(input, framing.bytes);
    case 'chunked':
      return byChunks(input);
    case 'close':
      return untilClose(input);
  }
}

function byLength(input: Input, total: number): Next {
  let left = total;
  return async (spare) => {
    const early = input.takePending();
    if (early.length > left) input.putBack(early.subarray(left));
    let bytes: Uint8Array | undefined = early.subarray(0, left);
    if (bytes.length === 0) {
      const size = Math.min(left, CHUNK_BYTES);
      bytes = await input.readInto(bufferOf(spare).subarray(0, size), size);
    }
    if (bytes === undefined) throw cutShort();
    left -= bytes.length;
    return { bytes, isEnd: left === 0 };
  };
}

function byChunks(input: Input): Next {
  const decoder = createChunkDecoder();
  return async (spare) => {
    let buffer = bufferOf(spare);
    const early = input.takePending();
    buffer.set(early);
    let { out, at } = decoder.decode(buffer, 0, 0, early.length);
    let end = early.length;
    // What the markings took fills up again, so that small chunks do not become small reads further on.
    while (!decoder.isDone() && out < CHUNK_BYTES * 0.75) {
      const room = buffer.subarray(out);
      const read = await input.readInto(room, Math.min(decoder.leastToCome(), room.length));
      if (read === undefined) throw cutShort();
      buffer = new Uint8Array(read.buffer);
      end = out + read.length;
      ({ out, at } = decoder.decode(buffer, out, out, end));
    }
    if (decoder.isDone() && at < end) input.putBack(buffer.slice(at, end));
    return { bytes: buffer.subarray(0, out), isEnd: decoder.isDone() };
  };
}

function untilClose(input: Input): Next {
  return async (spare) => {
    const early = input.takePending();
    if (early.length > 0) return { bytes: early, isEnd: false };
    const bytes = await input.readInto(bufferOf(spare), 1);
    return bytes === undefined ? { isEnd: true } : { bytes, isEnd: false };
  };
}

function bufferOf(spare: ArrayBufferLike | undefined): Uint8Array {
  return spare?.byteLength === CHUNK_BYTES ? new Uint8Array(spare) : new Uint8Array(CHUNK_BYTES);
}

function cutShort(): HttpError {
  return new HttpError('closed in the middle of the body of an answer');
}
