import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proxyFrom } from '../../../worker/local/gateway/proxy.ts';
import { findFreePort } from '../../../worker/local/ports.ts';
import type { Authority } from '../../sandbox/front-doors/authority.ts';
import { openAuthority } from '../../sandbox/front-doors/authority.ts';
import type { FrontDoor } from '../../sandbox/front-doors/open-front-door.ts';
import { openFrontDoor } from '../../sandbox/front-doors/open-front-door.ts';
import type { GatewayAtWork } from './gateway-at-work.ts';
import { exchange, startGatewayHere } from './gateway-at-work.ts';
import type { Squid } from './squid.ts';
import { hasSquid, startSquid } from './squid.ts';
import type { Program } from './third-party.ts';
import { isInstalled, startProgram } from './third-party.ts';

const hasTinyproxy = isInstalled('tinyproxy', ['-v']);
const http = createServer((_, response) => response.end('by Exchange'));

const folder = mkdtempSync(join(tmpdir(), 'mailferry-proxy-'));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

let authority: Authority;
let door: FrontDoor;
/** A proxy that inspects goes where the request says. */
const request = () => `GET /EWS/Exchange.asmx HTTP/1.1\r\nhost: localhost:${door.port}\r\nconnection: close\r\n\r\n`;
beforeAll(async () => {
  authority = await openAuthority({ now: new Date() });
  door = await openFrontDoor({ to: http, authority, profile: '2016' });
});
afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true });
});

/** A gateway behind a proxy; tests call this computer, which a proxy is never used for otherwise. */
async function behind(port: number, user = '', authorities = [authority.root]): Promise<GatewayAtWork> {
  const proxy = { ...proxyFrom({ HTTPS_PROXY: `http://${user}127.0.0.1:${port}` })!, excludes: () => false };
  return startGatewayHere({ authorities, ways: { proxy } });
}
const user = (password: string) => `anna:${encodeURIComponent(password)}@`;

describe('a proxy that is not there, or that is none', () => {
  test('is named, and its password is not', async () => {
    const gateway = await behind(await findFreePort(), user('secret'));
    const { failure } = await gateway.dial({ port: door.port });
    expect(failure).toMatchObject({ code: 'proxy-unreachable' });
    expect(failure?.message).not.toContain('secret');
    await gateway.close();

    const plain = await behind(door.port);
    expect((await plain.dial({ port: door.port })).failure).toMatchObject({ code: 'proxy-unreachable' });
    await plain.close();
  });

  test('is not asked for private addresses that are not allowed, nor for excluded hosts', async () => {
    const gateway = await behind(await findFreePort());
    for (const host of ['10.0.0.1', '::1', 'mail.fjord.local', 'localhost'])
      expect((await gateway.dial({ host, port: 443, allowPrivate: false })).failure).toMatchObject({
        code: 'address-refused',
      });
    await gateway.close();
    const proxy = proxyFrom({ HTTPS_PROXY: 'http://127.0.0.1:1' })!;
    const direct = await startGatewayHere({ authorities: [authority.root], ways: { proxy } });
    expect((await direct.dial({ port: door.port })).line?.route).toBe('direct');
    await direct.close();
  });

  test('is asked for a name that only it can look up', async () => {
    const proxied: string[] = [];
    const fake = createServer().on('connect', (request, socket) => {
      proxied.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    const port = await findFreePort();
    await new Promise<void>((resolve) => fake.listen(port, '127.0.0.1', resolve));
    const gateway = await behind(port);
    const { failure } = await gateway.dial({ host: 'mail.fjord.invalid', port: 443, allowPrivate: false });
    expect(failure).toMatchObject({ code: 'proxy-refused' });
    expect(proxied).toEqual(['mail.fjord.invalid:443']);
    await gateway.close();
    fake.close();
  });
});

describe.skipIf(!hasTinyproxy)('tinyproxy (skipped without tinyproxy)', () => {
  let port = 0;
  let program: Program;
  beforeAll(async () => {
    port = await findFreePort();
    const config = write(
      'tinyproxy.conf',
      `Port ${port}\nListen 127.0.0.1\nTimeout 60\nAllow 127.0.0.1\nBasicAuth anna secret-word\n`,
    );
    program = await startProgram('tinyproxy', ['-d', '-c', config], port);
  });
  afterAll(() => program.stop());

  test('lets a line through with the right password', async () => {
    const gateway = await behind(port, user('secret-word'));
    const { line, socket } = await gateway.dial({ port: door.port });
    expect(line).toMatchObject({ route: 'proxy', protocol: 'TLSv1.2' });
    expect(await exchange(socket, request())).toContain('by Exchange');
    await gateway.close();
  });

  test('refuses one without, and one with another', async () => {
    for (const [sign, words] of [
      ['', 'HTTPS_PROXY contains none (407)'],
      [user('other'), 'refuses the user name and the password in HTTPS_PROXY (40'],
    ] as const) {
      const gateway = await behind(port, sign);
      const { failure } = await gateway.dial({ port: door.port });
      expect(failure).toMatchObject({ code: 'proxy-refused' });
      expect(failure?.message).toContain(words);
      await gateway.close();
    }
  });

  test('says that a server can’t be reached', async () => {
    const gateway = await behind(port, user('secret-word'));
    expect((await gateway.dial({ port: await findFreePort() })).failure?.message).toContain('The proxy 127.0.0.1:');
    await gateway.close();
  });
});

describe.skipIf(!hasSquid)('squid (skipped without squid-openssl and openssl)', () => {
  let squid: Squid;
  beforeAll(async () => {
    squid = await startSquid(authority.root);
  });
  afterAll(() => squid.stop());

  test('lets a line through with the right password, and the certificate is the server’s own', async () => {
    const gateway = await behind(squid.port, user(squid.password));
    const { line, socket } = await gateway.dial({ port: door.port });
    expect(line).toMatchObject({
      route: 'proxy',
      certificate: { issuer: 'CN=Sandbox Issuing CA, O=Mailferry Sandbox' },
    });
    expect(await exchange(socket, request())).toContain('by Exchange');
    await gateway.close();
  });

  test.each([
    ['', 'HTTPS_PROXY contains none (407)'],
    [user('other'), 'refuses the user name and the password in HTTPS_PROXY (407)'],
  ])('refuses %j', async (sign, words) => {
    const gateway = await behind(squid.port, sign);
    expect((await gateway.dial({ port: door.port })).failure?.message).toContain(words);
    await gateway.close();
  });

  test('says that a server can’t be reached', async () => {
    const gateway = await behind(squid.port, user(squid.password));
    expect((await gateway.dial({ port: await findFreePort() })).failure).toMatchObject({ code: 'connection-refused' });
    await gateway.close();
  });

  test('that inspects TLS is trusted once its root is', async () => {
    const stranger = await behind(squid.inspectingPort, user(squid.password));
    expect((await stranger.dial({ host: 'localhost', port: door.port })).failure).toMatchObject({
      code: 'certificate-untrusted',
      reason: 'unknown-issuer',
    });
    await stranger.close();
    const gateway = await behind(squid.inspectingPort, user(squid.password), [authority.root, squid.root]);
    // squid writes addresses as names into its certificates, where no client takes them.
    const { line, failure, socket } = await gateway.dial({ host: 'localhost', port: door.port });
    expect(failure).toBeUndefined();
    expect(line).toMatchObject({ route: 'proxy', certificate: { issuer: 'O=Fjord Trading, CN=Fjord Inspection' } });
    expect(await exchange(socket, request())).toContain('by Exchange');
    await gateway.close();
  });
});
