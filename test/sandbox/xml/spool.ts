import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Of all spools together. A file costs a system call for each piece that comes in, and pieces are small (8 KB).
const IN_MEMORY = 1 << 28;
const READ_BYTES = 1 << 18;
const PART_BYTES = 1 << 16;
// Parts are used again: fresh memory costs more than what is done with it.
const free: Buffer[] = [];
let partsInUse = 0;
let counter = 0;

/** Bytes that wait between the network and the store: in memory while there is room, beyond that in a file. */
export class Spool {
  lengthBytes = 0;
  /** False once the content was seen not to be base64. */
  isBase64 = true;
  /** All but the last are full. */
  #parts: Buffer[] = [];
  #file: number | undefined;
  readonly #inMemoryBytes: number;

  /** `inMemoryBytes`: what all spools together may hold before this one goes to a file. */
  constructor(inMemoryBytes = IN_MEMORY) {
    this.#inMemoryBytes = inMemoryBytes;
  }

  get isInMemory(): boolean {
    return this.#file === undefined;
  }

  /** Takes a copy. */
  write(bytes: Uint8Array): void {
    if (this.#file === undefined && partsInUse * PART_BYTES + bytes.length > this.#inMemoryBytes) this.#toFile();
    if (this.#file !== undefined) {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
      this.lengthBytes += bytes.length;
      return;
    }
    for (let from = 0; from < bytes.length;) {
      const at = this.lengthBytes % PART_BYTES;
      if (at === 0) {
        this.#parts.push(free.pop() ?? Buffer.allocUnsafeSlow(PART_BYTES));
        partsInUse += 1;
      }
      const length = Math.min(PART_BYTES - at, bytes.length - from);
      (this.#parts.at(-1) as Buffer).set(bytes.subarray(from, from + length), at);
      from += length;
      this.lengthBytes += length;
    }
  }

  #toFile(): void {
    counter += 1;
    const path = join(tmpdir(), `sandbox-spool-${process.pid}-${counter}`);
    const file = openSync(path, 'w+', 0o600);
    // The name goes at once; the system frees the space when the process ends, however it ends.
    unlinkSync(path);
    for (const piece of this.pieces()) writeSync(file, piece);
    this.#release();
    this.#file = file;
  }

  /** The bytes in pieces of at most 256 KB, from `start` on; good until the spool is disposed of. */
  *pieces(start = 0): Generator<Uint8Array> {
    for (let at = start; at < this.lengthBytes;) {
      let piece: Buffer;
      if (this.#file === undefined) {
        const base = at - (at % PART_BYTES);
        const part = this.#parts[base / PART_BYTES] as Buffer;
        piece = part.subarray(at - base, Math.min(PART_BYTES, this.lengthBytes - base));
      } else {
        const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, this.lengthBytes - at));
        const got = readSync(this.#file, buffer, 0, buffer.length, at);
        if (got === 0) throw new Error('The spool is shorter than it was written');
        piece = buffer.subarray(0, got);
      }
      at += piece.length;
      yield piece;
    }
  }

  /**
   * Exactly these bytes; throws RangeError when they are not all there. `into` is filled and its beginning returned,
   * where the bytes are not kept.
   */
  read(start: number, length: number, into?: Buffer): Buffer {
    if (start < 0 || start + length > this.lengthBytes) throw new RangeError('Beyond the end of the content');
    const out = into ? into.subarray(0, length) : Buffer.allocUnsafe(length);
    for (let at = 0; at < length;) {
      if (this.#file !== undefined) {
        at += readSync(this.#file, out, at, length - at, start + at);
        continue;
      }
      const from = (start + at) % PART_BYTES;
      const part = this.#parts[(start + at - from) / PART_BYTES] as Buffer;
      at += part.copy(out, at, from, Math.min(PART_BYTES, from + length - at));
    }
    return out;
  }

  /** All of it at once; for content that has to be parsed. */
  all(): Buffer {
    return Buffer.concat([...this.pieces()], this.lengthBytes);
  }

  /** Nothing that was read as a piece may be looked at afterwards. */
  dispose(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#release();
    this.lengthBytes = 0;
  }

  #release(): void {
    for (const part of this.#parts) free.push(part);
    partsInUse -= this.#parts.length;
    this.#parts = [];
  }
}
