import type { Random } from './random.ts';

const encoders = new Map<string, Map<string, number>>();

/** Text in a single-byte character set; undefined when it has letters that the set lacks. */
function encodeCharset(text: string, charset: string): Buffer | undefined {
  if (charset === 'utf-8') return Buffer.from(text);
  let table = encoders.get(charset);
  if (!table) {
    const decoder = new TextDecoder(charset === 'us-ascii' ? 'windows-1252' : charset);
    table = new Map();
    for (let byte = 0; byte < (charset === 'us-ascii' ? 128 : 256); byte += 1)
      table.set(decoder.decode(Buffer.from([byte])), byte);
    encoders.set(charset, table);
  }
  const out = Buffer.allocUnsafe(text.length);
  let length = 0;
  for (const sign of text) {
    const byte = table.get(sign);
    if (byte === undefined) return undefined;
    out[length] = byte;
    length += 1;
  }
  return out.subarray(0, length);
}

const isAscii = (text: string): boolean => /^[\t\r\n -~]*$/.test(text);

/** RFC 2047 words, none longer than the 75 characters that are allowed. */
export function encodeHeader(text: string, charset: string, how: 'B' | 'Q' = 'B'): string {
  if (isAscii(text)) return text;
  const words: string[] = [];
  let piece = '';
  const encode = (part: string): string => {
    const bytes = encodeCharset(part, charset) ?? Buffer.from(part);
    const label = encodeCharset(part, charset) ? charset : 'utf-8';
    if (how === 'B') return `=?${label}?B?${bytes.toString('base64')}?=`;
    const q = [...bytes].map((byte) =>
      /[A-Za-z0-9]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : byte === 32
          ? '_'
          : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    );
    return `=?${label}?Q?${q.join('')}?=`;
  };
  for (const sign of text) {
    if (encode(piece + sign).length > 72) {
      words.push(encode(piece));
      piece = '';
    }
    piece += sign;
  }
  if (piece) words.push(encode(piece));
  return words.join('\r\n ');
}

function quotedPrintable(bytes: Buffer): string {
  const lines: string[] = [];
  let line = '';
  const soft = (): void => {
    lines.push(`${line}=`);
    line = '';
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 13 && bytes[at + 1] === 10) {
      lines.push(line);
      line = '';
      at += 1;
      continue;
    }
    const isLast = at + 1 === bytes.length || bytes[at + 1] === 13;
    const isPlain = (byte > 32 && byte < 127 && byte !== 61) || ((byte === 32 || byte === 9) && !isLast);
    const sign = isPlain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (line.length + sign.length > 75) soft();
    line += sign;
  }
  lines.push(line);
  return lines.join('\r\n');
}

export const base64Lines = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('base64')
    .replace(/.{76}(?=.)/g, '$&\r\n');

/** A text part with its headers, in a character set that has all its letters. */
export function textPart(random: Random, kind: 'plain' | 'html', text: string, charset: string): string {
  const bytes = encodeCharset(text, charset);
  const label = bytes ? charset : 'utf-8';
  const content = bytes ?? Buffer.from(text);
  const type = `Content-Type: text/${kind}; charset=${random.chance(0.5) ? `"${label}"` : label}`;
  if (isAscii(text) && text.split('\r\n').every((line) => line.length < 990))
    return `${type}\r\nContent-Transfer-Encoding: 7bit\r\n\r\n${text}`;
  if (random.chance(0.5))
    return `${type}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(content)}`;
  return `${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64Lines(content)}`;
}

export function multipart(random: Random, kind: string, parts: readonly string[], parameters = ''): string {
  const edge = `----=_Part_${random.hex(16)}`;
  return `Content-Type: multipart/${kind};${parameters}\r\n\tboundary="${edge}"\r\n\r\n${parts.map((part) => `--${edge}\r\n${part}\r\n`).join('')}--${edge}--\r\n`;
}

export function filePart(type: string, name: string, bytes: Uint8Array, options: { contentId?: string } = {}): string {
  const title = isAscii(name) ? `"${name}"` : undefined;
  const extended = `filename*=utf-8''${encodeURIComponent(name)}`;
  const disposition = options.contentId ? 'inline' : 'attachment';
  const id = options.contentId ? `Content-ID: <${options.contentId}>\r\n` : '';
  return `Content-Type: ${type}${title ? `; name=${title}` : ''}\r\nContent-Disposition: ${disposition}; ${title ? `filename=${title}` : extended}\r\n${id}Content-Transfer-Encoding: base64\r\n\r\n${base64Lines(bytes)}`;
}

const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** RFC 5322 date at an offset in minutes. */
export function mailDate(time: number, offset = 0): string {
  const at = new Date(time + offset * 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  return `${DAYS[at.getUTCDay()]}, ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} ${zone}`;
}

export function mailbox(name: string, email: string, charset: string): string {
  if (!name) return email;
  return isAscii(name)
    ? /[^\w ]/.test(name)
      ? `"${name}" <${email}>`
      : `${name} <${email}>`
    : `${encodeHeader(name, charset)} <${email}>`;
}
