import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';

/** A greeting of TLS (RFC 5246, 7.4.1.2), written by hand: OpenSSL no longer knows what it asks for. */
export type Hello = {
  /** The highest version, as on the wire: 0x0300 is SSL 3.0, 0x0303 is TLS 1.2. */
  version: number;
  suites: readonly number[];
};

const TRIPLE_DES = [0x000a, 0xc012, 0xc008, 0x0016];
const RC4 = [0x0005, 0x0004, 0xc011, 0xc007];
/** What OpenSSL still has, from ECDHE with AES-GCM down to RSA with AES-CBC. */
const COMMON = [
  0xc030, 0xc02f, 0xc02c, 0xc02b, 0x009f, 0x009e, 0xc028, 0xc027, 0xc024, 0xc023, 0xc014, 0xc013, 0xc00a, 0xc009,
  0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f, 0x0039, 0x0033,
];

export const HELLOS = {
  common: { version: 0x0303, suites: COMMON },
  tripleDes: { version: 0x0303, suites: TRIPLE_DES },
  rc4: { version: 0x0303, suites: RC4 },
  ssl3: { version: 0x0300, suites: [...COMMON, ...TRIPLE_DES, ...RC4] },
} as const satisfies Record<string, Hello>;

/** What a server answered to a greeting. */
export type HelloAnswer =
  | { kind: 'hello'; version: number; suite: number; asksForCertificate: boolean }
  | { kind: 'alert'; code: number }
  | { kind: 'no-tls' }
  | { kind: 'nothing' };

const ALERT = 21;
const HANDSHAKE = 22;
const SERVER_HELLO = 2;
const CERTIFICATE_REQUEST = 13;
const SERVER_HELLO_DONE = 14;

/** The bytes of a greeting. */
export function writeHello({ version, suites }: Hello, host: string): Buffer {
  const wide = (value: number): number[] => [value >> 8, value & 255];
  const extension = (type: number, body: readonly number[]): number[] => [...wide(type), ...sized(2, body)];
  const extensions = [
    ...(isIP(host) ? [] : extension(0x0000, sized(2, [0, ...sized(2, [...Buffer.from(host)])]))),
    ...extension(0x000a, sized(2, [0x00, 0x17, 0x00, 0x1d, 0x00, 0x18, 0x00, 0x19])),
    ...extension(0x000b, sized(1, [0])),
    ...extension(
      0x000d,
      sized(2, [0x04, 0x01, 0x05, 0x01, 0x06, 0x01, 0x04, 0x03, 0x08, 0x04, 0x02, 0x01, 0x02, 0x03]),
    ),
    ...extension(0xff01, [0]),
  ];
  const hello = [
    ...wide(version),
    ...randomBytes(32),
    0,
    ...sized(2, suites.flatMap(wide)),
    1,
    0,
    // SSL 3.0 has no extensions.
    ...(version > 0x0300 ? sized(2, extensions) : []),
  ];
  return Buffer.from([HANDSHAKE, ...wide(version > 0x0300 ? 0x0301 : 0x0300), ...sized(2, [1, ...sized(3, hello)])]);
}

/** What a server's bytes say so far; undefined while more of them are needed. `isOver`: no more will come. */
export function readHelloAnswer(bytes: Buffer, isOver: boolean): HelloAnswer | undefined {
  if (bytes.length > 0 && bytes[0] !== ALERT && bytes[0] !== HANDSHAKE) return { kind: 'no-tls' };
  const messages: Buffer[] = [];
  let alert: number | undefined;
  for (let at = 0; at + 5 <= bytes.length;) {
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    if (end > bytes.length) break;
    if (bytes[at] === ALERT) alert ??= bytes[at + 6];
    if (bytes[at] !== HANDSHAKE) break;
    messages.push(bytes.subarray(at + 5, end));
    at = end;
  }
  const hello = readFlight(Buffer.concat(messages));
  if (hello && (hello.isWhole || alert !== undefined || isOver)) return hello.answer;
  if (alert !== undefined) return { kind: 'alert', code: alert };
  return isOver ? { kind: 'nothing' } : undefined;
}

/** The server's messages from its hello to “hello done”. */
function readFlight(messages: Buffer): { answer: HelloAnswer; isWhole: boolean } | undefined {
  let hello: { version: number; suite: number } | undefined;
  let asksForCertificate = false;
  let isWhole = false;
  for (let at = 0; at + 4 <= messages.length;) {
    const type = messages[at];
    const end = at + 4 + messages.readUIntBE(at + 1, 3);
    if (end > messages.length) break;
    if (type === SERVER_HELLO) hello = readServerHello(messages.subarray(at + 4, end));
    if (type === CERTIFICATE_REQUEST) asksForCertificate = true;
    if (type === SERVER_HELLO_DONE) isWhole = true;
    at = end;
  }
  return hello && { answer: { kind: 'hello', ...hello, asksForCertificate }, isWhole };
}

function readServerHello(body: Buffer): { version: number; suite: number } | undefined {
  const suiteAt = 35 + (body[34] ?? 0);
  return suiteAt + 2 > body.length ? undefined : { version: body.readUInt16BE(0), suite: body.readUInt16BE(suiteAt) };
}

function sized(lengthBytes: 1 | 2 | 3, bytes: readonly number[]): number[] {
  const length = Array.from(
    { length: lengthBytes },
    (_, index) => (bytes.length >> (8 * (lengthBytes - 1 - index))) & 255,
  );
  return [...length, ...bytes];
}
