import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Dial } from '../../../worker/lib/gateway-grant.ts';
import { signGrant } from '../../../worker/lib/gateway-grant.ts';
import type { Line, LineFailure } from '../../../worker/lib/tls-facts.ts';
import { findFreePort } from '../../../worker/local/ports.ts';
import type { Authority } from '../../sandbox/front-doors/authority.ts';
import { openAuthority } from '../../sandbox/front-doors/authority.ts';
import { makeCertificate } from '../../sandbox/front-doors/certificate-kinds.ts';
import type { FrontDoor } from '../../sandbox/front-doors/open-front-door.ts';
import { openFrontDoor } from '../../sandbox/front-doors/open-front-door.ts';
import { dialOf } from './gateway-at-work.ts';

const SCRIPT = 'worker/local/gateway/cli.ts';
const folder = mkdtempSync(join(tmpdir(), 'mailferry-cli-'));
const path = (name: string): string => join(folder, name);

let authority: Authority;
let door: FrontDoor;
beforeAll(async () => {
  authority = await openAuthority({ now: new Date() });
  door = await openFrontDoor({
    to: createServer((_, response) => response.end('by Exchange')),
    authority,
    profile: '2008 R2',
  });
  const { key, chain } = await makeCertificate(authority, 'good', { names: ['localhost'], ips: ['127.0.0.1'] });
  writeFileSync(path('root.pem'), authority.root);
  writeFileSync(path('chain.pem'), chain);
  writeFileSync(path('key.pem'), key);
});
afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true });
});

async function start(args: readonly string[]) {
  const port = await findFreePort();
  const all = [
    SCRIPT,
    '--listen',
    `127.0.0.1:${port}`,
    '--token-file',
    path('token'),
    '--ca',
    path('root.pem'),
    ...args,
  ];
  const child = spawn(process.execPath, ['--no-warnings', ...all]);
  let output = '';
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  await expect.poll(() => output, { timeout: 20_000 }).toContain('Press Ctrl-C to stop');
  const token = readFileSync(path('token'), 'utf8').trim();
  expect(output).not.toContain(token);
  return {
    output,
    /** The first frame of a line, and the answer to a request over it. */
    ask: async (scheme: 'ws' | 'wss', dial: Partial<Dial> & { port: number }) => {
      const grant = await signGrant(token, dialOf(dial));
      const headers = { authorization: `Mailferry ${grant}` };
      const socket = new WebSocket(`${scheme}://127.0.0.1:${port}/line`, { headers, ca: authority.root });
      const closed = once(socket, 'close');
      let bytes = '';
      socket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) bytes += data.toString();
      });
      const [first] = (await once(socket, 'message')) as [Buffer];
      const frame = JSON.parse(first.toString()) as { line?: Line; failure?: LineFailure };
      if (frame.line) socket.send(Buffer.from('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'));
      await closed;
      return { ...frame, bytes };
    },
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('the gateway alone speaks old TLS for a Mailferry elsewhere, over https', async () => {
  const args = [
    '--allow-private',
    '--allow-port',
    String(door.port),
    '--cert',
    path('chain.pem'),
    '--key',
    path('key.pem'),
  ];
  const gateway = await start(args);
  expect(gateway.output).toContain('Gateway     https://127.0.0.1:');
  const { line, bytes } = await gateway.ask('wss', { port: door.port });
  expect(line).toMatchObject({ protocol: 'TLSv1', isOld: true });
  expect(bytes).toContain('by Exchange');
  await gateway.stop();
});

test('without being told so, it reaches no private address, whatever a grant allows, and no other port', async () => {
  const gateway = await start(['--allow-port', String(door.port)]);
  expect((await gateway.ask('ws', { port: door.port })).failure?.message).toContain('private address');
  expect((await gateway.ask('ws', { port: 25 })).failure?.message).toBe('This gateway does not connect to port 25.');
  expect(door.visits.list.filter(({ requests }) => requests > 0)).toHaveLength(1);
  await gateway.stop();
});

test.each([
  [['--listen', '0.0.0.0:1', '--token-file', path('t')], 'only on loopback addresses'],
  [['--listen', '127.0.0.1:1', '--token-file', path('t'), '--ca', path('missing.pem')], 'there is no such file'],
  [
    ['--listen', '127.0.0.1:1', '--token-file', path('t'), '--cert', path('missing'), '--key', path('missing')],
    'cannot be read',
  ],
  [
    ['--listen', '127.0.0.1:1', '--token-file', path('t'), '--cert', path('root.pem'), '--key', path('key.pem')],
    'cannot be used',
  ],
])('%j ends with a few lines that say why', (args, words) => {
  const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', SCRIPT, ...args], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain(words);
  expect(stderr).not.toContain('    at ');
});
