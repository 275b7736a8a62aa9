import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { createServer } from 'node:tls';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Authority } from '../../sandbox/front-doors/authority.ts';
import { openAuthority } from '../../sandbox/front-doors/authority.ts';
import { makeCertificate } from '../../sandbox/front-doors/certificate-kinds.ts';
import type { GatewayAtWork } from './gateway-at-work.ts';
import { startGatewayHere } from './gateway-at-work.ts';

const MEGABYTE = 1024 * 1024;
/** What fits into the buffers of the system and of both sockets on the way; far less than is offered. */
const MOST_ON_THE_WAY = 16 * MEGABYTE;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let authority: Authority;
let gateway: GatewayAtWork;
beforeAll(async () => {
  authority = await openAuthority({ now: new Date() });
  gateway = await startGatewayHere({ authorities: [authority.root] });
});
afterAll(() => gateway.close());

async function serve(onSocket: (socket: TLSSocket) => void) {
  const { key, chain } = await makeCertificate(authority, 'good', { names: ['localhost'], ips: ['127.0.0.1'] });
  const server = createServer({ key, cert: chain, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  const raws: Socket[] = [];
  const front = createTcpServer({ allowHalfOpen: true }, (raw) => {
    raws.push(raw.on('error', () => {}));
    server.emit('connection', raw);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    port: (front.address() as AddressInfo).port,
    breakAll: () => raws.forEach((raw) => raw.resetAndDestroy()),
    close: () => front.close(),
  };
}

/** Writes as long as the other side takes it; returns how much that was once it stops. */
async function pour(to: Socket, most: number, patienceMs = 500): Promise<number> {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let poured = 0;
  for (;;) {
    if (poured >= most) return poured;
    poured += chunk.length;
    if (to.write(chunk)) continue;
    const isOpen = await Promise.race([
      once(to, 'drain').then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), patienceMs)),
    ]);
    if (!isOpen) return poured;
  }
}

async function countBytes(from: Socket): Promise<number> {
  let count = 0;
  from.on('data', (chunk: Buffer) => (count += chunk.length));
  from.resume();
  await once(from, 'end');
  return count;
}

describe('bytes', () => {
  test('wait at the sender while a server does not read; all arrive once it does', async () => {
    let peer: TLSSocket | undefined;
    const server = await serve((socket) => (peer = socket.pause()));
    const { socket } = await gateway.dial({ port: server.port });
    const poured = await pour(socket, 200 * MEGABYTE);
    expect(poured).toBeLessThan(MOST_ON_THE_WAY);
    socket.end();
    expect(await countBytes(peer!)).toBe(poured);
    server.close();
  });

  test('wait at the server while the client does not read; all arrive once it does', async () => {
    let poured: Promise<number> | undefined;
    const server = await serve((socket) => {
      poured = pour(socket, 200 * MEGABYTE).then((count) => {
        socket.end();
        return count;
      });
    });
    const { socket } = await gateway.dial({ port: server.port });
    const count = await poured!;
    expect(count).toBeLessThan(MOST_ON_THE_WAY);
    expect(await countBytes(socket)).toBe(count);
    server.close();
  });

  test('of 80 MB pass with flat memory', async () => {
    const server = await serve((socket) => socket.pipe(socket));
    const { socket } = await gateway.dial({ port: server.port });
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const held = () => process.memoryUsage().arrayBuffers - before;
    const watch = setInterval(() => {
      // What is only not collected yet is not held. To collect takes long.
      if (held() > 16 * MEGABYTE) collectGarbage();
      most = Math.max(most, held());
    }, 50);
    const received = countBytes(socket);
    expect(await pour(socket, 80 * MEGABYTE, 20_000)).toBe(80 * MEGABYTE);
    socket.end();
    expect(await received).toBe(80 * MEGABYTE);
    clearInterval(watch);
    expect(most).toBeLessThan(32 * MEGABYTE);
    server.close();
  });
});

describe('the end of a line', () => {
  test('of the client’s half is passed on, and the answer still comes', async () => {
    const server = await serve((socket) => {
      socket.resume().once('end', () => socket.end('all of it'));
    });
    const { socket } = await gateway.dial({ port: server.port });
    socket.end('a request');
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    await once(socket, 'end');
    expect(answer).toBe('all of it');
    server.close();
  });

  test('by the server arrives as an end, and a broken connection as a broken one', async () => {
    const orderly = await serve((socket) => void socket.end());
    const first = (await gateway.dial({ port: orderly.port })).socket.resume();
    await once(first, 'end');
    first.end();
    orderly.close();

    const broken = await serve((socket) => socket.resume());
    const second = (await gateway.dial({ port: broken.port })).socket.resume();
    const closed = once(second, 'close');
    broken.breakAll();
    await expect(closed).rejects.toThrow('ECONNRESET');
    broken.close();
  });

  test('comes when nothing has come for long, and not before', async () => {
    const server = await serve((socket) => socket.pipe(socket));
    const impatient = await startGatewayHere({ authorities: [authority.root], idleMs: 400 });
    const { socket } = await impatient.dial({ port: server.port });
    socket.resume();
    let isClosed = false;
    const closed = once(socket, 'close').then(() => (isClosed = true));
    for (let beat = 0; beat < 8; beat++) {
      socket.write('still here');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(isClosed).toBe(false);
    socket.on('end', () => socket.end());
    await closed;
    await expect.poll(impatient.openLines).toBe(0);
    await impatient.close();
    server.close();
  });

  test('leaves nothing behind: 1,000 lines opened and closed, by either side', async () => {
    const server = await serve((socket) => {
      socket.resume().on('end', () => socket.end());
    });
    const own = await startGatewayHere({ authorities: [authority.root] });
    const openAndClose = async (index: number): Promise<void> => {
      const { status, socket } = await own.dial({ port: server.port });
      expect(status).toBe(200);
      const closed = once(socket, 'close');
      if (index % 3 === 0) socket.destroy();
      else if (index % 3 === 1) socket.resume().end();
      else socket.resetAndDestroy();
      await closed;
    };
    for (let index = 0; index < 1_000; index += 20)
      await Promise.all(Array.from({ length: 20 }, (_, extra) => openAndClose(index + extra)));
    await expect.poll(own.openLines, { timeout: 5_000 }).toBe(0);
    await own.close();
    const handles = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    // The system takes a moment to give the last ones back.
    await expect.poll(handles, { timeout: 5_000 }).toBeLessThan(20);
    server.close();
  }, 60_000);
});
