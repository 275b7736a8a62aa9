/** A small seeded generator (sfc32): the same seed gives the same mailbox on every machine. */
export class Random {
  #a: number;
  #b = 0x9e3779b9;
  #c = 0x243f6a88;
  #counter = 1;

  constructor(seed: number | string) {
    let hash = 0x811c9dc5;
    for (const sign of String(seed)) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
    this.#a = hash | 0;
    for (let at = 0; at < 12; at += 1) this.next();
  }

  /** 32 bits. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** At least `min`, at most `max`, whole. */
  between(min: number, max: number): number {
    return min + (this.next() % (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability * 0x1_0000_0000;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.next() % list.length] as T;
  }

  /** Several different ones, in a random order. */
  some<T>(list: readonly T[], count: number): T[] {
    const rest = [...list];
    const out: T[] = [];
    while (out.length < count && rest.length > 0) out.push(...rest.splice(this.next() % rest.length, 1));
    return out;
  }

  hex(length: number): string {
    let out = '';
    while (out.length < length) out += this.next().toString(16).padStart(8, '0');
    return out.slice(0, length);
  }

  /** Bytes that do not compress. */
  bytes(length: number): Buffer {
    const out = Buffer.allocUnsafe(length);
    const whole = length - (length % 4);
    for (let at = 0; at < whole; at += 4) out.writeUInt32LE(this.next(), at);
    for (let at = whole; at < length; at += 1) out[at] = this.next() & 0xff;
    return out;
  }
}
