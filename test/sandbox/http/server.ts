import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { resetConnection, writeBroken } from '../faults/broken-answer.ts';
import type { Side } from '../side.ts';
import { answerAutodiscover, autodiscoverAt } from './autodiscover/autodiscover.ts';
import { atTheDoor, filtered, NOT_FOUND, refuse, tooLarge } from './front-door.ts';
import { letIn } from './let-in.ts';
import { Pace } from './pace.ts';
import { type Answer, perform } from './perform.ts';
import { readBody } from './request-body.ts';
import { challengesOf, signIn } from './sign-in/sign-in.ts';
import { writeSurplus } from './surplus.ts';
import { writeAnswer } from './write-answer.ts';

const PATH = '/ews/exchange.asmx';

/** Writes what came out; settles when it is written, or the client gone. Returns the envelope where `keep` is set. */
async function write(
  side: Side,
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  pace: Pace,
  keep: boolean,
): Promise<Buffer | undefined> {
  if (answer.kind === 'reset') resetConnection(request.socket);
  else if (answer.kind === 'page') {
    const challenges = answer.status === 401 ? { 'WWW-Authenticate': challengesOf(side, request) } : undefined;
    refuse(side, request, response, { ...answer, headers: { ...challenges, ...answer.headers } });
  } else if (answer.spoil) await writeBroken(side, response, answer.status, answer.xml, answer.spoil);
  else {
    const { status, xml, surplus } = answer;
    if (surplus !== undefined) writeSurplus(side, response, surplus);
    return writeAnswer(side, response, status, xml, pace, keep);
  }
  return undefined;
}

/** Front door, sign-in, then (see perform.ts) throttle, faults and operation, then the answer. */
async function answer(side: Side, request: IncomingMessage, response: ServerResponse, pace: Pace): Promise<void> {
  const visit = { request, response, beganAt: side.now() };
  side.affinity.atTheBalancer(request, response);
  response.setHeader('Date', new Date(side.now()).toUTCString());
  const { pathname } = new URL(request.url ?? '/', 'http://host');
  const autodiscover = autodiscoverAt(side, pathname);
  if (autodiscover) return answerAutodiscover(side, autodiscover, request, response, pace);
  if (pathname.toLowerCase() !== PATH) return refuse(side, request, response, NOT_FOUND);
  const requestId = [request.headers['client-request-id']].flat()[0];
  const isAsked = /^true$/i.test([request.headers['return-client-request-id']].flat()[0] ?? '');
  if (side.profile.namesRequests && isAsked && requestId) response.setHeader('client-request-id', requestId);
  await pace.roundTrip();
  const early = side.profile.stack === 'wcf' ? filtered(side, request) : undefined;
  if (early) return refuse(side, request, response, early);
  const entered = signIn(side, request);
  if (entered.kind === 'out') return refuse(side, request, response, entered);
  for (const [name, value] of Object.entries(entered.headers)) response.setHeader(name, value);
  const page = atTheDoor(side, request);
  if (page) return refuse(side, request, response, page);
  const log = side.recorder?.begin();
  const body = await readBody(side, request, pace);
  if (!body) return refuse(side, request, response, tooLarge(side));
  let answered: Answer | undefined;
  try {
    answered = await perform(side, entered, body, visit);
    side.stats.totalRequests += 1;
    if (answered.kind === 'xml' && !answered.spoil) log?.request(Buffer.concat(body.raw));
    const written = await write(side, request, response, answered, pace, log !== undefined);
    if (written && answered.kind === 'xml') log?.answer(written, answered.operation);
  } finally {
    answered?.leave?.();
    body.splitter.dispose();
  }
}

/** A server for one side; not yet listening. */
export function createEwsServer(side: Side): Server {
  const pace = new Pace(side.network);
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(side, request, response, pace).catch((error: unknown) => {
      // The client went away, or content vanished under a long answer: the connection says so.
      if (!request.destroyed && !(error instanceof Error && 'code' in error))
        process.stderr.write(`sandbox: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
      request.socket.destroy();
    });
  };
  const server = createServer(handle);
  letIn(side, server);
  server.requestTimeout = 0;
  server.keepAliveTimeout = 120_000;
  return server;
}
