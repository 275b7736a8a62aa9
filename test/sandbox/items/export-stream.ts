import { crc32 } from 'node:zlib';
import type { Profile } from '../profiles/profiles.ts';
import type { Spool } from '../xml/spool.ts';
import type { NewAttachment, NewItem } from './model.ts';

/**
 * The sandbox's own fast-transfer stream: a header with the server's build, then records (type, length, payload),
 * then a checksum over all of it. It carries an item whole: properties, MIME, attachments, embedded items,
 * exceptions, read state, dates.
 */
const MAGIC = Buffer.from('SBXFT\u0001', 'latin1');
const HEADER_BYTES = MAGIC.length + 8;
const RECORD = { item: 1, mime: 2, attachment: 3, content: 4, end: 6, trailer: 9 } as const;

/** The stream can't be what a server wrote. `code` is the EWS response code. */
export class StreamError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'StreamError';
    this.code = code;
  }
}

function* record(type: number, payload: Uint8Array): Generator<Uint8Array> {
  const head = Buffer.allocUnsafe(5);
  head[0] = type;
  head.writeUInt32LE(payload.length, 1);
  yield head;
  yield payload;
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

function* itemRecords(item: NewItem): Generator<Uint8Array> {
  const { mime, attachments, ...properties } = item;
  // An empty content is a content: whether there is one is said, not told from its pieces.
  yield* record(RECORD.item, json({ ...properties, withMime: mime !== undefined }));
  if (mime) for (const piece of mime) yield* record(RECORD.mime, piece);
  for (const { content, item: embedded, ...attachment } of attachments) {
    yield* record(RECORD.attachment, json({ ...attachment, hasContent: content !== undefined }));
    if (content) for (const piece of content) yield* record(RECORD.content, piece);
    if (embedded) yield* itemRecords(embedded);
  }
  yield* record(RECORD.end, Buffer.alloc(0));
}

/** The bytes of an item's stream, piece by piece. */
export function* writeStream(item: NewItem, profile: Profile): Generator<Uint8Array> {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  profile.build.forEach((part, index) => header.writeUInt16LE(part, MAGIC.length + index * 2));
  let checksum = crc32(header);
  yield header;
  for (const piece of itemRecords(item)) {
    checksum = crc32(piece, checksum);
    yield piece;
  }
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(checksum);
  yield* record(RECORD.trailer, sum);
}

type Range = { start: number; length: number };

/** Reads ranges of a spool whenever it is walked; a piece is good until the next is asked for. */
const lazily = (spool: Spool, ranges: readonly Range[]): Iterable<Uint8Array> => ({
  *[Symbol.iterator]() {
    for (const { start, length } of ranges)
      for (let at = 0; at < length; at += scratch.length)
        yield spool.read(start + at, Math.min(scratch.length, length - at), scratch);
  },
});

const scratch = Buffer.allocUnsafeSlow(1 << 18);

function check(spool: Spool): void {
  if (spool.lengthBytes < HEADER_BYTES + 9) throw new StreamError('ErrorCorruptData', 'The data is corrupt.');
  if (!spool.read(0, MAGIC.length).equals(MAGIC)) throw new StreamError('ErrorCorruptData', 'The data is corrupt.');
  const body = spool.lengthBytes - 9;
  let checksum = 0;
  for (let at = 0; at < body; at += scratch.length)
    checksum = crc32(spool.read(at, Math.min(scratch.length, body - at), scratch), checksum);
  const trailer = spool.read(body, 9);
  if (trailer[0] !== RECORD.trailer || trailer.readUInt32LE(5) !== checksum)
    throw new StreamError('ErrorCorruptData', 'The data is corrupt.');
}

/** Reads a stream back; contents stay in the spool until they are walked. Throws StreamError. */
export function readStream(spool: Spool): NewItem {
  check(spool);
  let at = HEADER_BYTES;
  const next = (): { type: number } & Range => {
    const head = spool.read(at, 5);
    const range = { type: head[0] as number, start: at + 5, length: head.readUInt32LE(1) };
    at = range.start + range.length;
    return range;
  };
  const parse = (range: Range): unknown => JSON.parse(spool.read(range.start, range.length).toString('utf8'));
  const readItem = (first: Range): NewItem => {
    const { withMime, ...properties } = parse(first) as NewItem & { withMime: boolean };
    const item: NewItem = { ...properties, attachments: [] };
    const mime: Range[] = [];
    let contents: Range[] = [];
    for (;;) {
      const entry = next();
      if (entry.type === RECORD.mime) mime.push(entry);
      else if (entry.type === RECORD.attachment) {
        const { hasContent, ...attachment } = parse(entry) as NewAttachment & { hasContent: boolean };
        contents = [];
        if (hasContent) attachment.content = lazily(spool, contents);
        item.attachments.push(attachment);
      } else if (entry.type === RECORD.content) contents.push(entry);
      else if (entry.type === RECORD.item) (item.attachments.at(-1) as NewAttachment).item = readItem(entry);
      else if (entry.type === RECORD.end) break;
      else throw new StreamError('ErrorCorruptData', 'The data is corrupt.');
    }
    if (withMime) item.mime = lazily(spool, mime);
    return item;
  };
  try {
    const first = next();
    if (first.type !== RECORD.item) throw new StreamError('ErrorCorruptData', 'The data is corrupt.');
    return readItem(first);
  } catch (error) {
    if (error instanceof StreamError) throw error;
    throw new StreamError('ErrorCorruptData', 'The data is corrupt.');
  }
}
