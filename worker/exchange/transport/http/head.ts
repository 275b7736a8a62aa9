import { growingBytes } from '../../xml/growing-bytes.ts';
import type { Input } from './input.ts';

/** Longest head of an answer that is read: IIS itself stays below 16 KB. */
const MAX_HEAD_BYTES = 64 * 1024;

/** What came is not HTTP/1.1, or ended too early. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
}

export type Head = { status: number; statusText: string; headers: Headers; isHttp10: boolean };

/** How a body ends (RFC 9112, 6.3). */
export type Framing = { kind: 'none' } | { kind: 'length'; bytes: number } | { kind: 'chunked' } | { kind: 'close' };

/** Reads the head of the next answer that is not a mere interim one (1xx). Rejects with HttpError. */
export async function readHead(input: Input): Promise<Head> {
  for (;;) {
    const head = parseHead(await readHeadText(input));
    if (head.status >= 200) return head;
    if (head.status === 101) throw new HttpError('the server changes to another protocol');
  }
}

async function readHeadText(input: Input): Promise<string> {
  const head = growingBytes();
  head.add(input.takePending());
  for (let from = 0; ;) {
    const bytes = head.bytes();
    const end = endOfHead(bytes, from);
    if (end !== undefined) {
      input.putBack(bytes.subarray(end));
      return latin1(bytes.subarray(0, end));
    }
    if (bytes.length > MAX_HEAD_BYTES) throw new HttpError('the head of the answer has no end');
    from = Math.max(0, bytes.length - 3);
    const more = await input.readMore();
    if (more === undefined) {
      throw new HttpError(
        bytes.length === 0 ? 'closed before an answer started' : 'closed in the middle of the head of an answer',
      );
    }
    head.add(more);
  }
}

/** Where the body begins: behind an empty line, whether its lines end as they should or with a mere line feed. */
function endOfHead(bytes: Uint8Array, from: number): number | undefined {
  for (let at = bytes.indexOf(10, from); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (bytes[at + 1] === 10) return at + 2;
    if (bytes[at + 1] === 13 && bytes[at + 2] === 10) return at + 3;
  }
  return undefined;
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

function parseHead(text: string): Head {
  // A line that begins with white space continues the previous one (RFC 9112, 5.2).
  const [first = '', ...lines] = text.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const status = /^HTTP\/1\.([01]) (\d{3})(?: (.*))?$/.exec(first);
  if (status === null) throw new HttpError('the answer is not HTTP');
  const headers = new Headers();
  for (const line of lines) {
    if (line === '') continue;
    const colon = line.indexOf(':');
    try {
      headers.append(line.slice(0, Math.max(0, colon)), line.slice(colon + 1).trim());
    } catch (cause) {
      throw new HttpError('a header of the answer cannot be read', { cause });
    }
  }
  return { status: Number(status[2]), statusText: status[3] ?? '', headers, isHttp10: status[1] === '0' };
}

/** How the body of an answer to `method` ends. Throws HttpError for lengths that contradict each other. */
export function framingOf(method: string, { status, headers }: Head): Framing {
  if (method === 'HEAD' || status === 204 || status === 304) return { kind: 'none' };
  const coding = headers.get('transfer-encoding');
  if (coding !== null) return /(?:^|,)\s*chunked\s*$/i.test(coding) ? { kind: 'chunked' } : { kind: 'close' };
  const length = headers.get('content-length');
  if (length === null) return { kind: 'close' };
  const [value = '', ...others] = new Set(length.split(',').map((part) => part.trim()));
  if (!/^\d{1,15}$/.test(value) || others.length > 0) throw new HttpError('the answer has no valid length');
  return value === '0' ? { kind: 'none' } : { kind: 'length', bytes: Number(value) };
}

/** Whether the connection may carry another request once this answer is over. */
export function staysOpen({ headers, isHttp10 }: Head, framing: Framing): boolean {
  const options = (headers.get('connection') ?? '').toLowerCase();
  // Two lengths at once are how requests are smuggled: such a connection is not trusted any further.
  const isAmbiguous = headers.has('transfer-encoding') && headers.has('content-length');
  if (framing.kind === 'close' || isAmbiguous || /\bclose\b/.test(options)) return false;
  return !isHttp10 || /\bkeep-alive\b/.test(options);
}
