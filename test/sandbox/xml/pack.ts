import type { Base64 } from './node.ts';

/** Room that a piece must have for one more stretch of base64. */
const STRETCH_TEXT = 1 << 15;
// Longer texts become large objects of the engine's, which cost four times as much (measured).
const STRETCH_BYTES = (STRETCH_TEXT / 4) * 3;

/** What answers are packed into; at least this large. */
export const LEAST_PIECE_BYTES = STRETCH_TEXT + 8;

/** Bytes of the parts as text, where lengths are known. */
export const packedLength = (parts: readonly (string | Base64)[]): number =>
  parts.reduce(
    (sum, part) => sum + (typeof part === 'string' ? Buffer.byteLength(part) : Math.ceil(part.lengthBytes / 3) * 4),
    0,
  );

/**
 * Writes parts one behind the other into buffers, base64 content as it comes, and yields each buffer when it is full,
 * the last as far as it is. `take` gives an empty buffer; whoever gets one owns it.
 */
export function* pack(parts: readonly (string | Base64)[], take: () => Buffer): Generator<Buffer> {
  let out = take();
  let at = 0;
  for (const part of parts) {
    if (typeof part === 'string') {
      if (part.length * 3 <= out.length - at) {
        at += out.write(part, at, 'utf8');
        continue;
      }
      const bytes = Buffer.from(part);
      for (let from = 0; from < bytes.length;) {
        if (at === out.length) {
          yield out;
          out = take();
          at = 0;
        }
        const length = bytes.copy(out, at, from);
        from += length;
        at += length;
      }
      continue;
    }
    // What is left of a piece that does not part into threes waits for the next.
    const carry = Buffer.allocUnsafe(3);
    let waiting = 0;
    for (const piece of part.bytes()) {
      const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
      let from = 0;
      if (waiting > 0) {
        from = bytes.copy(carry, waiting, 0, 3 - waiting);
        waiting += from;
        if (waiting < 3) continue;
        if (out.length - at < STRETCH_TEXT) {
          yield out.subarray(0, at);
          out = take();
          at = 0;
        }
        at += out.write(carry.toString('base64', 0, 3), at, 'latin1');
        waiting = 0;
      }
      const end = bytes.length - ((bytes.length - from) % 3);
      for (; from < end; from += STRETCH_BYTES) {
        if (out.length - at < STRETCH_TEXT) {
          yield out.subarray(0, at);
          out = take();
          at = 0;
        }
        at += out.write(bytes.toString('base64', from, Math.min(from + STRETCH_BYTES, end)), at, 'latin1');
      }
      waiting = bytes.copy(carry, 0, end);
    }
    if (waiting > 0) {
      if (out.length - at < 4) {
        yield out.subarray(0, at);
        out = take();
        at = 0;
      }
      at += out.write(carry.toString('base64', 0, waiting), at, 'latin1');
    }
  }
  if (at > 0) yield out.subarray(0, at);
}
