import { finderOf } from './bytes.ts';
import { growingBytes } from './growing-bytes.ts';
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
  /** Maps the error that broke the stream to the one for its reader. */
  explain: (error: unknown) => unknown;
  /** Called once when the stream ends, in any way. */
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
  const head = growingBytes();
  let resumeAt = 0;
  /** An unfinished part is scanned again only when twice as much has arrived, not with every small chunk. */
  let lookAt = 1;
  try {
    for (;;) {
      const chunk = await reader.read();
      if (chunk !== undefined) head.add(chunk);
      const bytes = head.bytes();
      if (chunk !== undefined && bytes.length < lookAt) continue;
      const found = findContent(bytes, options.name, resumeAt);
      if ('after' in found) {
        const start = bytes.slice(0, found.after);
        return { head: start, content: streamOf(contentReader(reader, start, bytes.subarray(found.after), options)) };
      }
      if (chunk === undefined) {
        options.settled?.();
        return { document: bytes };
      }
      resumeAt = found.resumeAt;
      lookAt = bytes.length + (bytes.length - resumeAt);
      if (bytes.length > MAX_AROUND_BYTES) throw new RangeError('the answer has no end');
    }
  } catch (error) {
    options.settled?.();
    await reader.cancel(error);
    throw options.explain(error);
  }
}

/** The first such element that is not empty: where its content begins. */
function findContent(bytes: Uint8Array, name: string, from: number): { after: number } | { resumeAt: number } {
  for (let at = from; ;) {
    const found = findStartTag(bytes, name, at);
    if ('resumeAt' in found || !found.isEmpty) return found;
    at = found.after;
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
  const document = growingBytes();
  document.add(head);
  document.add(tail);
  for (;;) {
    const chunk = await reader.read();
    if (chunk === undefined) return document.bytes();
    document.add(chunk);
    if (document.bytes().length > MAX_AROUND_BYTES) throw new RangeError('the answer has no end');
  }
}
