import type { MimeRange } from './model.ts';

/** One part of a message: half-open byte ranges into the whole, decoded header values. */
export type Part = {
  headers: [name: string, value: string][];
  type: string;
  parameters: Record<string, string>;
  disposition: string;
  filename?: string;
  contentId?: string;
  body: MimeRange;
  children: Part[];
};

const CR = 13;
const LF = 10;

/** Decodes bytes leniently: unknown character sets are read as Windows-1252, nothing throws. */
export function decodeText(bytes: Uint8Array, charset = 'utf-8'): string {
  const name = charset.trim().toLowerCase().replace(/^"|"$/g, '');
  const label = name === '' || name === 'us-ascii' ? 'utf-8' : name;
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Quoted-printable to bytes. */
function decodeQuotedPrintable(text: string, isWord = false): Buffer {
  const out = Buffer.allocUnsafe(text.length);
  let length = 0;
  const clean = isWord ? text.replaceAll('_', ' ') : text.replace(/[ \t]+(?=\r?\n|$)/g, '').replace(/=\r?\n/g, '');
  for (let at = 0; at < clean.length; at += 1) {
    const code = clean.charCodeAt(at);
    if (code === 0x3d && /^[0-9A-Fa-f]{2}$/.test(clean.slice(at + 1, at + 3))) {
      out[length] = Number.parseInt(clean.slice(at + 1, at + 3), 16);
      at += 2;
    } else out[length] = code & 0xff;
    length += 1;
  }
  return out.subarray(0, length);
}

/** The content of a part, transfer encoding taken off. */
export function decodeRange(whole: Uint8Array, range: MimeRange): Buffer {
  const raw = Buffer.from(whole.buffer, whole.byteOffset + range.start, range.end - range.start);
  if (range.encoding === 'base64') return Buffer.from(raw.toString('latin1'), 'base64');
  if (range.encoding === 'quoted-printable') return decodeQuotedPrintable(raw.toString('latin1'));
  return raw;
}

/** RFC 2047 words in a header value. */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  return value
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(/=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=/g, (_whole, charset: string, how: string, text: string) =>
      decodeText(
        how.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : decodeQuotedPrintable(text, true),
        charset.split('*')[0],
      ),
    );
}

/** `type/sub; a=b; c*=utf-8''d` → value and parameters (RFC 2231 continuations joined). */
function parseParameters(value: string): { value: string; parameters: Record<string, string> } {
  const parameters: Record<string, string> = {};
  const end = value.indexOf(';');
  const pattern = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g;
  const pieces = new Map<string, { text: string; isEncoded: boolean }[]>();
  for (const match of value.matchAll(pattern)) {
    const text = (match[2] ?? '').replace(/\\(.)/g, '$1') || (match[3] ?? '').trim();
    const key = /^([^*]+)(?:\*(\d+))?(\*)?$/.exec((match[1] as string).toLowerCase());
    if (!key) continue;
    const name = key[1] as string;
    const list = pieces.get(name) ?? [];
    list[Number(key[2] ?? 0)] = { text, isEncoded: key[3] === '*' };
    pieces.set(name, list);
  }
  for (const [name, list] of pieces) {
    let charset = 'utf-8';
    let bytes = '';
    let isEncoded = false;
    list.forEach((piece, index) => {
      let { text } = piece;
      if (piece.isEncoded) {
        isEncoded = true;
        const mark = index === 0 ? /^([^']*)'[^']*'(.*)$/s.exec(text) : null;
        if (mark) {
          charset = mark[1] || charset;
          text = mark[2] ?? '';
        }
        text = text.replace(/%([0-9A-Fa-f]{2})/g, (_w, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      }
      bytes += text;
    });
    parameters[name] = isEncoded ? decodeText(Buffer.from(bytes, 'latin1'), charset) : decodeWords(bytes);
  }
  return { value: (end === -1 ? value : value.slice(0, end)).trim().toLowerCase(), parameters };
}

function readHeaders(whole: Buffer, start: number, end: number): { headers: Part['headers']; bodyStart: number } {
  let at = start;
  let bodyStart = end;
  while (at < end) {
    const feed = whole.indexOf(LF, at);
    const lineEnd = feed === -1 || feed >= end ? end : feed;
    const isBlank = lineEnd === at || (lineEnd === at + 1 && whole[at] === CR);
    at = Math.min(end, lineEnd + 1);
    if (isBlank) {
      bodyStart = at;
      break;
    }
  }
  const block = whole.subarray(start, bodyStart);
  // Raw eight-bit headers: UTF-8 when they are valid as that, else Windows-1252.
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(block);
  } catch {
    text = new TextDecoder('windows-1252').decode(block);
  }
  const headers: Part['headers'] = [];
  for (const line of text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  return { headers, bodyStart };
}

export const header = (part: Pick<Part, 'headers'>, name: string): string | undefined =>
  part.headers.find(([each]) => each.toLowerCase() === name)?.[1];

function boundaries(whole: Buffer, start: number, end: number, boundary: string): [number, number][] {
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  const ranges: [number, number][] = [];
  let open = -1;
  for (let at = whole.indexOf(mark, start); at !== -1 && at < end; at = whole.indexOf(mark, at + mark.length)) {
    if (at > start && whole[at - 1] !== LF) continue;
    const after = at + mark.length;
    const isLast = whole[after] === 0x2d && whole[after + 1] === 0x2d;
    const feed = whole.indexOf(LF, after);
    const tail = whole.toString('latin1', isLast ? after + 2 : after, feed === -1 ? end : feed);
    // A longer boundary that begins alike is another one.
    if (tail.trim() !== '') continue;
    if (open !== -1) ranges.push([open, whole[at - 2] === CR ? at - 2 : at - 1]);
    open = feed === -1 ? end : feed + 1;
    if (isLast) return ranges;
  }
  if (open !== -1 && open <= end) ranges.push([open, end]);
  return ranges.map(([from, to]) => [from, Math.max(from, to)]);
}

/** Parses a message leniently; malformed ones give fewer parts, never an error. */
export function parseMime(whole: Buffer, start = 0, end = whole.length, depth = 0): Part {
  const { headers, bodyStart } = readHeaders(whole, start, end);
  const source = { headers };
  const content = parseParameters(header(source, 'content-type') ?? '');
  const disposition = parseParameters(header(source, 'content-disposition') ?? '');
  const encoding = (header(source, 'content-transfer-encoding') ?? '7bit').replace(/;.*$/s, '').trim().toLowerCase();
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(content.value) ? content.value : 'text/plain';
  const part: Part = {
    headers,
    type,
    parameters: content.parameters,
    disposition: disposition.value,
    body: { start: bodyStart, end, encoding },
    children: [],
  };
  const charset = content.parameters['charset'];
  if (charset) part.body.charset = charset;
  const filename = disposition.parameters['filename'] ?? content.parameters['name'];
  if (filename) part.filename = filename;
  const contentId = header(source, 'content-id');
  if (contentId) part.contentId = contentId.replace(/^<|>$/g, '');
  const boundary = content.parameters['boundary'];
  if (type.startsWith('multipart/') && boundary && depth < 20)
    part.children = boundaries(whole, bodyStart, end, boundary).map(([from, to]) =>
      parseMime(whole, from, to, depth + 1),
    );
  return part;
}
