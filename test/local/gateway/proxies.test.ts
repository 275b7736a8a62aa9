import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import type { Program } from './third-party.ts';
import { isInstalled, startProgram } from './third-party.ts';
import { findInspectingSquid } from '../../needs.ts';

const hasTinyproxy = isInstalled('tinyproxy', ['-v']);
const maker = findInspectingSquid();
const canInspect = maker !== undefined && isInstalled('openssl', ['version']);
const PASSWORD = 'p@ss: wörd';
const http = createServer((_, response) => response.end('by Exchange'));

const folder = mkdtempSync(join(tmpdir(), 'mailferry-proxy-'));
// squid gives up its rights where it is started by root.
chmodSync(folder, 0o777);
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
      ['', 'HTTPS_PROXY has none (407)'],
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

describe.skipIf(!canInspect)('squid (skipped without squid-openssl and openssl)', () => {
  let port = 0;
  let inspecting = 0;
  let root = '';
  let program: Program;
  beforeAll(async () => {
    const openssl = (...args: string[]) => spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    const subject = ['-subj', '/O=Fjord Trading/CN=Fjord Inspection', '-addext', 'keyUsage=critical,keyCertSign'];
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '30',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      ...subject,
    );
    chmodSync(join(folder, 'ca.key'), 0o644);
    root = readFileSync(join(folder, 'ca.pem'), 'utf8');
    const hash = openssl('passwd', '-apr1', PASSWORD).stdout.trim();
    const users = write('users', `anna:${hash}\n`);
    spawnSync(maker!, ['-c', '-s', join(folder, 'certificates'), '-M', '4MB']);
    spawnSync('chmod', ['-R', 'a+rwX', join(folder, 'certificates')]);
    write('root.pem', authority.root);
    [port, inspecting] = [await findFreePort(), await findFreePort()];
    const bump = `ssl-bump generate-host-certificates=on tls-cert=${folder}/ca.pem tls-key=${folder}/ca.key`;
    const config = write(
      'squid.conf',
      `http_port 127.0.0.1:${port} name=plain
http_port 127.0.0.1:${inspecting} name=inspecting ${bump}
sslcrtd_program ${maker} -s ${folder}/certificates -M 4MB
sslcrtd_children 1
acl inspected myportname inspecting
acl hello at_step SslBump1
ssl_bump peek hello inspected
ssl_bump bump inspected
tls_outgoing_options cafile=${folder}/root.pem
auth_param basic program /usr/lib/squid/basic_ncsa_auth ${users}
auth_param basic children 1
auth_param basic utf8 on
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
pid_filename ${folder}/squid.pid
cache_log ${folder}/cache.log
access_log none
cache deny all
coredump_dir ${folder}
netdb_filename none
pinger_enable off
visible_hostname proxy.fjord.example
`,
    );
    program = await startProgram('squid', ['-N', '-f', config], port);
  });
  afterAll(() => program.stop());

  test('lets a line through with the right password, and the certificate is the server’s own', async () => {
    const gateway = await behind(port, user(PASSWORD));
    const { line, socket } = await gateway.dial({ port: door.port });
    expect(line).toMatchObject({
      route: 'proxy',
      certificate: { issuer: 'CN=Sandbox Issuing CA, O=Mailferry Sandbox' },
    });
    expect(await exchange(socket, request())).toContain('by Exchange');
    await gateway.close();
  });

  test.each([
    ['', 'HTTPS_PROXY has none (407)'],
    [user('other'), 'refuses the user name and the password in HTTPS_PROXY (407)'],
  ])('refuses %j', async (sign, words) => {
    const gateway = await behind(port, sign);
    expect((await gateway.dial({ port: door.port })).failure?.message).toContain(words);
    await gateway.close();
  });

  test('says that a server can’t be reached', async () => {
    const gateway = await behind(port, user(PASSWORD));
    expect((await gateway.dial({ port: await findFreePort() })).failure).toMatchObject({ code: 'connection-refused' });
    await gateway.close();
  });

  test('that inspects TLS is trusted once its root is', async () => {
    const stranger = await behind(inspecting, user(PASSWORD));
    expect((await stranger.dial({ host: 'localhost', port: door.port })).failure).toMatchObject({
      code: 'certificate-untrusted',
      reason: 'unknown-issuer',
    });
    await stranger.close();
    const gateway = await behind(inspecting, user(PASSWORD), [authority.root, root]);
    // squid writes addresses as names into its certificates, where no client takes them.
    const { line, failure, socket } = await gateway.dial({ host: 'localhost', port: door.port });
    expect(failure).toBeUndefined();
    expect(line).toMatchObject({ route: 'proxy', certificate: { issuer: 'O=Fjord Trading, CN=Fjord Inspection' } });
    expect(await exchange(socket, request())).toContain('by Exchange');
    await gateway.close();
  });
});
