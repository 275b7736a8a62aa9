import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFreePort } from '../../../worker/local/ports.ts';
import type { Authority } from '../../sandbox/front-doors/authority.ts';
import { openAuthority } from '../../sandbox/front-doors/authority.ts';
import { makeCertificate } from '../../sandbox/front-doors/certificate-kinds.ts';
import type { GatewayAtWork } from './gateway-at-work.ts';
import { exchange, startGatewayHere } from './gateway-at-work.ts';
import type { Program } from './third-party.ts';
import { isInstalled, startProgram } from './third-party.ts';

const hasOpenssl = isInstalled('openssl', ['version']);
const hasGnutls = isInstalled('gnutls-serv', ['--version']);
const REQUEST = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';

const folder = mkdtempSync(join(tmpdir(), 'mailferry-interop-'));
const files = { chain: join(folder, 'chain.pem'), cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
let authority: Authority;
let gateway: GatewayAtWork;
beforeAll(async () => {
  authority = await openAuthority({ now: new Date() });
  const { cert, chain, key } = await makeCertificate(authority, 'good', { names: ['localhost'], ips: ['127.0.0.1'] });
  writeFileSync(files.chain, chain);
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
  gateway = await startGatewayHere({ authorities: [authority.root] });
});
afterAll(async () => {
  await gateway.close();
  rmSync(folder, { recursive: true });
});

async function withServer(
  command: string,
  args: (port: number) => string[],
  use: (port: number, program: Program) => Promise<void>,
) {
  const port = await findFreePort();
  // The settings of a distribution may forbid what is tested here.
  const program = await startProgram(command, args(port), port, { OPENSSL_CONF: '/dev/null' });
  try {
    await use(port, program);
  } finally {
    await program.stop();
  }
}

describe.skipIf(!hasOpenssl)('openssl s_server (skipped without openssl)', () => {
  const server = (use: (port: number) => Promise<void>, ...args: string[]) =>
    withServer(
      'openssl',
      (port) => [
        's_server',
        '-accept',
        `127.0.0.1:${port}`,
        '-cert',
        files.cert,
        '-cert_chain',
        files.chain,
        '-key',
        files.key,
        '-www',
        ...args,
      ],
      use,
    );

  test.each([
    ['TLSv1', 'AES128-SHA', ['-tls1', '-cipher', 'AES128-SHA:@SECLEVEL=0']],
    ['TLSv1', 'ECDHE-RSA-AES256-SHA', ['-tls1', '-cipher', 'ECDHE-RSA-AES256-SHA:@SECLEVEL=0']],
    ['TLSv1.1', 'AES256-SHA', ['-tls1_1', '-cipher', 'AES256-SHA:@SECLEVEL=0']],
    ['TLSv1.2', 'ECDHE-RSA-AES256-SHA384', ['-tls1_2', '-cipher', 'ECDHE-RSA-AES256-SHA384']],
    ['TLSv1.2', 'DHE-RSA-AES128-SHA256', ['-tls1_2', '-cipher', 'DHE-RSA-AES128-SHA256']],
    ['TLSv1.2', 'AES256-SHA256', ['-tls1_2', '-cipher', 'AES256-SHA256']],
    ['TLSv1.2', 'ECDHE-RSA-AES128-GCM-SHA256', ['-tls1_2', '-cipher', 'ECDHE-RSA-AES128-GCM-SHA256']],
    ['TLSv1.3', 'TLS_AES_256_GCM_SHA384', ['-tls1_3']],
  ])('%s with %s', async (protocol, cipher, args) => {
    await server(
      async (port) => {
        const { line, failure, socket } = await gateway.dial({ port });
        expect(failure).toBeUndefined();
        expect(line).toMatchObject({ protocol, cipher });
        expect(await exchange(socket, REQUEST)).toContain('HTTP/1.0 200');
      },
      ...args,
    );
  });

  test.each(['-tls1_2', '-tls1_3'])('with %s that requires a client certificate is named', async (version) => {
    await server(
      async (port) => {
        expect((await gateway.dial({ port })).failure).toMatchObject({ how: 'client-certificate' });
      },
      version,
      '-Verify',
      '1',
    );
  });

  test('that only asks for a client certificate lets the line through', async () => {
    await server(
      async (port) => {
        const { socket } = await gateway.dial({ port });
        expect(await exchange(socket, REQUEST)).toContain('HTTP/1.0 200');
      },
      '-tls1_2',
      '-verify',
      '1',
    );
  });

  test.each(['r', 'R'])(
    'that negotiates again in mid-line (%s: R asks for a client certificate) keeps the line',
    async (order) => {
      const args = (port: number) => [
        's_server',
        '-accept',
        `127.0.0.1:${port}`,
        '-tls1_2',
        '-verify',
        '1',
        '-cert',
        files.cert,
        '-cert_chain',
        files.chain,
        '-key',
        files.key,
      ];
      await withServer('openssl', args, async (port, program) => {
        const { socket } = await gateway.dial({ port });
        let received = '';
        socket.on('data', (chunk) => (received += String(chunk)));
        program.send('before');
        await expect.poll(() => received).toContain('before');
        program.send(order);
        // What comes with an order is lost with it.
        const again = (): string => {
          program.send('after');
          return received;
        };
        await expect.poll(again).toContain('after');
      });
    },
  );
});

describe.skipIf(!hasGnutls)('gnutls-serv (skipped without gnutls-bin)', () => {
  const server = (priority: string, use: (port: number, program: Program) => Promise<void>) =>
    withServer(
      'gnutls-serv',
      (port) => [
        '--port',
        String(port),
        '--x509certfile',
        files.chain,
        '--x509keyfile',
        files.key,
        '--http',
        '--quiet',
        '--priority',
        priority,
      ],
      use,
    );
  const only = (version: string, cipher: string, mac: string, exchange: string) =>
    `NONE:+VERS-${version}:+${cipher}:+${mac}:+${exchange}:+SIGN-ALL:+COMP-NULL:+GROUP-ALL:+CTYPE-X509`;

  test.each([
    ['TLSv1', only('TLS1.0', 'AES-128-CBC', 'SHA1', 'RSA'), true],
    ['TLSv1.1', only('TLS1.1', 'AES-256-CBC', 'SHA1', 'ECDHE-RSA'), true],
    ['TLSv1.2', only('TLS1.2', 'AES-256-CBC', 'SHA384', 'ECDHE-RSA'), true],
    ['TLSv1.2', only('TLS1.2', 'AES-128-GCM', 'AEAD', 'RSA'), true],
    ['TLSv1.2', only('TLS1.2', 'AES-256-GCM', 'AEAD', 'ECDHE-RSA'), false],
    ['TLSv1.3', 'NORMAL', false],
  ])('%s by %s', async (protocol, priority, isOld) => {
    await server(priority, async (port) => {
      const { line, failure, socket } = await gateway.dial({ port });
      expect(failure).toBeUndefined();
      expect(line).toMatchObject({ protocol, isOld });
      expect(await exchange(socket, REQUEST)).toContain('HTTP/1.0 200');
    });
  });

  test.each([
    ['3DES only', only('TLS1.0', '3DES-CBC', 'SHA1', 'RSA')],
    ['RC4 only', only('TLS1.0', 'ARCFOUR-128', 'SHA1', 'RSA')],
  ])('with %s is named', async (offers, priority) => {
    await server(priority, async (port) => {
      expect((await gateway.dial({ port })).failure).toMatchObject({ code: 'tls-unsupported', how: 'cipher', offers });
    });
  });
});
