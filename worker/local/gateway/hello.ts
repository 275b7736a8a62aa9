import type { ClientHello } from '../../lib/client-hello.ts';
import { ALERT_RECORD, HANDSHAKE_RECORD, SSL_3_0, TLS_1_2 } from '../../lib/client-hello.ts';

const TRIPLE_DES = [0x000a, 0xc012, 0xc008, 0x0016];
const RC4 = [0x0005, 0x0004, 0xc011, 0xc007];
/** What OpenSSL still has, from ECDHE with AES-GCM down to RSA with AES-CBC. */
const COMMON = [
  0xc030, 0xc02f, 0xc02c, 0xc02b, 0x009f, 0x009e, 0xc028, 0xc027, 0xc024, 0xc023, 0xc014, 0xc013, 0xc00a, 0xc009,
  0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f, 0x0039, 0x0033,
];

export const HELLOS = {
  common: { version: TLS_1_2, suites: COMMON },
  tripleDes: { version: TLS_1_2, suites: TRIPLE_DES },
  rc4: { version: TLS_1_2, suites: RC4 },
  ssl3: { version: SSL_3_0, suites: [...COMMON, ...TRIPLE_DES, ...RC4] },
} as const satisfies Record<string, ClientHello>;

/** What a server answered to a greeting. */
export type HelloAnswer =
  | { kind: 'hello'; version: number; suite: number; asksForCertificate: boolean }
  | { kind: 'alert'; code: number }
  | { kind: 'no-tls' }
  | { kind: 'nothing' };

const SERVER_HELLO = 2;
const CERTIFICATE_REQUEST = 13;
const SERVER_HELLO_DONE = 14;

/** What a server's bytes mean so far; undefined while more are needed. `isOver`: no more will come. */
export function readHelloAnswer(bytes: Buffer, isOver: boolean): HelloAnswer | undefined {
  if (bytes.length > 0 && bytes[0] !== ALERT_RECORD && bytes[0] !== HANDSHAKE_RECORD) return { kind: 'no-tls' };
  const messages: Buffer[] = [];
  let alert: number | undefined;
  for (let at = 0; at + 5 <= bytes.length;) {
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    if (end > bytes.length) break;
    if (bytes[at] === ALERT_RECORD) alert ??= bytes[at + 6];
    if (bytes[at] !== HANDSHAKE_RECORD) break;
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
