import { X509Certificate } from 'node:crypto';
import { createServer as createTcpServer, connect, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { MODERN_SUITES, OLD_SUITES } from '../../../worker/exchange/transport/tls/suites.ts';
import { TLS_1_2, writeClientHello } from '../../../worker/lib/client-hello.ts';
import {
  isTurnedDown,
  judgeTls,
  type Reply,
  type ReadCertificate,
} from '../../../worker/exchange/transport/tls/judge-flight.ts';
import { readServerFlight } from '../../../worker/exchange/transport/tls/server-flight.ts';
import { SELF_SIGNED } from '../../fakes/self-signed.ts';

let server: Server | undefined;
afterEach(() => server?.close());

async function listen(made: Server): Promise<number> {
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return (made.address() as AddressInfo).port;
}

/** What a server says to a hello, byte by byte, so that every cut is met. */
async function sayHello(port: number, suites: readonly number[]): Promise<Reply> {
  return new Promise((resolve) => {
    let bytes = new Uint8Array(0);
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(
        writeClientHello({ version: TLS_1_2, suites }, 'localhost', crypto.getRandomValues(new Uint8Array(32))),
      ),
    );
    const end = (heard: Reply) => {
      socket.destroy();
      resolve(heard);
    };
    socket.setTimeout(1_000, () => end({ kind: 'silent' }));
    socket.on('data', (chunk) => {
      for (const byte of chunk) {
        bytes = new Uint8Array([...bytes, byte]);
        const flight = readServerFlight(bytes);
        if (flight.kind !== 'partial') return end(flight);
      }
    });
    socket.on('error', () => end({ kind: 'cut' }));
    socket.on('end', () => end({ kind: 'cut' }));
  });
}

async function judged(port: number, chain: ReadCertificate[] = []) {
  const modern = await sayHello(port, MODERN_SUITES);
  const old = isTurnedDown(modern) ? await sayHello(port, OLD_SUITES) : undefined;
  return { modern, failure: judgeTls('localhost', modern, old, chain, Date.parse('2026-06-01T00:00:00Z')) };
}

const tls = (options: TlsOptions) => createTlsServer({ ...SELF_SIGNED, ...options }).on('tlsClientError', () => {});

test.each<[string, TlsOptions, object]>([
  [
    'TLS 1.0',
    { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' },
    { how: 'version', offers: 'TLS 1.0' },
  ],
  [
    'TLS 1.1',
    { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' },
    { how: 'version', offers: 'TLS 1.1' },
  ],
  [
    'CBC alone',
    { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA' },
    { how: 'cipher', offers: 'TLS 1.2 with older ciphers' },
  ],
])('a server with %s is unsupported, and it is said what it speaks', async (_, options, expected) => {
  const { failure } = await judged(await listen(tls(options)));
  expect(failure).toMatchObject({ code: 'tls-unsupported', ...expected });
});

test('the certificate of a server with TLS 1.2 is read in the clear', async () => {
  const port = await listen(tls({ maxVersion: 'TLSv1.2' }));
  const { modern } = await judged(port);
  expect(modern).toMatchObject({ kind: 'hello', version: 0x0303, wantsClientCertificate: false });
  const [der] = modern.kind === 'hello' ? modern.certificates : [];
  expect(new X509Certificate(der!).fingerprint256).toBe(new X509Certificate(SELF_SIGNED.cert).fingerprint256);
});

test('a server that asks for a certificate of the client is seen to', async () => {
  const { modern } = await judged(await listen(tls({ maxVersion: 'TLSv1.2', requestCert: true })));
  expect(modern).toMatchObject({ kind: 'hello', wantsClientCertificate: true });
});

test.each([
  ['plain-http', createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))],
  ['cut', createTcpServer((socket) => socket.destroy())],
  ['hang', createTcpServer(() => {})],
  ['other', createTcpServer((socket) => socket.end('220 mail.old.example ESMTP\r\n'))],
] as const)('a port that fails by %s is reported as such', async (how, made) => {
  made.on('connection', (socket) => socket.on('error', () => {}));
  expect((await judged(await listen(made))).failure).toMatchObject({ code: 'tls-unsupported', how });
});

const GOOD: ReadCertificate = {
  sha256: 'ab'.repeat(32),
  subject: 'CN=localhost',
  issuer: 'CN=Company CA',
  names: ['localhost'],
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  isSelfSigned: false,
  isWeak: false,
  namesHost: true,
};
const HELLO: Reply = { kind: 'hello', version: 0x0303, suite: 0xc02f, certificates: [], wantsClientCertificate: false };

test.each<[Partial<ReadCertificate>, number, string[], RegExp]>([
  [{ isSelfSigned: true }, 1, ['self-signed'], /self-signed/],
  [{}, 2, ['unknown-issuer'], /Company CA, which is not trusted/],
  [{}, 1, ['incomplete-chain'], /only its own certificate\. The certificate of its issuer, CN=Company CA/],
  [{ notAfter: '2026-03-04T00:00:00.000Z' }, 2, ['expired'], /expired on 2026-03-04/],
  [{ notBefore: '2026-09-08T00:00:00.000Z' }, 2, ['not-yet-valid'], /not valid before 2026-09-08/],
  [
    { namesHost: false, names: ['a.example', 'b.example'] },
    2,
    ['wrong-name'],
    /a\.example, b\.example, not for localhost/,
  ],
  [{ isWeak: true }, 2, ['weak'], /outdated signature/],
  [{ isSelfSigned: true, namesHost: false }, 1, ['self-signed', 'wrong-name'], /self-signed/],
])('%o in a chain of %d is %j', (changes, sent, reasons, sentence) => {
  const chain = [{ ...GOOD, ...changes }, ...Array.from({ length: sent - 1 }, () => GOOD)];
  const failure = judgeTls('localhost', HELLO, undefined, chain, Date.parse('2026-06-01T00:00:00Z'));
  expect(failure).toMatchObject({ code: 'certificate-untrusted', reason: reasons[0], reasons });
  expect(failure.message).toMatch(sentence);
  expect(failure).not.toHaveProperty('certificate.isWeak');
});

test('foreign bytes of any kind end in a verdict', () => {
  let seed = 7;
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648);
  for (let times = 0; times < 2_000; times++) {
    const bytes = Uint8Array.from({ length: next() % 400 }, () => next() % 256);
    if (times % 2 === 0 && bytes.length > 5) bytes.set([0x16, 3, 3, 0, next() % 256]);
    expect(readServerFlight(bytes)).toHaveProperty('kind');
  }
});
