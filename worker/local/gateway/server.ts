import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { bareHost } from '../../lib/address.ts';
import type { Dial } from '../../lib/gateway-grant.ts';
import { readGrant } from '../../lib/gateway-grant.ts';
import type { LineFailure } from '../../lib/tls-facts.ts';
import { answerFailure, answerLine } from './answer.ts';
import type { Ways } from './open-line.ts';
import { openLine } from './open-line.ts';
import { pipeBoth } from './pipe-both.ts';
import { LARGEST_FRAME_BYTES, carryByWebSocket } from './web-socket-line.ts';

export type GatewayOptions = {
  /** The secret that grants are signed with. */
  token: string;
  ways: Ways;
  /** The ports that may be called; without it, each that a grant names. */
  ports?: ReadonlySet<number>;
  /** For https. */
  certificate?: { cert: string; key: string };
  /** Most lines that can be open at the same time. */
  mostLines?: number;
  /** How long a line may be silent. */
  idleMs?: number;
};

export type Gateway = { server: Server; /** Lines that are open, or being opened. */ openLines: () => number };

const MOST_LINES = 4_000;
/** Longer than any server thinks, and than any pool keeps a connection. */
const IDLE_MS = 10 * 60_000;
const HEAD_MS = 10_000;
const LARGEST_HEAD_BYTES = 16 * 1024;

/**
 * The gateway as a server, not listening yet. `CONNECT host:port` opens a line for bytes as they are; `GET /line` as a
 * WebSocket opens one where only HTTP passes. Each needs a grant (worker/lib/gateway-grant.ts).
 */
export function createGateway(options: GatewayOptions): Gateway {
  const { token, ways, ports, certificate, mostLines = MOST_LINES, idleMs = IDLE_MS } = options;
  let lines = 0;
  const http = { maxHeaderSize: LARGEST_HEAD_BYTES, headersTimeout: HEAD_MS, requestTimeout: HEAD_MS };
  const server = certificate ? createSecureServer({ ...http, ...certificate }) : createServer(http);
  server.maxConnections = mostLines + 100;

  const permitted = async (header: string | undefined): Promise<Dial | undefined> => {
    const [scheme = '', grant = ''] = (header ?? '').split(' ');
    return scheme.toLowerCase() === 'mailferry' ? readGrant(token, grant, Date.now()) : undefined;
  };
  /** Why a line is not even tried. */
  const refusal = ({ port }: Dial): LineFailure | undefined => {
    if (ports && !ports.has(port))
      return { code: 'address-refused', message: `This gateway does not connect to port ${port}.` };
    if (lines >= mostLines)
      return { code: 'connection-refused', message: `This gateway has ${lines} connections open, which is its limit.` };
  };
  /** Counts a line from before it is opened until the returned function is called. */
  const count = (): (() => void) => {
    lines += 1;
    let isOver = false;
    return () => {
      if (!isOver) lines -= 1;
      isOver = true;
    };
  };

  const connect = async (request: IncomingMessage, client: Socket, head: Buffer): Promise<void> => {
    const dial = await permitted(request.headers['proxy-authorization']);
    if (!dial) return answerFailure(client, 407, GRANT_REFUSED);
    if (!namesTarget(request.url ?? '', dial))
      return answerFailure(client, 403, { code: 'grant-refused', message: 'The grant is for another host or port.' });
    const refused = refusal(dial);
    if (refused) return answerFailure(client, refused.code === 'address-refused' ? 403 : 502, refused);
    const release = count();
    const opened = await openLine(dial, ways).catch(failedInside);
    if ('failure' in opened) {
      release();
      return answerFailure(client, opened.failure.code === 'address-refused' ? 403 : 502, opened.failure);
    }
    client.setNoDelay(true);
    client.setKeepAlive(true, 60_000);
    answerLine(client, opened.line);
    // Bytes that came with the request.
    if (head.length > 0) client.unshift(head);
    pipeBoth(client, opened.socket, idleMs, release);
  };

  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: LARGEST_FRAME_BYTES });
  const upgrade = async (request: IncomingMessage, client: Socket, head: Buffer): Promise<void> => {
    if (request.url !== '/line')
      return answerFailure(client, 404, { code: 'grant-refused', message: 'The only path here is /line.' });
    const dial = await permitted(request.headers.authorization);
    if (!dial) return answerFailure(client, 401, GRANT_REFUSED);
    sockets.handleUpgrade(request, client, head, (socket) => {
      const refused = refusal(dial);
      const release = count();
      const opening = refused ? Promise.resolve({ failure: refused }) : openLine(dial, ways).catch(failedInside);
      carryByWebSocket(socket, opening, idleMs, release).catch(() => {
        socket.terminate();
        release();
      });
    });
  };

  const handOver =
    (handle: (request: IncomingMessage, client: Socket, head: Buffer) => Promise<void>) =>
    (request: IncomingMessage, client: Duplex, head: Buffer): void => {
      client.on('error', () => {});
      handle(request, client as Socket, head).catch(() => client.destroy());
    };
  server.on('connect', handOver(connect));
  server.on('upgrade', handOver(upgrade));
  server.on('request', (_request, response) => {
    response.writeHead(404, { connection: 'close' }).end();
  });
  return { server, openLines: () => lines };
}

const GRANT_REFUSED: LineFailure = {
  code: 'grant-refused',
  message:
    'The grant is missing, forged or expired. The token or the clock of the gateway may differ from Mailferry’s.',
};

/** A fault of the gateway itself, such as no more files to open. */
function failedInside(error: unknown): { failure: LineFailure } {
  const code = (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.name : 'unknown');
  return { failure: { code: 'connection-refused', message: `The gateway could not open the connection (${code}).` } };
}

/** Whether the target of CONNECT, `host:port`, is the one of the grant. */
function namesTarget(target: string, dial: Dial): boolean {
  const host = bareHost(dial.host).toLowerCase();
  const written = host.includes(':') ? `[${host}]` : host;
  return target.toLowerCase() === `${written}:${dial.port}`;
}
