import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Dial } from '../../../worker/lib/gateway-grant.ts';
import { signGrant } from '../../../worker/lib/gateway-grant.ts';
import type { Line, LineFailure } from '../../../worker/lib/tls-facts.ts';
import type { Authority } from '../../sandbox/front-doors/authority.ts';
import { openAuthority } from '../../sandbox/front-doors/authority.ts';
import type { CertificateKind } from '../../sandbox/front-doors/certificate-kinds.ts';
import { makeCertificate } from '../../sandbox/front-doors/certificate-kinds.ts';
import type { GatewayAtWork } from './gateway-at-work.ts';
import { TOKEN, dialOf, startGatewayHere } from './gateway-at-work.ts';

const WINDOW = 1024 * 1024;

let authority: Authority;
let gateway: GatewayAtWork;
beforeAll(async () => {
  authority = await openAuthority({ now: new Date() });
  gateway = await startGatewayHere({ authorities: [authority.root] });
});
afterAll(() => gateway.close());

async function serve(onSocket: (socket: TLSSocket) => void, kind: CertificateKind = 'good') {
  const { key, chain } = await makeCertificate(authority, kind, { names: ['localhost'], ips: ['127.0.0.1'] });
  const server = createServer({ key, cert: chain }, (socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

/** A client that takes all bytes, and says so where `acks`. */
async function openLine(dial: Partial<Dial> & { port: number }, acks = true) {
  const grant = await signGrant(TOKEN, dialOf(dial));
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/line`, {
    headers: { authorization: `Mailferry ${grant}` },
  });
  let bytes = 0;
  let acknowledged = 0;
  let text = '';
  const first = new Promise<{ line?: Line; failure?: LineFailure }>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        bytes += data.length;
        if (text.length < 100) text += String(data);
        if (acks) socket.send(JSON.stringify({ ack: data.length }));
        return;
      }
      const frame = JSON.parse(String(data)) as { line?: Line; failure?: LineFailure; ack?: number };
      if (frame.ack === undefined) resolve(frame);
      else acknowledged += frame.ack;
    });
  });
  const closed = once(socket, 'close') as Promise<[number]>;
  return { ...(await first), socket, closed, bytes: () => bytes, acknowledged: () => acknowledged, text: () => text };
}

describe('a line by a WebSocket', () => {
  test('says its facts first, and carries bytes both ways, which are acknowledged', async () => {
    const server = await serve((socket) => socket.pipe(socket));
    const line = await openLine({ port: server.port });
    expect(line.line).toMatchObject({ protocol: 'TLSv1.3', route: 'direct', isOld: false });
    line.socket.send(Buffer.from('there and back'));
    await expect.poll(line.text).toBe('there and back');
    await expect.poll(line.acknowledged).toBe(14);
    line.socket.close(1000);
    await line.closed;
    await expect.poll(() => gateway.openLines()).toBe(0);
    server.close();
  });

  test('says why there is none, and closes', async () => {
    const server = await serve(() => {}, 'self-signed');
    const line = await openLine({ port: server.port });
    expect(line.failure).toMatchObject({ code: 'certificate-untrusted', reason: 'self-signed' });
    expect((await line.closed)[0]).toBe(1000);
    server.close();
  });

  test('closes when the server ends, with all that it sent', async () => {
    const server = await serve((socket) => void socket.end(Buffer.alloc(3 * WINDOW)));
    const line = await openLine({ port: server.port });
    expect((await line.closed)[0]).toBe(1000);
    expect(line.bytes()).toBe(3 * WINDOW);
    server.close();
  });

  test('sends no more than a window before something is acknowledged', async () => {
    const server = await serve((socket) => void socket.write(Buffer.alloc(20 * WINDOW)));
    const line = await openLine({ port: server.port }, false);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(line.bytes()).toBeGreaterThanOrEqual(WINDOW);
    expect(line.bytes()).toBeLessThan(WINDOW + 128 * 1024);
    line.socket.send(JSON.stringify({ ack: line.bytes() }));
    await expect.poll(line.bytes).toBeGreaterThanOrEqual(2 * WINDOW);
    line.socket.terminate();
    server.close();
  });

  test('acknowledges nothing that the server did not take, and ends where the window is ignored', async () => {
    const server = await serve((socket) => void socket.pause());
    const line = await openLine({ port: server.port });
    for (let sent = 0; sent < 60; sent++) line.socket.send(Buffer.alloc(WINDOW));
    expect((await line.closed)[0]).toBe(1008);
    expect(line.acknowledged()).toBeLessThan(20 * WINDOW);
    server.close();
  });

  test.each(['{"ack":-1}', '{"ack":1}', '{"ack":"1"}', 'nonsense'])('ends at %s', async (frame) => {
    const server = await serve(() => {});
    const line = await openLine({ port: server.port });
    line.socket.send(frame);
    expect((await line.closed)[0]).toBe(1002);
    server.close();
  });

  test.each([undefined, 'Mailferry nonsense', `Bearer ${TOKEN}`])('needs a grant, not %s', async (authorization) => {
    const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/line`, {
      headers: authorization === undefined ? {} : { authorization },
    });
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(401);
    socket.on('error', () => {}).terminate();
  });
});
