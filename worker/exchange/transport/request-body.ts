import { concat, type Piece } from '../xml/bytes.ts';
import { openReader } from '../xml/byte-reader.ts';

/** A request's body with one stream in it. */
export type StreamedBody = {
  before: readonly Piece[];
  content: ReadableStream<Uint8Array>;
  after: readonly Piece[];
  /** Bytes of `content` where they are known; the request then says its length. */
  lengthBytes?: number;
};

export type OpenedBody = {
  readable: ReadableStream<Uint8Array>;
  /** How much went in so far, and whether that was all. */
  progress: { sentBytes: number; isComplete: boolean };
  /**
   * Copies the body through. If reading the content fails, aborts `upload` first and rejects with SourceBroke: otherwise
   * the chunked request would look complete, and the server would accept half an item.
   */
  pump(upload: AbortController, moved: () => void): Promise<void>;
};

/** The content could not be read to its end; `cause` says why. */
export class SourceBroke extends Error {
  override readonly name = 'SourceBroke';
}

/** Prepares a streamed body; nothing is read until `pump`. */
export function openBody(body: StreamedBody): OpenedBody {
  const before = concat(body.before);
  const after = concat(body.after);
  const { readable, writable, writesAreDone } = pipe(
    body.lengthBytes === undefined ? undefined : before.length + body.lengthBytes + after.length,
  );
  const progress = { sentBytes: 0, isComplete: false };
  return {
    readable,
    progress,
    pump: async (upload, moved) => {
      const writer = writable.getWriter();
      const reader = openReader(body.content);
      const giveUp = (error: unknown) => {
        upload.abort(error);
        writer.abort(error).catch(() => {});
        // A body that no request has taken yet holds a pending write, and with it the abort, for ever.
        if (!readable.locked) readable.cancel(error).catch(() => {});
        return reader.cancel(error);
      };
      // Never rejects unheard: the pump itself reports what went wrong.
      writer.closed.catch(() => {});
      upload.signal.addEventListener('abort', () => void giveUp(upload.signal.reason), { once: true });
      try {
        await writer.write(before);
        let spare: ArrayBufferLike | undefined;
        for (;;) {
          const chunk = await readSource(reader.read(spare));
          if (chunk === undefined) break;
          moved();
          progress.sentBytes += chunk.byteLength;
          await writer.write(chunk);
          moved();
          if (writesAreDone) spare = chunk.buffer;
        }
        // A cancelled source ends like a complete one: only this distinguishes them.
        upload.signal.throwIfAborted();
        progress.isComplete = true;
        await writer.write(after);
        await writer.close();
      } catch (error) {
        await giveUp(error);
        throw error;
      }
    },
  };
}

async function readSource(read: Promise<Uint8Array | undefined>): Promise<Uint8Array | undefined> {
  try {
    return await read;
  } catch (cause) {
    throw new SourceBroke('the item could not be read to the end', { cause });
  }
}

type Pipe = {
  readable: ReadableStream<Uint8Array>;
  writable: WritableStream<Uint8Array>;
  /** A write that is over has been taken off: its buffer may be used again. */
  writesAreDone: boolean;
};

/** workerd pipes bytes natively, and only so can a request say its length; elsewhere a plain pipe serves. */
function pipe(lengthBytes: number | undefined): Pipe {
  const platform = globalThis as unknown as {
    FixedLengthStream?: new (bytes: number) => TransformStream<Uint8Array, Uint8Array>;
    IdentityTransformStream?: new () => TransformStream<Uint8Array, Uint8Array>;
  };
  const native =
    lengthBytes !== undefined && platform.FixedLengthStream
      ? new platform.FixedLengthStream(lengthBytes)
      : platform.IdentityTransformStream && new platform.IdentityTransformStream();
  const { readable, writable } = native ?? new TransformStream<Uint8Array, Uint8Array>();
  return { readable, writable, writesAreDone: native !== undefined };
}
