import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { LineError } from '../../../worker/exchange/faults/line-error.ts';
import type { OpenSocket } from '../../../worker/exchange/transport/http/byte-socket.ts';
import { netSockets } from '../../fakes/net-socket.ts';
import { startGatewayHere, type GatewayAtWork } from '../../local/gateway/gateway-at-work.ts';
import { WINDOWS } from '../../sandbox/front-doors/windows-tls.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../../sandbox/sandbox.ts';
import { linesBy, platformOver } from '../front-doors/gateway-kit.ts';
import { testConnection, type Report } from './test-connection.ts';

const ANN = 'ann@example.com';

let sandbox: Sandbox;
let server: SandboxSide;
let gateway: GatewayAtWork;
beforeAll(async () => {
  const mailboxes = [{ email: ANN }];
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes },
    destination: { profile: 'Exchange2019', mailboxes },
  });
  server = sandbox.destination;
  gateway = await startGatewayHere({ authorities: [(await sandbox.authority()).root] });
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});
afterEach(() => {
  for (const side of [sandbox.source, sandbox.destination]) {
    side.side.signIn = {};
    side.door.set({ bridge: false, certificate: 'good', handshake: 'none' });
    side.resetStats();
  }
});

async function ask(on: SandboxSide, open: OpenSocket = linesBy(gateway), trusted?: string): Promise<Report> {
  return testConnection(on, {
    url: on.httpsUrl,
    mailbox: ANN,
    ...(trusted !== undefined && { trusted }),
    platform: {
      ...platformOver(open),
      openBound: linesBy(gateway),
      seeLine: async (url, signal) => {
        try {
          const socket = await open(url, signal);
          socket.close();
          return { ...socket.line };
        } catch (error) {
          const failure = error instanceof LineError ? error.failure : undefined;
          return failure && 'certificate' in failure ? { certificate: failure.certificate } : undefined;
        }
      },
    },
  });
}

test('a good certificate is shown with its end and its issuer, and TLS with its version', async () => {
  const { bad, of } = await ask(server);
  expect(bad).toEqual({});
  expect(of('certificate').sentence).toMatch(/^The certificate is valid until \d{1,2} \w+ \d{4}\. Its issuer is .+\.$/);
  expect(of('tls').sentence).toMatch(/^The connection uses TLS 1\.[23]\.$/);
});

test.each([
  ['expired', /^The certificate of 127\.0\.0\.1 expired on \d{1,2} \w+ \d{4}\.$/, /Ask the provider to renew it/],
  [
    'wrong-name',
    /^The certificate of 127\.0\.0\.1 is for other names \(mail\.elsewhere\.example, elsewhere\.example\)\.$/,
    /Use one of the names that the certificate lists/,
  ],
  [
    'missing-intermediate',
    /issued by “Sandbox Issuing CA”, whose own certificate the server does not send/,
    /install the intermediate certificate/,
  ],
  ['self-signed', /self-signed|itself/, /certificate from a public authority/],
  ['not-yet-valid', /not valid before|not valid yet/, /clocks/],
] as const)('a certificate that is %s is named, and no password is sent', async (certificate, sentence, remedy) => {
  server.door.set({ certificate });
  const { of, health } = await ask(server);
  expect(health).toBe('certificate-untrusted');
  expect(of('certificate')).toMatchObject({ state: 'failed' });
  expect(of('certificate').sentence).toMatch(sentence);
  expect(of('certificate').remedy).toMatch(remedy);
  expect(of('connection').state).toBe('ok');
  expect(of('sign-in').state).toBe('unknown');
  expect(server.door.visits.list.every(({ applicationBytes }) => applicationBytes === 0)).toBe(true);
});

test('a certificate that the workgroup trusts by its fingerprint is called so, although it has expired', async () => {
  server.door.set({ certificate: 'expired' });
  const { sha256 } = (await server.door.certificates()).shown;
  const { of, health } = await ask(server, linesBy(gateway, { trusted: sha256 }), sha256);
  expect(health).toBe('ok');
  expect(of('certificate')).toMatchObject({
    state: 'ok',
    sentence: 'Your workgroup trusts exactly this certificate, by its fingerprint.',
  });
});

test('old TLS alone is named by its version, and with the gateway it is a warning', async () => {
  const { source } = sandbox;
  source.door.set({ tls: WINDOWS['2008'] });
  const { of, health } = await ask(source);
  expect(health).toBe('ok');
  expect(of('tls')).toMatchObject({
    state: 'warning',
    sentence: 'The server supports only TLS 1.0. Mailferry reaches it by the gateway.',
  });
  const modern = await ask(source, linesBy(gateway, { tls: 'modern' }));
  expect(modern.of('tls')).toMatchObject({ state: 'failed' });
  expect(modern.of('tls').sentence).toContain('TLS 1.0');
});

test('Extended Protection behind a proxy is no wrong password, and costs two tries at most', async () => {
  server.side.signIn = { extendedProtection: 'require' };
  server.door.set({ bridge: true });
  const { of, health } = await ask(server);
  expect(health).toBe('line-re-encrypted');
  expect(of('sign-in')).toMatchObject({
    state: 'failed',
    sentence:
      'Something between Mailferry and Exchange re-encrypts the connection with a different certificate, so Extended Protection refuses every sign-in. The password is not the cause.',
  });
  expect(of('sign-in').remedy).toContain('Exempt the server from TLS inspection');
  expect(server.stats().wrongPasswords).toEqual({});
  expect(server.stats().wrongBindings).toBeLessThanOrEqual(2);
});

test('a name that does not resolve ends the test at its first step', async () => {
  const { open } = netSockets();
  const nowhere: OpenSocket = async () => {
    throw new Error('connect() failed', { cause: new Error('getaddrinfo ENOTFOUND nowhere.invalid') });
  };
  const { of, bad } = await testConnection(server, {
    url: 'https://nowhere.invalid/EWS/Exchange.asmx',
    platform: { ...platformOver(nowhere), open },
  });
  expect(bad).toEqual({ 'name-resolution': 'failed' });
  expect(of('name-resolution').sentence).toBe('There is no server with this name.');
  expect(of('connection').state).toBe('unknown');
});
