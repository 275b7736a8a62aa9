import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { EwsError, SoapFault } from '../errors.ts';
import type { Outcome, Side } from '../side.ts';
import { Splitter } from '../xml/splitter.ts';
import type { Xml } from '../xml/node.ts';
import { authenticate } from './access.ts';
import { Pace } from './pace.ts';
import { answerXml, faultXml, readRequest } from './soap.ts';
import { writeAnswer } from './write-answer.ts';

const PATH = '/ews/exchange.asmx';

function refuse(
  side: Side,
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
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

type Body = { splitter: Splitter; raw: Buffer[] };

/** Takes the body in; undefined when it grew beyond what the front door lets through. */
async function readBody(side: Side, request: IncomingMessage, pace: Pace): Promise<Body | undefined> {
  const splitter = new Splitter();
  const raw: Buffer[] = [];
  let received = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > side.profile.maxRequestBytes) {
        splitter.dispose();
        return undefined;
      }
      if (side.recorder) raw.push(chunk);
      splitter.push(chunk);
      await pace.up(chunk.length);
    }
  } catch (error) {
    splitter.dispose();
    throw error;
  }
  return { splitter, raw };
}

async function answer(side: Side, request: IncomingMessage, response: ServerResponse, pace: Pace): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://host');
  if (url.pathname.toLowerCase() !== PATH)
    return refuse(side, response, 404, '<html><body>404 - File or directory not found.</body></html>');
  await pace.roundTrip();
  const caller = authenticate(side, request.headers.authorization);
  if (!caller) {
    if (request.headers.authorization) side.stats.refusedSignIns += 1;
    request.resume();
    return refuse(side, response, 401, '', {
      'WWW-Authenticate': `Basic realm="${request.headers.host ?? 'localhost'}"`,
      'Content-Length': '0',
    });
  }
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
  let status = 200;
  let xml: Xml = '';
  let name = 'Unknown';
  let outcome: Outcome | undefined;
  try {
    const control = body.splitter.end();
    const { operation, node, context } = readRequest(side, caller, control, body.splitter.spools);
    name = operation.name;
    side.stats.requests[name] = (side.stats.requests[name] ?? 0) + 1;
    let next = async (): Promise<void> => {
      xml = answerXml(side.profile, operation, await operation.run(context, node));
    };
    for (const interceptor of side.interceptors.toReversed()) {
      const inner = next;
      next = async () => {
        const result = await interceptor({ operation: name, request: node, caller: context.caller }, inner);
        outcome = result ?? outcome;
      };
    }
    await next();
  } catch (error) {
    status = 500;
    if (error instanceof SoapFault || error instanceof EwsError) xml = faultXml(side.profile, error);
    else if (error instanceof TypeError && body.splitter.spools.length === 0 && name === 'Unknown')
      xml = faultXml(side.profile, new SoapFault('ErrorInvalidRequest', 'The request is not UTF-8.'));
    else {
      process.stderr.write(`sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      xml = faultXml(side.profile, new SoapFault('ErrorInternalServerError'));
    }
  }
  side.stats.totalRequests += 1;
  try {
    if (outcome?.kind === 'reset') request.socket.destroy();
    else if (outcome) refuse(side, response, outcome.status, outcome.body ?? '', outcome.headers);
    else {
      log?.request(Buffer.concat(body.raw));
      const written = await writeAnswer(side, response, status, xml, pace, log !== undefined);
      if (written) log?.answer(written, name);
    }
  } finally {
    body.splitter.dispose();
  }
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
  server.requestTimeout = 0;
  server.keepAliveTimeout = 120_000;
  return server;
}
