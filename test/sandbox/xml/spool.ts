import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = 1 << 20;
const READ_BYTES = 1 << 18;
let counter = 0;

/** Bytes that wait between the network and the store: the first megabyte in memory, larger ones in a file. */
export class Spool {
  lengthBytes = 0;
  /** False once the content was seen not to be base64. */
  isBase64 = true;
  #parts: Uint8Array[] = [];
  #file: number | undefined;
  #path = '';

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.lengthBytes += bytes.length;
    if (this.#file === undefined && this.lengthBytes <= IN_MEMORY) {
      this.#parts.push(bytes);
      return;
    }
    if (this.#file === undefined) {
      counter += 1;
      this.#path = join(tmpdir(), `sandbox-spool-${process.pid}-${counter}`);
      this.#file = openSync(this.#path, 'w+', 0o600);
      // The name goes at once; the system frees the space when the process ends, however it ends.
      unlinkSync(this.#path);
      for (const part of this.#parts) writeSync(this.#file, part);
      this.#parts = [];
    }
    writeSync(this.#file, bytes);
  }

  /** The bytes in pieces of at most 256 KB, from `start` on. */
  *pieces(start = 0): Generator<Uint8Array> {
    if (this.#file === undefined) {
      let skip = start;
      for (const part of this.#parts) {
        if (skip >= part.length) skip -= part.length;
        else {
          yield part.subarray(skip);
          skip = 0;
        }
      }
      return;
    }
    for (let at = start; at < this.lengthBytes;) {
      const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, this.lengthBytes - at));
      const got = readSync(this.#file, buffer, 0, buffer.length, at);
      if (got === 0) throw new Error('The spool is shorter than it was written');
      at += got;
      yield buffer.subarray(0, got);
    }
  }

  /**
   * Exactly these bytes; throws RangeError when they are not all there. `into` is filled and its beginning returned,
   * where the bytes are not kept.
   */
  read(start: number, length: number, into?: Buffer): Buffer {
    if (start < 0 || start + length > this.lengthBytes) throw new RangeError('Beyond the end of the content');
    const out = into ? into.subarray(0, length) : Buffer.allocUnsafe(length);
    if (this.#file === undefined) {
      if (this.#parts.length > 1) this.#parts = [Buffer.concat(this.#parts)];
      out.set((this.#parts[0] ?? out).subarray(start, start + length));
      return out;
    }
    for (let at = 0; at < length;) at += readSync(this.#file, out, at, length - at, start + at);
    return out;
  }

  /** All of it at once; for content that has to be parsed. */
  all(): Buffer {
    return Buffer.concat([...this.pieces()], this.lengthBytes);
  }

  dispose(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#parts = [];
  }
}
