import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { thrownFault } from '../../worker/exchange/faults/http-faults.ts';
import { basicAuthenticator } from '../../worker/exchange/transport/sign-in/plain-authenticators.ts';
import { socketFetch } from '../../worker/exchange/transport/socket-fetch.ts';
import { netSockets } from '../fakes/net-socket.ts';
import { arriving, utf8 } from './kit.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/EWS/Exchange.asmx`;
}

const echo = (request: IncomingMessage, response: ServerResponse) => {
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  request.on('end', () => response.end(`${request.headers.authorization ?? 'nobody'} ${request.method} ${text}`));
};

async function start(answer = echo, maxConnections = 3) {
  const server = createServer(answer);
  const url = await listen(server);
  cleanups.push(() => server.closeAllConnections());
  const time = { now: 0 };
  const { open, sockets } = netSockets();
  const fetch = socketFetch({ open, now: () => time.now, maxConnections });
  cleanups.push(() => fetch.close());
  return { url, fetch, sockets, time };
}

const post = (body: BodyInit, init: RequestInit = {}): RequestInit => ({ method: 'POST', body, ...init });

describe('a fetch over connections of its own', () => {
  test('carries Basic, and keeps its connection', async () => {
    const { url, fetch, sockets } = await start();
    const { send, close } = basicAuthenticator(fetch, { username: 'ann', password: 'secret' });
    for (const body of ['one', 'two'])
      expect(await (await send(url, post(body))).text()).toBe(`Basic YW5uOnNlY3JldA== POST ${body}`);
    expect(sockets).toHaveLength(1);
    close?.();
    await expect(send(url, post('three'))).rejects.toThrow('closed');
    expect(sockets[0]?.destroyed).toBe(true);
  });

  test('streams both ways', async () => {
    const { url, fetch } = await start();
    const response = await fetch(url, post(arriving([utf8('one'), utf8('two')])));
    expect(await response.text()).toBe('nobody POST onetwo');
  });

  test('follows no redirect', async () => {
    const { url, fetch } = await start((_, response) => void response.writeHead(302, { location: '/' }).end());
    const { status, headers } = await fetch(url, post('x'));
    expect([status, headers.get('location')]).toEqual([302, '/']);
  });

  test('waits where all connections are taken, and ends with its signal', async () => {
    const { url, fetch, sockets } = await start(undefined, 1);
    const held = await fetch(url, post('one'));
    const controller = new AbortController();
    const waiting = fetch(url, post('two', { signal: controller.signal }));
    controller.abort(new DOMException('enough', 'AbortError'));
    await expect(waiting).rejects.toThrow('enough');
    expect(await held.text()).toBe('nobody POST one');
    expect(await (await fetch(url, post('three'))).text()).toBe('nobody POST three');
    expect(sockets).toHaveLength(1);
  });

  test('ends an answer with its signal', async () => {
    const { url, fetch } = await start((_, response) => void response.writeHead(200).write('begun'));
    const controller = new AbortController();
    const response = await fetch(url, post('x', { signal: controller.signal }));
    const reading = expect(response.text()).rejects.toThrow('enough');
    controller.abort(new DOMException('enough', 'AbortError'));
    await reading;
  });

  test('leaves a connection that lay idle for fifty seconds', async () => {
    const { url, fetch, sockets, time } = await start();
    for (const ms of [0, 50_000, 50_001]) {
      time.now += ms;
      await (await fetch(url, post('x'))).text();
    }
    expect(sockets).toHaveLength(2);
    expect(sockets[0]?.destroyed).toBe(true);
  });
});

/** Answers each request on a connection by what `say` does for its number, from 1. */
async function scripted(say: (socket: Socket, times: number) => void) {
  let times = 0;
  const requests: string[] = [];
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    cleanups.push(() => socket.destroy());
    socket.on('data', (data) => {
      requests.push(data.toString('latin1'));
      say(socket, (times += 1));
    });
  });
  const url = await listen(server);
  const { open, sockets } = netSockets();
  const fetch = socketFetch({ open, now: () => 0, maxConnections: 1 });
  cleanups.push(() => fetch.close());
  return { url, fetch, sockets, requests };
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

test('a request that crosses with the end of its connection is not sent again: its result is unknown', async () => {
  const { url, fetch, requests, sockets } = await scripted((socket, times) => {
    if (times === 2) socket.destroy();
    else socket.write(OK);
  });
  expect(await (await fetch(url, post('first'))).text()).toBe('ok');
  const error = await fetch(url, post('second')).catch((thrown: unknown) => thrown);
  expect(thrownFault(error, 'source')).toMatchObject({ kind: 'transient', code: 'connection-lost' });
  expect(requests).toHaveLength(2);
  // The next one goes over a connection of its own.
  expect(await (await fetch(url, post('third'))).text()).toBe('ok');
  expect(sockets).toHaveLength(2);
});

test('100 Continue that no one asked for is passed over, before an answer and behind one', async () => {
  const stray = 'HTTP/1.1 100 Continue\r\n\r\n';
  const { url, fetch, sockets } = await scripted((socket, times) => {
    socket.write(`${stray}${stray}${OK}${times === 2 ? stray : ''}`);
  });
  for (let times = 0; times < 3; times++) {
    expect(await (await fetch(url, post('x'))).text()).toBe('ok');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  // What comes unasked might be taken for the answer of the next request.
  expect(sockets).toHaveLength(2);
});
