import type { IncomingMessage } from 'node:http';
import { resetConnection } from '../faults/broken-answer.ts';
import type { Side } from '../side.ts';
import { Splitter } from '../xml/splitter.ts';
import type { Pace } from './pace.ts';

export type Body = { splitter: Splitter; raw: Buffer[] };

const HEAD_BYTES = 16_384;

/** Resets the connection while a request comes in, where a fault wants it. Reads no further than the operation's name. */
class UploadFault {
  readonly #side: Side;
  readonly #length: number;
  #head = '';
  #limit: number | undefined;
  #isKnown = false;

  constructor(side: Side, request: IncomingMessage) {
    this.#side = side;
    this.#length = Number(request.headers['content-length'] ?? 0);
  }

  /** Whether it is time. `received`: bytes so far. */
  strikes(chunk: Buffer, received: number): boolean {
    if (!this.#isKnown) {
      this.#head += chunk.toString('latin1');
      const operation = /<(?:[\w-]+:)?Body[^>]*>\s*<(?:[\w-]+:)?(\w+)[\s/>]/.exec(this.#head)?.[1];
      if (operation === undefined && this.#head.length < HEAD_BYTES) return false;
      this.#isKnown = true;
      const effect = this.#side.faults.forUpload(operation === undefined ? {} : { operation });
      if (effect?.kind === 'reset') this.#limit = effect.bytes ?? this.#length * (effect.share ?? 0.5);
    }
    return this.#limit !== undefined && received >= this.#limit;
  }
}

/**
 * Takes the body in; undefined when it grew beyond what the front door lets through. Throws what the connection's end
 * throws, also where a fault ended it.
 */
export async function readBody(side: Side, request: IncomingMessage, pace: Pace): Promise<Body | undefined> {
  const splitter = new Splitter();
  const raw: Buffer[] = [];
  const fault = side.faults.has('upload') ? new UploadFault(side, request) : undefined;
  let received = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > side.profile.maxRequestBytes) {
        splitter.dispose();
        return undefined;
      }
      if (fault?.strikes(chunk, received)) {
        resetConnection(request.socket);
        throw Object.assign(new Error('Reset by a fault'), { code: 'ECONNRESET' });
      }
      if (side.recorder) raw.push(chunk);
      splitter.push(chunk);
      await pace.up(chunk.length);
    }
  } catch (error) {
    splitter.dispose();
    throw error;
  }
  return { splitter, raw };
}
