import { LANGUAGES } from './texts.ts';
import { Random } from './random.ts';
import { base64Lines } from './write-mail.ts';

/** What makes a message as large as it should be: base64 of an attachment, or lines of text. */
export type FillerKind = 'base64' | 'text';

/** A line with its end. */
export const LINE_BYTES = 78;
const LINES = 4096;
// A numbered line now and then: no stretch of a filler is like another.
const NUMBERED_EVERY = 512;

const blocks = new Map<FillerKind, Buffer>();

function makeBlock(kind: FillerKind): Buffer {
  const random = new Random(`filler ${kind}`);
  if (kind === 'base64') return Buffer.from(`${base64Lines(random.bytes(57 * LINES))}\r\n`, 'latin1');
  const block = Buffer.alloc(LINES * LINE_BYTES, ' ');
  const sentences = LANGUAGES[0]?.paragraphs ?? [];
  for (let line = 0; line < LINES; line += 1) {
    const text = `> ${random.pick(sentences).replaceAll('{n}', String(line)).replaceAll('{p}', 'Grace')}`;
    block.write(text.slice(0, LINE_BYTES - 2).trimEnd(), line * LINE_BYTES, 'latin1');
    block.write('.\r\n', (line + 1) * LINE_BYTES - 3, 'latin1');
  }
  return block;
}

function blockOf(kind: FillerKind): Buffer {
  let block = blocks.get(kind);
  if (!block) {
    block = makeBlock(kind);
    blocks.set(kind, block);
  }
  return block;
}

/**
 * Writes the bytes `from` to `to` of the filler that belongs to `number` into a buffer at `at`. Any range may be asked
 * for, the whole is as long as anyone likes.
 */
export function writeFiller(
  kind: FillerKind,
  number: number,
  from: number,
  to: number,
  into: Buffer,
  at: number,
): void {
  const block = blockOf(kind);
  const shift = ((number * 61) % LINES) * LINE_BYTES;
  for (let position = from; position < to;) {
    const start = (shift + position) % block.length;
    const length = Math.min(block.length - start, to - position);
    block.copy(into, at + position - from, start, start + length);
    position += length;
  }
  const step = NUMBERED_EVERY * LINE_BYTES;
  for (let position = Math.floor(from / step) * step; position < to; position += step) {
    const mark = (number * 65_536 + position / step).toString(36).toUpperCase().padStart(10, '0');
    const begin = Math.max(position, from);
    const end = Math.min(position + mark.length, to);
    if (begin < end) into.write(mark.slice(begin - position, end - position), at + begin - from, 'latin1');
  }
}
