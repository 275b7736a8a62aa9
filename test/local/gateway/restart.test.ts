import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { signGrant } from '../../../worker/lib/gateway-grant.ts';
import { startGateway } from '../../../worker/local/gateway-process.ts';
import { endLeftovers } from '../../../worker/local/leftovers.ts';
import { dialOf } from './gateway-at-work.ts';

const root = new URL('../../..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'mailferry-restart-'));
const place = { root, pidsFile: join(folder, 'pids.json'), caFile: join(folder, 'authorities.pem') };
writeFileSync(place.caFile, '');
afterAll(() => rmSync(folder, { recursive: true }));

const pid = (): number => (JSON.parse(readFileSync(place.pidsFile, 'utf8')) as [number])[0];

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

/** How the gateway answers to a grant for a port where nobody listens. */
async function ask(url: string, token: string): Promise<string> {
  const grant = await signGrant(token, dialOf({ port: 1 }));
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
  socket.write(`CONNECT 127.0.0.1:1 HTTP/1.1\r\nhost: 127.0.0.1:1\r\nproxy-authorization: Mailferry ${grant}\r\n\r\n`);
  const answer = await once(socket, 'data').catch((error: NodeJS.ErrnoException) => [error.code]);
  socket.destroy();
  return String(answer[0]).split('\r\n')[0] ?? '';
}

test('a gateway that is killed is started again, at its address and with its token', async () => {
  const said: string[] = [];
  const { settings, stop } = await startGateway(place, (text) => said.push(text));
  expect(await ask(settings.GATEWAY_URL, settings.GATEWAY_TOKEN)).toContain(' 502 ');
  expect(await ask(settings.GATEWAY_URL, 'another-token')).toContain(' 407 ');
  for (let kill = 1; kill <= 3; kill++) {
    const killed = pid();
    process.kill(killed, 'SIGKILL');
    await expect.poll(pid, { timeout: 10_000 }).not.toBe(killed);
    await expect.poll(() => ask(settings.GATEWAY_URL, settings.GATEWAY_TOKEN), { timeout: 10_000 }).toContain(' 502 ');
    expect(said).toHaveLength(kill);
  }
  await stop();
  expect(await ask(settings.GATEWAY_URL, settings.GATEWAY_TOKEN)).toBe('ECONNREFUSED');
});

test('one that a killed start left is ended by the next', async () => {
  const { stop } = await startGateway(place, () => {});
  const left = pid();
  await endLeftovers(place.pidsFile);
  await expect.poll(() => isAlive(left)).toBe(false);
  await stop();
});

test.skipIf(process.platform !== 'linux')('its token is in no command line', async () => {
  const { settings, stop } = await startGateway(place, () => {});
  const commandLine = readFileSync(`/proc/${pid()}/cmdline`, 'utf8');
  expect(commandLine).toContain('serve.ts');
  expect(commandLine).not.toContain(settings.GATEWAY_TOKEN);
  await stop();
});
