import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Socket } from 'node:net';
import { resetConnection, strikeConnection, writeBroken } from '../faults/broken-answer.ts';
import type { Side } from '../side.ts';
import { answerAutodiscover, autodiscoverAt } from './autodiscover/autodiscover.ts';
import { Pace } from './pace.ts';
import { perform } from './perform.ts';
import { readBody } from './request-body.ts';
import { challengesOf, signIn } from './sign-in/sign-in.ts';
import { writeAnswer } from './write-answer.ts';

const PATH = '/ews/exchange.asmx';

function refuse(
  side: Side,
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string | string[]>> = {},
): void {
  response.statusCode = status;
  response.setHeader('Server', side.profile.iis);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (text) response.setHeader('Content-Type', 'text/html; charset=us-ascii');
  response.end(text);
}

/** The answer goes at once, as IIS does; what the client still sends is read and dropped, so that it hears it. */
function tooLarge(side: Side, request: IncomingMessage, response: ServerResponse): void {
  const [title, text] =
    side.profile.tooLargeStatus === 404
      ? [
          '404 - File or directory not found.',
          'HTTP Error 404.13 - Not Found: the request exceeds the request content length.',
        ]
      : ['413 - Request Entity Too Large', 'HTTP Error 413 - Request Entity Too Large'];
  request.resume();
  const page = `<html><head><title>${title}</title></head><body><h2>${text}</h2></body></html>`;
  refuse(side, response, side.profile.tooLargeStatus, page);
}

async function answer(side: Side, request: IncomingMessage, response: ServerResponse, pace: Pace): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://host');
  const autodiscover = autodiscoverAt(side, url.pathname);
  if (autodiscover) return answerAutodiscover(side, autodiscover, request, response, pace);
  if (url.pathname.toLowerCase() !== PATH)
    return refuse(side, response, 404, '<html><body>404 - File or directory not found.</body></html>');
  await pace.roundTrip();
  const entered = signIn(side, request);
  if (entered.kind === 'out') {
    request.resume();
    return refuse(side, response, entered.status, entered.body, entered.headers);
  }
  for (const [name, value] of Object.entries(entered.headers)) response.setHeader(name, value);
  if (request.method !== 'POST')
    return refuse(
      side,
      response,
      200,
      '<html><head><title>Service</title></head><body><p>You have created a service.</p></body></html>',
    );
  if (Number(request.headers['content-length'] ?? 0) > side.profile.maxRequestBytes)
    return tooLarge(side, request, response);
  if (!/^text\/xml\b/i.test(request.headers['content-type'] ?? '')) {
    request.resume();
    return refuse(side, response, 415, '');
  }
  const log = side.recorder?.begin();
  const body = await readBody(side, request, pace);
  if (!body) return tooLarge(side, request, response);
  let leave: (() => void) | undefined;
  try {
    const answered = await perform(side, entered, body, request.headers['x-anchormailbox']);
    leave = answered.leave;
    side.stats.totalRequests += 1;
    if (answered.kind === 'reset') return resetConnection(request.socket);
    if (answered.kind === 'page') {
      const headers: Record<string, string | string[]> = { ...answered.headers };
      if (answered.status === 401) headers['WWW-Authenticate'] ??= challengesOf(side, request);
      return refuse(side, response, answered.status, answered.body, headers);
    }
    const { status, xml, operation, spoil } = answered;
    if (spoil) return writeBroken(side, response, status, xml, spoil);
    log?.request(Buffer.concat(body.raw));
    const written = await writeAnswer(side, response, status, xml, pace, log !== undefined);
    if (written) log?.answer(written, operation);
  } finally {
    leave?.();
    body.splitter.dispose();
  }
}

/** Puts faults of connections before what the server does with one: a struck connection never reaches it. */
function letIn(side: Side, server: Server): void {
  const handlers = server.listeners('connection');
  const struck = new Set<Socket>();
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const effect = side.faults.forConnection();
    if (!effect) return handlers.forEach((each) => void each.call(server, socket));
    struck.add(socket);
    socket.once('close', () => struck.delete(socket));
    strikeConnection(socket, effect);
  });
  const closeAll = server.closeAllConnections.bind(server);
  server.closeAllConnections = () => {
    closeAll();
    for (const socket of struck) socket.destroy();
  };
}

/** A server for one side; not yet listening. */
export function createEwsServer(side: Side, tls?: { key: string; cert: string }): Server {
  const pace = new Pace(side.network);
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(side, request, response, pace).catch((error: unknown) => {
      // The client went away, or content vanished under a long answer: the connection says so.
      if (!request.destroyed && !(error instanceof Error && 'code' in error))
        process.stderr.write(`sandbox: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
      request.socket.destroy();
    });
  };
  const server = tls ? createHttps(tls, handle) : createHttp(handle);
  letIn(side, server);
  server.requestTimeout = 0;
  server.keepAliveTimeout = 120_000;
  return server;
}
