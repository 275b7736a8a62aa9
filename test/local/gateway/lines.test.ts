import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer as createTcpServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Authority } from '../../sandbox/front-doors/authority.ts';
import { openAuthority } from '../../sandbox/front-doors/authority.ts';
import type { CertificateKind } from '../../sandbox/front-doors/certificate-kinds.ts';
import type { DoorSettings } from '../../sandbox/front-doors/door-settings.ts';
import type { FrontDoor } from '../../sandbox/front-doors/open-front-door.ts';
import { openFrontDoor } from '../../sandbox/front-doors/open-front-door.ts';
import type { WindowsVersion } from '../../sandbox/front-doors/windows-tls.ts';
import { WINDOWS } from '../../sandbox/front-doors/windows-tls.ts';
import type { GatewayAtWork } from './gateway-at-work.ts';
import { exchange, startGatewayHere } from './gateway-at-work.ts';

const REQUEST = 'GET /EWS/Exchange.asmx HTTP/1.1\r\nhost: x\r\nauthorization: Basic eDp5\r\nconnection: close\r\n\r\n';
const http = createServer((_, response) => response.end('by Exchange'));

let authority: Authority;
let gateway: GatewayAtWork;
let door: FrontDoor;

beforeAll(async () => {
  authority = await openAuthority({ now: new Date() });
  gateway = await startGatewayHere({ authorities: [authority.root] });
});
afterAll(() => gateway.close());
afterEach(() => door?.close());

const open = async (profile: WindowsVersion, settings: Partial<DoorSettings> = {}) =>
  (door = await openFrontDoor({ to: http, authority, profile, ...settings }));

describe('a line', () => {
  test.each(Object.keys(WINDOWS) as WindowsVersion[])(
    'to Windows %s carries a request and its answer',
    async (version) => {
      const { port } = await open(version);
      const { line, socket } = await gateway.dial({ port });
      expect(await exchange(socket, REQUEST)).toContain('by Exchange');
      const [visit] = door.visits.list.filter(({ handshake }) => handshake === 'done');
      const certificate = new X509Certificate((await door.certificates()).shown.cert);
      expect(line).toMatchObject({
        protocol: visit!.protocol,
        cipher: visit!.cipher,
        route: 'direct',
        certificate: { sha256: createHash('sha256').update(certificate.raw).digest('hex') },
        endPointHash: (await door.certificates()).bound.endPointHash.toString('base64'),
      });
      const isModern = line?.protocol === 'TLSv1.3' || /^ECDHE-.*-GCM-/.test(line?.cipher ?? '');
      expect(line?.isOld).toBe(!isModern);
    },
  );

  test('names the server by SNI, and asks for HTTP/1.1', async () => {
    const { port } = await open('2016');
    await gateway.dial({ port, host: 'localhost' });
    expect(door.visits.list.at(-1)?.serverName).toBe('localhost');
  });

  test('without TLS is plain, where private addresses are allowed', async () => {
    const plain = createServer((_, response) => response.end('plain')).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const { port } = plain.address() as AddressInfo;
    const { line, socket } = await gateway.dial({ port, isSecure: false });
    expect(line).toEqual({ route: 'direct', isOld: false });
    expect(await exchange(socket, REQUEST)).toContain('plain');
    const refused = await gateway.dial({ port, isSecure: false, host: '1.1.1.1', allowPrivate: false });
    expect(refused.failure?.code).toBe('address-refused');
    plain.close();
  });
});

describe('old TLS', () => {
  test('is spoken only where the dial allows it, and else named', async () => {
    const { port } = await open('2008');
    const modern = await gateway.dial({ port, tls: 'modern' });
    expect(modern.failure).toEqual({
      code: 'tls-unsupported',
      how: 'version',
      offers: 'TLS 1.0',
      message: '127.0.0.1 supports at most TLS 1.0, which is older than this connection allows.',
    });
    for (const tls of ['old', 'any'] as const)
      expect((await gateway.dial({ port, tls })).line).toMatchObject({ protocol: 'TLSv1', isOld: true });
  });
});

describe('a device that never answers a modern greeting', () => {
  test('is greeted in the old way then, as long as there is time', async () => {
    const { port } = await open('2008');
    // Keys that withstand quantum computers make today's greeting longer than one packet.
    const device = createTcpServer((client) => {
      client.once('data', (hello: Buffer) => {
        if (hello.length > 1_000) return;
        const server = connect(port, '127.0.0.1').on('error', () => {});
        server.write(hello);
        client
          .on('error', () => {})
          .pipe(server)
          .pipe(client);
      });
    }).listen(0, '127.0.0.1');
    await once(device, 'listening');
    const { line } = await gateway.dial({ port: (device.address() as AddressInfo).port });
    expect(line?.protocol).toBe('TLSv1');
    device.close();
  });
});

describe('a certificate that can’t be trusted', () => {
  test.each<[CertificateKind, string[]]>([
    ['self-signed', ['self-signed']],
    ['exchange-default', ['self-signed', 'wrong-name', 'weak']],
    ['expired', ['expired']],
    ['not-yet-valid', ['not-yet-valid']],
    ['wrong-name', ['wrong-name']],
    ['missing-intermediate', ['incomplete-chain']],
    ['unknown-issuer', ['unknown-issuer']],
    ['unknown-root', ['unknown-issuer']],
    ['sha-1', ['weak']],
    ['short-key', ['weak']],
  ])('%s: %j, with today’s TLS and with old, and nothing is sent to the server', async (certificate, reasons) => {
    for (const version of ['2016', '2008'] as const) {
      const { port } = await open(version, { certificate });
      const { status, failure } = await gateway.dial({ port });
      expect(status).toBe(502);
      expect(failure).toMatchObject({ code: 'certificate-untrusted', reason: reasons[0], reasons });
      expect(door.visits.list.map(({ applicationBytes }) => applicationBytes)).toEqual(door.visits.list.map(() => 0));
      await door.close();
    }
  });

  test('of an authority that nobody trusts is of an unknown issuer', async () => {
    const { port } = await open('2016');
    const stranger = await startGatewayHere();
    expect((await stranger.dial({ port })).failure).toMatchObject({ reasons: ['unknown-issuer'] });
    await stranger.close();
  });

  test('passes by its fingerprint, and the next one is refused', async () => {
    const { port } = await open('2016', { certificate: 'self-signed' });
    const { failure } = await gateway.dial({ port });
    const trusted = failure && 'certificate' in failure ? failure.certificate.sha256 : '';
    const { line, socket } = await gateway.dial({ port, trusted });
    expect(line?.certificate?.sha256).toBe(trusted);
    expect(await exchange(socket, REQUEST)).toContain('by Exchange');
    door.set({ edition: 2 });
    const changed = await gateway.dial({ port, trusted });
    expect(changed.failure).toMatchObject({ code: 'certificate-changed' });
    expect(door.visits.list.at(-1)?.applicationBytes).toBe(0);
  });
});

describe('a handshake that fails', () => {
  test.each<[string, Partial<DoorSettings>, WindowsVersion, object]>([
    ['hangs', { handshake: 'hang' }, '2016', { how: 'hang' }],
    ['is cut after the first message', { handshake: 'cut', cutAt: 'client-hello' }, '2016', { how: 'cut' }],
    ['is cut within the server’s messages', { handshake: 'cut', cutAt: 'server-hello' }, '2008', { how: 'cut' }],
    ['is cut at its end', { handshake: 'cut', cutAt: 'last-flight' }, '2008', { how: 'cut' }],
    ['meets plain http', { handshake: 'plain-http' }, '2016', { how: 'plain-http' }],
    [
      'lacks a client certificate in TLS 1.2',
      { handshake: 'client-certificate' },
      '2016',
      { how: 'client-certificate' },
    ],
    [
      'lacks a client certificate in TLS 1.3',
      { handshake: 'client-certificate' },
      '2022',
      { how: 'client-certificate' },
    ],
    ['meets 3DES alone', { handshake: '3des-only' }, '2008', { how: 'cipher', offers: '3DES only' }],
    ['meets RC4 alone', { handshake: 'rc4-only' }, '2008', { how: 'cipher', offers: 'RC4 only' }],
    ['meets SSL 3.0 alone', { handshake: 'ssl-3-only' }, '2008', { how: 'version', offers: 'SSL 3.0' }],
  ])('because it %s says so', async (_, settings, version, expected) => {
    const { port } = await open(version, settings);
    const startedAt = Date.now();
    const { status, failure } = await gateway.dial({ port });
    expect(status).toBe(502);
    expect(failure).toMatchObject({ code: 'tls-unsupported', ...expected });
    expect(Date.now() - startedAt).toBeLessThan(6_000);
  });
});

describe('a server that is not there', () => {
  test('is reported as refused or as unknown', async () => {
    const free = createTcpServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    expect((await gateway.dial({ port })).failure).toMatchObject({ code: 'connection-refused' });
    expect((await gateway.dial({ port: 443, host: 'no-such-host.invalid' })).failure).toMatchObject({
      code: 'unknown-host',
    });
  });

  test('and one that cuts every connection at once is named as such', async () => {
    const { port } = await open('2016', { handshake: 'cut', cutAt: 'accept' });
    const { failure } = await gateway.dial({ port });
    // The reset may come before the handshake has begun.
    expect(failure?.message).toMatch(/closes every connection on port|closed the connection during the TLS handshake/);
  });

  test('at its first address is looked for at the next', async () => {
    const { port } = await open('2016');
    const careful = await startGatewayHere({
      authorities: [authority.root],
      ways: { resolve: async () => ['127.0.0.9', '127.0.0.1'] },
    });
    expect((await careful.dial({ port, host: 'localhost' })).status).toBe(200);
    await careful.close();
  });
});
