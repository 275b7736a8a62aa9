import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import type { Dial } from '../../../worker/lib/gateway-grant.ts';
import { signGrant } from '../../../worker/lib/gateway-grant.ts';
import type { Line, LineFailure } from '../../../worker/lib/tls-facts.ts';
import { resolveHere } from '../../../worker/local/gateway/address-gate.ts';
import type { Ways } from '../../../worker/local/gateway/open-line.ts';
import type { GatewayOptions } from '../../../worker/local/gateway/server.ts';
import { createGateway } from '../../../worker/local/gateway/server.ts';
import { trustOf } from '../../../worker/local/gateway/trust.ts';

export const TOKEN = 'a-token-for-tests-that-is-long-enough';

export type Answer = {
  status: number;
  headers: ReadonlyMap<string, string>;
  line?: Line;
  failure?: LineFailure;
  /** The line itself, where there is one. */
  socket: Socket;
};

export type GatewayAtWork = {
  port: number;
  openLines: () => number;
  /** Asks for a line as the Worker does. `sent` replaces parts of the request. */
  dial: (dial: Partial<Dial> & { port: number }, sent?: { target?: string; grant?: string }) => Promise<Answer>;
  close: () => Promise<void>;
};

/** A gateway on loopback that trusts `authorities` (PEM) beside the public ones. */
export async function startGatewayHere({
  authorities = [],
  ways = {},
  ...options
}: { authorities?: readonly string[]; ways?: Partial<Ways> } & Partial<
  Omit<GatewayOptions, 'ways'>
> = {}): Promise<GatewayAtWork> {
  const { server, openLines } = createGateway({
    token: TOKEN,
    ...options,
    ways: {
      resolve: resolveHere,
      trust: trustOf(authorities),
      proxy: undefined,
      allowPrivate: true,
      handshakeMs: 1_500,
      now: () => new Date(),
      ...ways,
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  return {
    port,
    openLines,
    dial: async (dial, sent = {}) => {
      const full = dialOf(dial);
      const host = full.host.includes(':') ? `[${full.host}]` : full.host;
      const target = sent.target ?? `${host}:${full.port}`;
      const grant = sent.grant ?? (await signGrant(TOKEN, full));
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      sockets.add(socket);
      socket.on('error', () => {});
      const sign = grant === '' ? '' : `proxy-authorization: Mailferry ${grant}\r\n`;
      socket.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n${sign}\r\n`);
      return readAnswer(socket);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A dial with what tests usually mean: this computer, over TLS, as well as it goes. */
export function dialOf(dial: Partial<Dial> & { port: number }): Dial {
  return { host: '127.0.0.1', until: Date.now() + 300_000, isSecure: true, tls: 'any', allowPrivate: true, ...dial };
}

async function readAnswer(socket: Socket): Promise<Answer> {
  let bytes = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      const fail = (): void => reject(new Error(`The gateway said no more than: ${bytes.toString()}`));
      socket.once('readable', resolve).once('end', fail).once('close', fail);
    });
    for (let chunk = socket.read() as Buffer | null; chunk; chunk = socket.read() as Buffer | null)
      bytes = Buffer.concat([bytes, chunk]);
  };
  while (!bytes.includes('\r\n\r\n')) await more();
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...fields] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(first.split(' ')[1]);
  const headers = new Map(
    fields.map((field) => [
      field.slice(0, field.indexOf(':')).toLowerCase(),
      field.slice(field.indexOf(':') + 1).trim(),
    ]),
  );
  if (status !== 200) {
    const length = end + 4 + Number(headers.get('content-length'));
    while (bytes.length < length) await more();
    return { status, headers, failure: JSON.parse(bytes.toString('utf8', end + 4)) as LineFailure, socket };
  }
  if (bytes.length > end + 4) socket.unshift(bytes.subarray(end + 4));
  const line = JSON.parse(Buffer.from(headers.get('mailferry-line')!, 'base64url').toString()) as Line;
  return { status, headers, line, socket };
}

/** Sends a request over a line, and reads until the server ends it. */
export async function exchange(socket: Socket, text: string): Promise<string> {
  let answer = '';
  socket.on('data', (chunk) => (answer += String(chunk)));
  const ended = once(socket, 'end');
  socket.write(text);
  await ended;
  socket.end();
  return answer;
}
