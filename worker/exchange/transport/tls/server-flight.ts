import { ALERT_RECORD, HANDSHAKE_RECORD } from '../../../lib/client-hello.ts';

/** What a server says to a ClientHello, as far as it has come. */
export type Flight =
  /** More bytes are needed. */
  | { kind: 'partial' }
  | { kind: 'alert'; description: number }
  | { kind: 'plain-http' }
  /** Neither TLS nor http. */
  | { kind: 'other' }
  | {
      kind: 'hello';
      /** 0x0301 is TLS 1.0. */
      version: number;
      suite: number;
      /** DER, the server's own first. */
      certificates: Uint8Array[];
      wantsClientCertificate: boolean;
    };

/** Longest flight that is read. */
export const MAX_FLIGHT_BYTES = 64 * 1024;
/** Longest record (RFC 5246, 6.2.1), and what encryption may add. */
const MAX_RECORD_BYTES = 16 * 1024 + 2048;
const MAX_CERTIFICATES = 10;

const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const CERTIFICATE_REQUEST = 13;
const SERVER_HELLO_DONE = 14;

/** Reads the bytes that came so far. Of foreign bytes nothing is believed but their lengths, and these are checked. */
export function readServerFlight(bytes: Uint8Array): Flight {
  if (bytes.length < 5) return { kind: 'partial' };
  if (bytes[0] !== HANDSHAKE_RECORD && bytes[0] !== ALERT_RECORD) {
    const start = String.fromCharCode(...bytes.subarray(0, 5));
    return { kind: start === 'HTTP/' ? 'plain-http' : 'other' };
  }
  const messages: Uint8Array[] = [];
  for (let at = 0; at + 5 <= bytes.length;) {
    const length = numberAt(bytes, at + 3, 2);
    if (length > MAX_RECORD_BYTES) return { kind: 'other' };
    const record = bytes.subarray(at + 5, at + 5 + length);
    if (record.length < length) break;
    if (bytes[at] === ALERT_RECORD) return { kind: 'alert', description: record[1] ?? 0 };
    if (bytes[at] !== HANDSHAKE_RECORD) break;
    messages.push(record);
    at += 5 + length;
  }
  return readMessages(joined(messages));
}

function readMessages(bytes: Uint8Array): Flight {
  let hello: { version: number; suite: number } | undefined;
  let certificates: Uint8Array[] = [];
  let wantsClientCertificate = false;
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = numberAt(bytes, at + 1, 3);
    const body = bytes.subarray(at + 4, at + 4 + length);
    if (body.length < length) break;
    if (bytes[at] === SERVER_HELLO) hello = readHello(body);
    if (bytes[at] === CERTIFICATE) certificates = readCertificates(body);
    if (bytes[at] === CERTIFICATE_REQUEST) wantsClientCertificate = true;
    if (bytes[at] === SERVER_HELLO_DONE && hello)
      return { kind: 'hello', ...hello, certificates, wantsClientCertificate };
    at += 4 + length;
  }
  return { kind: 'partial' };
}

function readHello(body: Uint8Array): { version: number; suite: number } | undefined {
  const session = body[34];
  if (session === undefined || body.length < 37 + session) return undefined;
  return { version: numberAt(body, 0, 2), suite: numberAt(body, 35 + session, 2) };
}

function readCertificates(body: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 3; at + 3 <= body.length && found.length < MAX_CERTIFICATES;) {
    const length = numberAt(body, at, 3);
    const certificate = body.subarray(at + 3, at + 3 + length);
    if (length === 0 || certificate.length < length) break;
    found.push(certificate);
    at += 3 + length;
  }
  return found;
}

function numberAt(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let index = 0; index < length; index++) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
