import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { addressOf, listenOn } from '../../worker/local/listen-on.ts';

/** Loopback has more addresses than the usual one: on Linux at once, elsewhere it may lack them. */
const OTHER = '127.0.0.2';
const isLinux = process.platform === 'linux';

const open: { close: () => unknown }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function inner(answer: RequestListener): Promise<number> {
  const server: Server = createServer(answer).listen(0, '127.0.0.1');
  open.push({ close: () => (server.closeAllConnections(), server.close()) });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test.runIf(isLinux)('what comes to the other address reaches the server, and its answer comes back', async () => {
  const port = await inner((request, response) => request.pipe(response));
  const other = await listenOn(OTHER, port);
  open.push(other);
  expect(addressOf(other)).toBe(`${OTHER}:${port}`);
  const answer = await fetch(`http://${OTHER}:${port}/`, { method: 'POST', body: 'x'.repeat(1_000_000) });
  expect((await answer.text()).length).toBe(1_000_000);
});

test.runIf(isLinux)('who breaks off does not end it, and neither does a server that is being restarted', async () => {
  const port = await inner((_request, response) => void response.end('here'));
  const other = await listenOn(OTHER, port);
  open.push(other);
  const broken = connect(port, OTHER, () => broken.resetAndDestroy());
  await once(broken, 'close');
  expect(await (await fetch(`http://${OTHER}:${port}/`)).text()).toBe('here');
  open.shift()?.close();
  const request = get(`http://${OTHER}:${port}/`, { agent: false });
  expect(((await once(request, 'error')) as [NodeJS.ErrnoException])[0].code).toMatch(/ECONN/);
  const again = createServer((_request, response) => void response.end('again')).listen(port, '127.0.0.1');
  open.push({ close: () => (again.closeAllConnections(), again.close()) });
  await once(again, 'listening');
  expect(await (await fetch(`http://${OTHER}:${port}/`)).text()).toBe('again');
});

test('an address of another computer, or one that is taken, is refused in words', async () => {
  await expect(listenOn('192.0.2.1', 40_000)).rejects.toThrow(
    'Mailferry cannot listen on 192.0.2.1, port 40000 (EADDRNOTAVAIL).',
  );
  const port = await inner(() => {});
  await expect(listenOn('127.0.0.1', port)).rejects.toThrow(`port ${port} (EADDRINUSE)`);
});
