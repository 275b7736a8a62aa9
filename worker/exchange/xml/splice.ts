import { finderOf } from './bytes.ts';
import { openReader, streamOf, type ByteReader } from './byte-reader.ts';
import { findStartTag, parseXml, XmlError, type XmlElement } from './scan.ts';

/** Everything of an answer except the one large element: a few hundred bytes as a rule. */
const MAX_AROUND_BYTES = 4 * 1024 * 1024;

export type Splice = {
  /** The answer up to and including the element's start tag. */
  head: Uint8Array;
  /** What stands between its tags, as it came. Ends only after the whole answer was seen to be sound. */
  content: ReadableStream<Uint8Array>;
};

export type SpliceOptions = {
  /** Local name of the element whose content is wanted; its content is text without markup (base64). */
  name: string;
  /** Called with the answer, the element emptied, once it is complete; throws when the answer is no good. */
  verify: (document: XmlElement) => void;
  /** Turns what broke the stream into what its reader shall see. */
  explain: (error: unknown) => unknown;
  /** Told once when the stream is over, in whatever way. */
  settled?: () => void;
};

/**
 * Splits an answer at one element: its content becomes a stream, in chunks of the size in which they arrive and
 * without being decoded. Without that element (or with an empty one) the whole answer comes back as `document`.
 *
 * The stream closes only if the rest of the answer arrived and `verify` accepts it; otherwise it errors, so that a
 * reader never mistakes a torn item for a whole one.
 */
export async function spliceElement(
  body: ReadableStream<Uint8Array> | ByteReader,
  options: SpliceOptions,
): Promise<Splice | { document: Uint8Array }> {
  const reader = 'getReader' in body ? openReader(body) : body;
  let head: Uint8Array = new Uint8Array(0);
  let resumeAt = 0;
  try {
    for (;;) {
      const chunk = await reader.read();
      if (chunk === undefined) {
        options.settled?.();
        return { document: head };
      }
      head = join(head, chunk);
      const found = findStartTag(head, options.name, resumeAt);
      if ('resumeAt' in found) {
        resumeAt = found.resumeAt;
        if (head.length > MAX_AROUND_BYTES) throw new RangeError('the answer has no end');
      } else if (found.isEmpty) {
        resumeAt = found.after;
      } else {
        const rest = head.subarray(found.after);
        head = head.slice(0, found.after);
        return { head, content: streamOf(contentReader(reader, head, rest, options)) };
      }
    }
  } catch (error) {
    options.settled?.();
    await reader.cancel(error);
    throw options.explain(error);
  }
}

function contentReader(reader: ByteReader, head: Uint8Array, first: Uint8Array, options: SpliceOptions): ByteReader {
  let pending: Uint8Array | undefined = first;
  let isOver = false;
  const next = (spare?: ArrayBufferLike) => {
    const chunk = pending;
    pending = undefined;
    return chunk === undefined ? reader.read(spare) : Promise.resolve(chunk);
  };
  return {
    read: async (spare) => {
      try {
        while (!isOver) {
          const chunk = await next(spare);
          if (chunk === undefined) throw new XmlError('cut short inside the content');
          const end = finderOf(chunk, '<')(0);
          const part = end < 0 ? chunk : chunk.subarray(0, end);
          if (end >= 0) {
            options.verify(parseXml(await withTail(reader, head, chunk.subarray(end))));
            isOver = true;
            options.settled?.();
          }
          if (part.length > 0) return part;
        }
        return undefined;
      } catch (error) {
        options.settled?.();
        await reader.cancel(error);
        throw options.explain(error);
      }
    },
    cancel: (reason) => {
      options.settled?.();
      return reader.cancel(reason);
    },
  };
}

/** The answer without the content: its head, and all that follows it, which must end soon. */
async function withTail(reader: ByteReader, head: Uint8Array, tail: Uint8Array): Promise<Uint8Array> {
  let document = join(head, tail);
  for (;;) {
    const chunk = await reader.read();
    if (chunk === undefined) return document;
    document = join(document, chunk);
    if (document.length > MAX_AROUND_BYTES) throw new RangeError('the answer has no end');
  }
}

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length === 0) return right;
  const joined = new Uint8Array(left.length + right.length);
  joined.set(left);
  joined.set(right, left.length);
  return joined;
}
