import type { ServerResponse } from 'node:http';
import type { Side } from '../side.ts';
import { type Base64, flatten, type Xml } from '../xml/node.ts';
import type { Pace } from './pace.ts';

// Answers below this are written in one piece with their length; larger ones go in chunks, as IIS does.
const BUFFERED_BYTES = 1 << 20;

/** Base64 of pieces of any length, in text that can be strung together. */
export function* encodePieces(pieces: Iterable<Uint8Array>): Generator<Buffer> {
  let carry: Uint8Array = new Uint8Array(0);
  for (const piece of pieces) {
    const bytes = carry.length > 0 ? Buffer.concat([carry, piece]) : piece;
    const whole = bytes.length - (bytes.length % 3);
    carry = bytes.subarray(whole);
    if (whole > 0) yield Buffer.from(Buffer.from(bytes.buffer, bytes.byteOffset, whole).toString('base64'), 'latin1');
  }
  if (carry.length > 0) yield Buffer.from(Buffer.from(carry).toString('base64'), 'latin1');
}

const lengthOf = (part: string | Base64): number =>
  typeof part === 'string' ? Buffer.byteLength(part) : Math.ceil(part.lengthBytes / 3) * 4;

export function* bytesOf(parts: readonly (string | Base64)[]): Generator<Buffer> {
  for (const part of parts) {
    if (typeof part === 'string') yield Buffer.from(part);
    else yield* encodePieces(part.bytes());
  }
}

/** Until there is room again, or nobody is there to take it. */
const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });

/** Writes XML as the answer, at the pace of the side's network. Returns what was written where `keep` is set. */
export async function writeAnswer(
  side: Side,
  response: ServerResponse,
  status: number,
  xml: Xml,
  pace: Pace,
  keep: boolean,
): Promise<Buffer | undefined> {
  const parts = flatten(xml);
  const length = parts.reduce((sum, part) => sum + lengthOf(part), 0);
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/xml; charset=utf-8');
  response.setHeader('Server', side.profile.iis);
  for (const [name, value] of Object.entries(side.profile.headers)) response.setHeader(name, value);
  if (length <= BUFFERED_BYTES) {
    const whole = Buffer.concat([...bytesOf(parts)]);
    await pace.down(whole.length);
    response.setHeader('Content-Length', whole.length);
    response.end(whole);
    return keep ? whole : undefined;
  }
  const kept: Buffer[] = [];
  for (const piece of bytesOf(parts)) {
    if (response.destroyed) return undefined;
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other is the point
    await pace.down(piece.length);
    if (keep) kept.push(piece);
    // oxlint-disable-next-line no-await-in-loop
    if (!response.write(piece)) await drained(response);
  }
  response.end();
  return keep ? Buffer.concat(kept) : undefined;
}
