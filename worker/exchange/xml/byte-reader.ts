import { growingBytes, type GrowingBytes } from './growing-bytes.ts';

/**
 * Large reads from a body. With the default reader workerd hands out 4 KB at a time, which costs ten times the
 * CPU; a reader that brings its own buffer gets it filled natively.
 */

/** Bytes asked for at a time. A fourth of it costs a seventh more of the processor's time in all (measured). */
const CHUNK_BYTES = 1024 * 1024;
/** Smaller ones are put together as they arrive. */
const SMALL_CHUNK_BYTES = 1024;
/** Asked for at first: most answers are small, and a buffer is cleared before it is filled. */
const FIRST_CHUNK_BYTES = 16 * 1024;

export type ByteReader = {
  /**
   * The next bytes, usually a full chunk; undefined at the end. Rejects when the body breaks. `spare` is the buffer of
   * an earlier chunk that is no longer needed: it may be filled again.
   */
  read(spare?: ArrayBufferLike): Promise<Uint8Array | undefined>;
  /** Gives the body up; never rejects. */
  cancel(reason?: unknown): Promise<void>;
};

/** workerd's own method. */
type AtLeastReader = {
  readAtLeast?(min: number, view: Uint8Array): Promise<{ done: boolean; value?: Uint8Array }>;
};

/** The readers behind streams, so that code which can use a reader bypasses the stream. */
const READERS = new WeakMap<ReadableStream<Uint8Array>, ByteReader>();

/** A stream of what a reader gives; `openReader` finds the reader behind it again. */
export function streamOf(reader: ByteReader): ReadableStream<Uint8Array> {
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await reader.read();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  READERS.set(stream, reader);
  return stream;
}

/** A reader over a body that fills whole chunks wherever the stream allows it. */
export function openReader(body: ReadableStream<Uint8Array>, chunkBytes = CHUNK_BYTES): ByteReader {
  const direct = body.locked ? undefined : READERS.get(body);
  if (direct) return direct;
  const byob = byobReader(body);
  if (byob === undefined) {
    const reader = body.getReader();
    return {
      read: async () => {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return undefined;
          if (value.byteLength > 0) return value;
        }
      },
      cancel: (reason) => quietly(reader.cancel(reason)),
    };
  }
  let nextBytes = Math.min(FIRST_CHUNK_BYTES, chunkBytes);
  return {
    read: async (spare) => {
      const view = spare?.byteLength === chunkBytes ? new Uint8Array(spare) : new Uint8Array(nextBytes);
      nextBytes = Math.min(nextBytes * 4, chunkBytes);
      // The standard's own `min` is no match: a body that ends with fewer bytes than asked for is an error to it.
      const { value } = byob.readAtLeast ? await byob.readAtLeast(view.byteLength, view) : await byob.read(view);
      return value !== undefined && value.byteLength > 0 ? value : undefined;
    },
    cancel: (reason) => quietly(byob.cancel(reason)),
  };
}

/**
 * Reads a body to its end. Rejects with RangeError when it is longer than `maxBytes`, and with what `check` throws: it is
 * called with each part as it arrives, and so can refuse a body before all of it is in memory.
 */
export async function readAll(
  reader: ByteReader,
  maxBytes: number,
  check?: (part: Uint8Array) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let small: GrowingBytes | undefined;
  for (;;) {
    const chunk = await reader.read();
    if (chunk === undefined) break;
    length += chunk.byteLength;
    try {
      if (length > maxBytes) throw new RangeError(`more than ${maxBytes} bytes`);
      check?.(chunk);
    } catch (error) {
      await reader.cancel();
      throw error;
    }
    // Byte by byte, each chunk would cost a hundred times its size.
    if (chunk.byteLength < SMALL_CHUNK_BYTES) (small ??= growingBytes()).add(chunk);
    else {
      if (small) chunks.push(small.bytes());
      small = undefined;
      chunks.push(chunk);
    }
  }
  if (small) chunks.push(small.bytes());
  const only = chunks[0];
  if (chunks.length === 1 && only) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  // What is copied is let go at once: twice a large answer is too much.
  for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function byobReader(body: ReadableStream<Uint8Array>) {
  try {
    return body.getReader({ mode: 'byob' }) as ReadableStreamBYOBReader & AtLeastReader;
  } catch {
    return undefined; // not a byte stream
  }
}

async function quietly(promise: Promise<unknown>): Promise<void> {
  try {
    await promise;
  } catch {
    // Given up already: what happens to it does not matter.
  }
}
