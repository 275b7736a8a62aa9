import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { LineError } from '../../../worker/exchange/faults/line-error.ts';
import { openLine } from '../../../worker/exchange/transport/gateway/open-line.ts';
import { utf8 } from '../../../worker/exchange/xml/bytes.ts';
import type { Line, LineFailure } from '../../../worker/lib/tls-facts.ts';
import { netSockets } from '../../fakes/net-socket.ts';

const LINE: Line = { protocol: 'TLSv1', cipher: 'AES128-SHA', route: 'direct', isOld: true };
const REQUEST = { host: 'mail.old.example', port: 443, grant: 'grant.signature' };
const inHeader = (line: unknown): string => Buffer.from(JSON.stringify(line)).toString('base64url');

let server: Server | undefined;
afterEach(() => server?.close());

/** A gateway that answers each CONNECT so; what it was asked comes in `heads`. */
async function gateway(answer: (socket: Socket) => void) {
  const heads: string[] = [];
  const sockets: Socket[] = [];
  server = createServer((socket) => {
    sockets.push(socket);
    let head = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      if (head.endsWith('\r\n\r\n')) return void socket.write(chunk);
      head += chunk.toString('latin1');
      if (!head.endsWith('\r\n\r\n')) return;
      heads.push(head);
      answer(socket);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  const connect = async (request = REQUEST, signal = new AbortController().signal) =>
    openLine(await netSockets().open(url, signal), request, signal);
  return { connect, heads, sockets };
}

const opens =
  (line: unknown, more = '') =>
  (socket: Socket) =>
    void socket.write(`HTTP/1.1 200 OK\r\nmailferry-line: ${inHeader(line)}\r\n\r\n${more}`);

const refuses = (status: number, body: unknown) => (socket: Socket) => {
  const text = JSON.stringify(body);
  const head = `HTTP/1.1 ${String(status)} No\r\ncontent-type: application/json\r\ncontent-length: ${String(text.length)}`;
  socket.end(`${head}\r\nconnection: close\r\n\r\n${text}`);
};

test('asks for the server with its grant, and gives the line with what is known of it', async () => {
  const { connect, heads } = await gateway(opens(LINE));
  const socket = await connect();
  expect(socket.line).toEqual(LINE);
  expect(heads).toEqual([
    'CONNECT mail.old.example:443 HTTP/1.1\r\nhost: mail.old.example:443\r\nproxy-authorization: Mailferry grant.signature\r\n\r\n',
  ]);
  await socket.write(utf8('echo'));
  expect(new TextDecoder().decode(await socket.read(new Uint8Array(100), 4))).toBe('echo');
  socket.close();
});

test('an IPv6 address goes in brackets', async () => {
  const { connect, heads } = await gateway(opens(LINE));
  (await connect({ ...REQUEST, host: '2001:db8::1' })).close();
  expect(heads[0]).toContain('CONNECT [2001:db8::1]:443 HTTP/1.1');
});

test('bytes that came together with the answer are not lost, however they are read', async () => {
  for (const [room, min] of [
    [3, 1],
    [100, 1],
    [100, 9],
  ] as const) {
    const { connect } = await gateway(opens(LINE, 'early'));
    const socket = await connect();
    await socket.write(utf8('later'));
    let text = '';
    while (text.length < 10)
      text += new TextDecoder().decode(await socket.read(new Uint8Array(room), Math.min(min, 10 - text.length)));
    expect(text).toBe('earlylater');
    socket.close();
    server?.close();
  }
});

test.each<LineFailure>([
  { code: 'unknown-host', message: 'No server has that name.' },
  { code: 'grant-refused', message: 'The grant is for another host.' },
  { code: 'tls-unsupported', how: 'cipher', offers: '3DES only', message: 'It speaks 3DES only.' },
  {
    code: 'certificate-untrusted',
    reason: 'expired',
    reasons: ['expired', 'wrong-name'],
    certificate: {
      sha256: 'ab'.repeat(32),
      subject: 'CN=mail',
      issuer: 'CN=ca',
      names: ['mail.old.example'],
      notBefore: '2020-01-01T00:00:00.000Z',
      notAfter: '2021-01-01T00:00:00.000Z',
    },
    message: 'Expired on 1 January 2021.',
  },
])('a refusal says why: %o', async (failure) => {
  const { connect } = await gateway(refuses(502, failure));
  const error = await connect().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LineError);
  expect((error as LineError).failure).toEqual(failure);
});

test.each([
  ['an answer without facts', refuses(502, 'what?')],
  ['a failure of another form', refuses(502, { code: 'certificate-untrusted', reasons: ['odd'], message: 'x' })],
  ['an answer that never ends', (socket: Socket) => void socket.end(`HTTP/1.1 502 No\r\n\r\n${'x'.repeat(100_000)}`)],
  ['a line without facts', (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n')],
  ['no http', (socket: Socket) => void socket.end('hello\r\n\r\n')],
  ['nothing at all', (socket: Socket) => void socket.destroy()],
])('%s is an error, and the connection is closed', async (_, answer) => {
  const { connect, sockets } = await gateway(answer);
  const error = await connect().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(LineError);
  await expect.poll(() => sockets[0]?.destroyed || sockets[0]?.readableEnded).toBe(true);
});

test('a caller that gives up closes the connection at once', async () => {
  const { connect, sockets } = await gateway(() => {});
  const controller = new AbortController();
  const connecting = connect(REQUEST, controller.signal);
  await expect.poll(() => sockets.length).toBe(1);
  controller.abort(new Error('given up'));
  await expect(connecting).rejects.toThrow('given up');
  await expect.poll(() => sockets[0]?.destroyed || sockets[0]?.readableEnded).toBe(true);
});
