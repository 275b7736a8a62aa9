import { CONTENT } from './parse.ts';
import { Spool } from './spool.ts';

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
// Longest start tag that is looked at; anything longer is no element of this protocol.
const MAX_TAG = 16_384;

const WHITE = [0x0a, 0x0d, 0x20, 0x09];
const URL_SAFE = [0x2d, 0x5f];
// Longer texts become large objects of the engine's, which cost four times as much (measured).
const STRETCH = 1 << 15;
const scratch = Buffer.allocUnsafeSlow(STRETCH);

/**
 * Parts a request body while it arrives: base64 of the content elements is decoded into spools, everything else
 * is kept as control text with `spool:<n>` in its place. Constant memory but for the control text.
 */
export class Splitter {
  readonly spools: Spool[] = [];
  #control: Buffer[] = [];
  #tag: Buffer = Buffer.alloc(0);
  #inside: Spool | undefined;
  #carry = '';

  push(chunk: Buffer): void {
    let at = 0;
    if (this.#tag.length > 0) {
      chunk = Buffer.concat([this.#tag, chunk]);
      this.#tag = Buffer.alloc(0);
    }
    while (at < chunk.length) {
      const next = chunk.indexOf(LT, at);
      const end = next === -1 ? chunk.length : next;
      if (this.#inside) this.#decode(chunk.subarray(at, end));
      else if (end > at) this.#control.push(chunk.subarray(at, end));
      if (next === -1) return;
      if (this.#inside) this.#leave();
      const after = this.#readTag(chunk, next);
      if (after === -1) {
        this.#tag = Buffer.from(chunk.subarray(next));
        return;
      }
      this.#control.push(chunk.subarray(next, after));
      at = after;
    }
  }

  /** The control text as UTF-8; throws TypeError when it is not. */
  end(): string {
    if (this.#inside) this.#leave();
    if (this.#tag.length > 0) this.#control.push(this.#tag);
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(this.#control));
  }

  dispose(): void {
    for (const spool of this.spools) spool.dispose();
  }

  /** Index after the markup that begins at `from`, or -1 when more bytes are needed. */
  #readTag(chunk: Buffer, from: number): number {
    const until = (close: string): number => {
      const found = chunk.indexOf(close, from);
      return found === -1 ? -1 : found + close.length;
    };
    if (chunk.length - from < 9 && !chunk.includes(GT, from)) return -1;
    const head = chunk.toString('latin1', from, Math.min(from + 9, chunk.length));
    if (head.startsWith('<!--')) return until('-->');
    if (head === '<![CDATA[') return until(']]>');
    let quote = 0;
    const limit = Math.min(chunk.length, from + MAX_TAG);
    for (let at = from + 1; at < limit; at += 1) {
      const byte = chunk[at] as number;
      if (quote) {
        if (byte === quote) quote = 0;
      } else if (byte === 0x22 || byte === 0x27) quote = byte;
      else if (byte === GT) {
        if (chunk[at - 1] !== SLASH && chunk[from + 1] !== SLASH) this.#enter(chunk.toString('latin1', from + 1, at));
        return at + 1;
      }
    }
    return limit < chunk.length ? limit : -1;
  }

  #enter(tag: string): void {
    const qualified = /^[^\s]+/.exec(tag)?.[0] ?? '';
    if (!CONTENT.has(qualified.slice(qualified.indexOf(':') + 1))) return;
    this.#inside = new Spool();
    this.#carry = '';
    this.spools.push(this.#inside);
  }

  #decode(bytes: Buffer): void {
    // Node would take the letters of URLs too; Exchange does not.
    if (URL_SAFE.some((byte) => bytes.includes(byte))) (this.#inside as Spool).isBase64 = false;
    // Base64 is seldom broken into lines on this wire.
    if (WHITE.some((byte) => bytes.includes(byte)))
      return this.#decodeText(this.#carry + bytes.toString('latin1').replace(/\s+/g, ''));
    const first = this.#carry ? Math.min(bytes.length, 4 - this.#carry.length) : 0;
    if (first > 0) this.#decodeText(this.#carry + bytes.toString('latin1', 0, first));
    for (let at = first; at < bytes.length; at += STRETCH)
      this.#decodeText(bytes.toString('latin1', at, Math.min(at + STRETCH, bytes.length)));
  }

  #decodeText(text: string): void {
    const whole = text.length - (text.length % 4);
    for (let at = 0; at < whole; at += STRETCH) this.#take(text.slice(at, Math.min(at + STRETCH, whole)));
    this.#carry = text.slice(whole);
  }

  #take(text: string): void {
    const spool = this.#inside as Spool;
    const length = scratch.write(text, 0, 'base64');
    const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
    if (length !== (text.length / 4) * 3 - padding) spool.isBase64 = false;
    spool.write(scratch.subarray(0, length));
  }

  #leave(): void {
    const spool = this.#inside as Spool;
    if (this.#carry) spool.isBase64 = false;
    this.#inside = undefined;
    this.#carry = '';
    this.#control.push(Buffer.from(`spool:${this.spools.indexOf(spool)}`));
  }
}
