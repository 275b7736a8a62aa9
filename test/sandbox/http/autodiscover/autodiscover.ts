import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { resetConnection } from '../../faults/broken-answer.ts';
import { type Page, PAGES } from '../../faults/pages.ts';
import type { Side } from '../../side.ts';
import type { Pace } from '../pace.ts';
import { challengesOf, signIn } from '../sign-in/sign-in.ts';
import { urlsOf } from './options.ts';
import { answerPox, invalidPox } from './pox.ts';
import { answerSoap } from './soap.ts';

// Far more than any client asks.
const MAX_BYTES = 1 << 20;

type Service = 'pox' | 'soap';

/** Which of the two services a path is; undefined when it is neither, or one that this side does not offer. */
export function autodiscoverAt(side: Side, path: string): Service | undefined {
  const match = /^\/autodiscover\/autodiscover\.(xml|svc)$/i.exec(path);
  if (!match) return undefined;
  const service = match[1]?.toLowerCase() === 'xml' ? 'pox' : 'soap';
  const { answers = 'both' } = side.autodiscover;
  if (answers !== 'both' && answers !== service) return undefined;
  return service === 'soap' && side.profile.level < 10 ? undefined : service;
}

function send(
  side: Side,
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string | string[]>> = {},
): void {
  response.statusCode = status;
  response.setHeader('Server', side.profile.iis);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body && !response.hasHeader('Content-Type')) response.setHeader('Content-Type', 'text/xml; charset=utf-8');
  response.end(body);
}

async function readText(request: IncomingMessage, pace: Pace): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let received = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    received += piece.length;
    if (received > MAX_BYTES) return undefined;
    pieces.push(piece);
    await pace.up(piece.length);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** What of the faults on command strikes here: a delay, a page of the web server, or a reset; the others pass by. */
async function struck(side: Side, operation: string, email: string | undefined): Promise<Page | 'reset' | undefined> {
  const effect = side.faults.forRequest({ operation, mailbox: () => email });
  if (effect?.kind === 'delay') await setTimeout(effect.ms);
  if (effect?.kind === 'reset') return 'reset';
  if (effect?.kind !== 'http') return undefined;
  const page = effect.page ? PAGES[effect.page] : { status: 200, headers: {}, body: '' };
  const { status = page.status, body = page.body } = effect;
  return { status, body, headers: { ...page.headers, ...effect.headers } };
}

/** How clients find EWS: plain XML for Outlook and the oldest, SOAP from 2010 on; behind the same sign-in. */
export async function answerAutodiscover(
  side: Side,
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  pace: Pace,
): Promise<void> {
  await pace.roundTrip();
  const { getRedirect } = side.autodiscover;
  if (request.method === 'GET' && getRedirect && !request.headers.authorization)
    return send(side, response, 302, '', { Location: getRedirect });
  const entered = signIn(side, request);
  if (entered.kind === 'out') {
    request.resume();
    return send(side, response, entered.status, entered.body, {
      ...(entered.body ? { 'Content-Type': 'text/html; charset=utf-8' } : {}),
      ...entered.headers,
    });
  }
  // Only EWS reports, for example, an account that may sign in but must change its password.
  if (entered.problem !== undefined) {
    request.resume();
    return send(side, response, 401, '', { 'WWW-Authenticate': challengesOf(side, request) });
  }
  const text = await readText(request, pace);
  if (text === undefined) return send(side, response, 413, '');
  const urls = urlsOf(side, request);
  const count = (operation: string): void => {
    side.stats.totalRequests += 1;
    side.stats.requests[operation] = (side.stats.requests[operation] ?? 0) + 1;
  };
  const fault = await struck(
    side,
    service === 'pox' ? 'Autodiscover' : 'GetUserSettings',
    entered.caller.mailbox?.email,
  );
  if (fault === 'reset') return resetConnection(request.socket);
  if (fault) return send(side, response, fault.status, fault.body, { 'Content-Type': 'text/html', ...fault.headers });
  if (service === 'pox') {
    count('Autodiscover');
    const xml = request.method === 'POST' ? answerPox(side, text, urls) : invalidPox(side);
    return send(side, response, 200, xml, entered.headers);
  }
  if (request.method !== 'POST')
    return send(side, response, 200, '<html><body>You have created a service.</body></html>', {
      'Content-Type': 'text/html; charset=utf-8',
    });
  const { status, xml, operation } = answerSoap(side, text, urls);
  count(operation);
  return send(side, response, status, xml, entered.headers);
}
