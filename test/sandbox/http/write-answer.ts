import type { ServerResponse } from 'node:http';
import type { Side } from '../side.ts';
import { type Base64, flatten, type Xml } from '../xml/node.ts';
import { LEAST_PIECE_BYTES, pack, packedLength } from '../xml/pack.ts';
import type { Pace } from './pace.ts';

// Answers below this are written in one piece with their length; larger ones go in chunks, as IIS does.
const BUFFERED_BYTES = 1 << 20;

const PIECE_BYTES = 1 << 18;
const STRAYED = 16;

/** Buffers of one size that are used again: fresh ones cost more than all that is done with them. */
class Pool {
  readonly #bytes: number;
  readonly #free: Buffer[] = [];

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  take = (): Buffer => this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#bytes);

  /** `piece`: any part of a buffer of this pool that no one reads any more. */
  giveBack(piece: Buffer): void {
    if (this.#free.length < STRAYED) this.#free.push(Buffer.from(piece.buffer));
  }
}

const pieces = new Pool(PIECE_BYTES);
const wholes = new Pool(BUFFERED_BYTES + LEAST_PIECE_BYTES);

/** The bytes of an answer, in buffers that may be kept. */
export const bytesOf = (parts: readonly (string | Base64)[]): Generator<Buffer> =>
  pack(parts, () => Buffer.allocUnsafe(PIECE_BYTES));

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
  const length = packedLength(parts);
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/xml; charset=utf-8');
  response.setHeader('Server', side.profile.iis);
  for (const [name, value] of Object.entries(side.profile.headers)) response.setHeader(name, value);
  // Faults are the web server's own answer, also where those of operations say more (recorded from 2007 SP1).
  if (status !== 200) response.setHeader('Cache-Control', 'private');
  if (length <= BUFFERED_BYTES) {
    const [whole = Buffer.alloc(0)] = pack(parts, wholes.take);
    await pace.down(whole.length);
    const copy = keep ? Buffer.from(whole) : undefined;
    response.setHeader('Content-Length', whole.length);
    response.end(whole, () => wholes.giveBack(whole));
    return copy;
  }
  const kept: Buffer[] = [];
  for (const piece of pack(parts, pieces.take)) {
    if (response.destroyed) return undefined;
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other is the point
    await pace.down(piece.length);
    if (keep) kept.push(Buffer.from(piece));
    // oxlint-disable-next-line no-await-in-loop
    if (!response.write(piece, () => pieces.giveBack(piece))) await drained(response);
  }
  response.end();
  return keep ? Buffer.concat(kept) : undefined;
}
