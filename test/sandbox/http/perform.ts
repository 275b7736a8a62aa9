import type { IncomingMessage, ServerResponse } from 'node:http';
import { EwsError, PlainFault, SoapFault } from '../operations/errors.ts';
import { closeItems } from '../operations/open-files.ts';
import type { AnswerEffect } from '../faults/broken-answer.ts';
import { PAGES } from '../faults/pages.ts';
import type { RequestEffect } from '../faults/rule.ts';
import { detailsOf, errorOf, refuseBatch, runBatch } from '../faults/run-batch.ts';
import { foldersIn, mailboxOf, namesFolder } from '../faults/subject.ts';
import type { Outcome, Side } from '../side.ts';
import { seeAnswer } from '../wire/see-exchange.ts';
import type { Xml } from '../xml/node.ts';
import { mayUseEws } from '../management/ews-access.ts';
import { plainFault } from './quirks.ts';
import type { Body } from './request-body.ts';
import type { SignedIn } from './sign-in/sign-in.ts';
import { answerXml, faultXml, type Request, readRequest } from './soap.ts';
import { surplusXml } from './surplus.ts';

type XmlAnswer = {
  kind: 'xml';
  operation: string;
  status: number;
  xml: Xml;
  spoil?: AnswerEffect;
  surplus?: string;
};

/**
 * What goes back: an envelope, perhaps spoiled or followed by another one that nobody asked for, a page of the web server, or a reset connection. `leave` is called when
 * it is written: until then the request is one of its caller's.
 */
export type Answer = (
  | XmlAnswer
  | { kind: 'page'; status: number; headers: Readonly<Record<string, string>>; body: string }
  | { kind: 'reset' }
) & { leave?: () => void };

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** The operation with what strikes its items, around it the interceptors. */
async function operate(side: Side, { operation, node, context }: Request): Promise<Answer> {
  closeItems(side, operation.name);
  let xml: Xml = '';
  let outcome: Outcome | undefined;
  let next = async (): Promise<void> => {
    xml = answerXml(side.profile, operation, await runBatch(context, operation, node));
  };
  for (const interceptor of side.interceptors.toReversed()) {
    const inner = next;
    next = async () => {
      const result = await interceptor({ operation: operation.name, request: node, caller: context.caller }, inner);
      outcome = result ?? outcome;
    };
  }
  await next();
  if (outcome?.kind === 'reset') return { kind: 'reset' };
  if (outcome)
    return { kind: 'page', status: outcome.status, headers: outcome.headers ?? {}, body: outcome.body ?? '' };
  return { kind: 'xml', operation: operation.name, status: 200, xml };
}

/** What an effect answers in the place of the operation. */
function instead(side: Side, { operation, node }: Request, effect: RequestEffect): Answer | undefined {
  const own = { kind: 'xml', operation: operation.name } as const;
  if (effect.kind === 'batch-error')
    return { ...own, status: 200, xml: answerXml(side.profile, operation, refuseBatch(node, effect)) };
  if (effect.kind === 'soap-fault') {
    const { code, message } = errorOf(effect);
    const fault = new SoapFault(code, message, detailsOf(effect));
    return {
      ...faultAnswer(side, operation.name, fault),
      ...(effect.status !== undefined && { status: effect.status }),
    };
  }
  if (effect.kind !== 'http') return undefined;
  const page = effect.page ? PAGES[effect.page] : { status: 200, headers: {}, body: '' };
  return {
    kind: 'page',
    status: effect.status ?? page.status,
    headers: { ...page.headers, ...effect.headers },
    body: effect.body ?? page.body,
  };
}

/** A request that was read, with what strikes it. */
async function withFaults(side: Side, request: Request): Promise<Answer> {
  const effect = side.faults.forRequest({
    operation: request.operation.name,
    mailbox: () => mailboxOf(request.context, request.node),
    folder: (idOrName) => namesFolder(request.node, idOrName) || foldersIn(request.context, request.node).has(idOrName),
  });
  if (!effect) return operate(side, request);
  if (effect.kind === 'delay') {
    await pause(effect.ms);
    return operate(side, request);
  }
  if (effect.kind === 'reset' && effect.at === 'before') return { kind: 'reset' };
  if ('done' in effect && effect.done) await operate(side, request);
  const replaced = instead(side, request, effect);
  if (replaced) return replaced;
  const answer = await operate(side, request);
  return answer.kind === 'xml' ? { ...answer, spoil: effect as AnswerEffect } : answer;
}

/** A request that was read, if its caller's budget lets it in. Refused ones are none that a fault counts. */
async function withThrottle(side: Side, request: Request): Promise<Answer> {
  const entry = side.throttle.enter(request.context.caller, request.operation.name);
  if (entry.kind === 'refused') {
    const answer = instead(side, request, entry.effect);
    if (!answer) throw new Error(`Not a refusal: ${entry.effect.kind}`);
    return answer;
  }
  const { delayMs, leave } = entry;
  try {
    if (delayMs > 0) await pause(delayMs);
    return { ...(await withFaults(side, request)), leave };
  } catch (error) {
    leave();
    throw error;
  }
}

/** Whether who impersonates says so to what spreads requests over servers; a real one is slower without. */
function countAnchor(side: Side, { context }: Request, asked: string | undefined, anchor: string | undefined): void {
  const email = context.caller.mailbox?.email.toLowerCase();
  if (context.caller.username === asked || email === undefined) return;
  side.stats.impersonated[anchor?.toLowerCase() === email ? 'anchored' : 'unanchored'] += 1;
}

/** Sees to the cookies that keep a mailbox on its back end; throws what a wrong back end says. */
async function keepAffinity(side: Side, { context, node }: Request, visit: Visit, anchor: string): Promise<void> {
  const named = side.store.mailbox(anchor)?.email ?? mailboxOf(context, node);
  if (named === undefined) return;
  const { isMissing, isForeign } = side.affinity.meet(
    visit.request,
    visit.response,
    named.toLowerCase(),
    visit.beganAt,
  );
  const { affinity } = side.stats;
  if (isForeign) affinity.foreign += 1;
  else affinity[isMissing ? 'missing' : 'kept'] += 1;
  const { without, slowMs = 500 } = side.affinity.options;
  if (isMissing && without === 'slow') await pause(slowMs);
  if (isMissing && without === 'wrong') throw new SoapFault('ErrorMailboxStoreUnavailable');
}

/** The request in HTTP, and when it came. */
export type Visit = { request: IncomingMessage; response: ServerResponse; beganAt: number };

/** Reads the envelope and does what it asks; what goes wrong is a SOAP fault. */
export async function perform(
  side: Side,
  { caller, problem }: Extract<SignedIn, { kind: 'in' }>,
  { splitter }: Body,
  visit: Visit,
): Promise<Answer> {
  let operation = 'Unknown';
  let text = '';
  try {
    text = splitter.end();
    const request = readRequest(side, caller, text, splitter.spools);
    operation = request.operation.name;
    if (problem !== undefined) throw new SoapFault(problem);
    const agent = visit.request.headers['user-agent'] ?? '';
    if (![caller, request.context.caller].every((each) => mayUseEws(side, each, agent))) return EWS_OFF;
    const anchor = [visit.request.headers['x-anchormailbox']].flat()[0];
    countAnchor(side, request, caller.username, anchor);
    await keepAffinity(side, request, visit, anchor ?? '');
    side.stats.requests[operation] = (side.stats.requests[operation] ?? 0) + 1;
    const answer = await withThrottle(side, request);
    if (answer.kind === 'xml') seeAnswer(side, request.context.level, operation, answer.xml);
    return answer;
  } catch (error) {
    const answer = faultAnswer(side, operation, faultOf(error, operation, splitter), text);
    seeAnswer(side, undefined, `${operation}Fault`, answer.xml);
    return answer;
  }
}

/** EWS is not for this person, or not for this program. Reported as 401 and as 403; which one it is is unproven. */
const EWS_OFF: Answer = { kind: 'page', status: 403, headers: {}, body: '' };

/** A fault in the words of the server, with what may follow upon it. */
function faultAnswer(side: Side, operation: string, given: SoapFault | EwsError, request = ''): XmlAnswer {
  const { profile } = side;
  const fault = plainFault(profile, given);
  return {
    kind: 'xml',
    operation,
    status: fault instanceof PlainFault ? fault.status : 500,
    xml: faultXml(profile, fault),
    ...(profile.quirks.answersTwice && { surplus: surplusXml(profile, operation, request) }),
  };
}

function faultOf(error: unknown, operation: string, splitter: Body['splitter']): SoapFault | EwsError {
  if (error instanceof SoapFault || error instanceof EwsError) return error;
  if (error instanceof TypeError && splitter.spools.length === 0 && operation === 'Unknown')
    return new SoapFault('ErrorInvalidRequest', 'The request is not UTF-8.');
  process.stderr.write(`sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return new SoapFault('ErrorInternalServerError');
}
