import { describe, expect, test } from 'vitest';
import type { ClientHello } from '../../../worker/lib/client-hello.ts';
import { writeClientHello } from '../../../worker/lib/client-hello.ts';
import { HELLOS, readHelloAnswer } from '../../../worker/local/gateway/hello.ts';

const record = (type: number, body: number[]) => [type, 3, 1, body.length >> 8, body.length & 255, ...body];
const message = (type: number, body: number[]) => [type, 0, body.length >> 8, body.length & 255, ...body];
const SERVER_HELLO = message(2, [3, 1, ...Array.from({ length: 32 }, () => 7), 0, 0x00, 0x0a, 0]);
const read = (bytes: number[], isOver = false) => readHelloAnswer(Buffer.from(bytes), isOver);

const write = (hello: ClientHello) => Buffer.from(writeClientHello(hello, 'mail.fjord.example', new Uint8Array(32)));

describe('a greeting', () => {
  test('has lengths that fit, and names the host', () => {
    const bytes = write(HELLOS.rc4);
    expect(bytes[0]).toBe(22);
    expect(bytes.readUInt16BE(3)).toBe(bytes.length - 5);
    expect(bytes.readUIntBE(6, 3)).toBe(bytes.length - 9);
    expect(bytes.includes('mail.fjord.example')).toBe(true);
    expect(bytes.readUInt16BE(9)).toBe(0x0303);
  });

  test('for SSL 3.0 has no extensions', () => {
    expect(write(HELLOS.ssl3).includes('mail')).toBe(false);
  });
});

describe('the answer to a greeting', () => {
  const hello = { kind: 'hello', version: 0x0301, suite: 0x000a };

  test('is read from the server’s flight, over several records', () => {
    const flight = [...SERVER_HELLO, ...message(11, [1, 2, 3]), ...message(14, [])];
    const bytes = [...record(22, flight.slice(0, 10)), ...record(22, flight.slice(10))];
    expect(read(bytes)).toEqual({ ...hello, asksForCertificate: false });
    for (let length = 0; length < bytes.length; length++) expect(read(bytes.slice(0, length))).toBeUndefined();
  });

  test('says that a client certificate is asked for', () => {
    const flight = [...SERVER_HELLO, ...message(13, [1, 1, 0, 0]), ...message(14, [])];
    expect(read(record(22, flight))).toEqual({ ...hello, asksForCertificate: true });
  });

  test('may be an alert, something else, or nothing', () => {
    expect(read(record(21, [2, 40]))).toEqual({ kind: 'alert', code: 40 });
    expect(read([...Buffer.from('HTTP/1.1 400 Bad Request')])).toEqual({ kind: 'no-tls' });
    expect(read([])).toBeUndefined();
    expect(read([], true)).toEqual({ kind: 'nothing' });
  });

  test('counts as far as it came when the connection ends', () => {
    expect(read(record(22, SERVER_HELLO), true)).toEqual({ ...hello, asksForCertificate: false });
  });

  test('never throws, whatever a server writes', () => {
    for (let seed = 1; seed < 3_000; seed++) {
      const bytes = Array.from(
        { length: seed % 90 },
        (_, index) => (seed * 2_654_435_761 + index * 40_503 * seed) & 255,
      );
      for (const type of [21, 22])
        expect(() => read([type, 3, 1, 0, Math.max(0, bytes.length - 2), ...bytes], seed % 2 === 0)).not.toThrow();
    }
  });
});
