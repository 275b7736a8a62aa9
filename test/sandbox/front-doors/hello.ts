import { randomBytes, X509Certificate } from 'node:crypto';

/** What a TLS server reads of a client's first message. */
export type ClientHello = { version: number; ciphers: readonly number[] };

const HANDSHAKE = 22;
const ALERT = 21;
const CLIENT_HELLO = 1;

/** Two bytes of an alert's level and of what it says (RFC 5246 7.2). */
export const ALERTS = { handshakeFailure: [2, 40], protocolVersion: [2, 70], internalError: [2, 80] } as const;

/**
 * Reads a ClientHello (RFC 5246 7.4.1.2) that fits into one record. Undefined while bytes are missing; throws RangeError
 * when it is none.
 */
export function readClientHello(bytes: Buffer): ClientHello | undefined {
  if (bytes.length < 5) return undefined;
  if (bytes[0] !== HANDSHAKE) throw new RangeError('This is no TLS');
  const end = 5 + bytes.readUInt16BE(3);
  if (bytes.length < end) return undefined;
  if (bytes[5] !== CLIENT_HELLO || end < 48) throw new RangeError('This is no ClientHello');
  const version = bytes.readUInt16BE(9);
  const ciphersAt = 44 + (bytes[43] as number);
  const length = ciphersAt + 2 <= end ? bytes.readUInt16BE(ciphersAt) : 0;
  if (ciphersAt + 2 + length > end) throw new RangeError('This ClientHello is cut off');
  const ciphers = Array.from({ length: length >> 1 }, (_, at) => bytes.readUInt16BE(ciphersAt + 2 + at * 2));
  return { version, ciphers };
}

const record = (type: number, version: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([type, version >> 8, version & 255]), uint(content.length, 2), content]);
};

const uint = (value: number, bytes: number): Buffer => {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, 0, bytes);
  return out;
};

const message = (type: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type]), uint(body.length, 3), body]);

/**
 * A server's first messages with RSA key exchange: ServerHello, Certificate, ServerHelloDone. As servers before RFC 5746
 * it has no extensions.
 */
export function serverHello(version: number, cipher: number, chain: string): Buffer {
  const hello = Buffer.concat([uint(version, 2), randomBytes(32), Buffer.from([0]), uint(cipher, 2), Buffer.from([0])]);
  const certificates = (chain.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []).map((pem) => {
    const { raw } = new X509Certificate(pem);
    return Buffer.concat([uint(raw.length, 3), raw]);
  });
  const list = Buffer.concat(certificates);
  return record(
    HANDSHAKE,
    version,
    message(2, hello),
    message(11, Buffer.concat([uint(list.length, 3), list])),
    message(14, Buffer.alloc(0)),
  );
}

export const alert = (version: number, what: readonly [number, number]): Buffer =>
  record(ALERT, version, Buffer.from(what));
