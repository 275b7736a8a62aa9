import type { DiscoveryFailure } from '../../lib/discovery.ts';
import { USER_AGENT } from '../../lib/user-agent.ts';
import { faultOf, type Fault } from '../../engine/model/fault.ts';
import { askSchemes } from '../transport/sign-in/ask-schemes.ts';
import type { Credentials, Fetch } from '../transport/authenticator.ts';
import { utf8 } from '../xml/bytes.ts';
import { isExchangeOnline, thrownFault } from '../faults/http-faults.ts';
import { endOf, isNoAnswer, NO_ANSWER } from '../faults/no-answer.ts';
import { createAuthenticator, requireScheme, type SignInPlatform } from '../transport/sign-in/sign-in.ts';
import { readSrv, srvQuery } from './dns.ts';
import { beginSearch, nextStep, resultOf } from './next-step.ts';
import { poxRequest } from './pox.ts';
import { readAnswer, readHead, readText } from './read-answer.ts';
import { soapRequest } from './soap.ts';
import type { Answer, Attempt, Found, Search, State, Step } from './steps.ts';
import { takeIn } from './take-in.ts';

export type DiscoverPlatform = SignInPlatform & {
  /** A GET over plain http to a public host. It carries nothing, and follows nothing. */
  fetchPlain: Fetch;
  /** Resolver that answers DNS queries in JSON over https; without one SRV records are not looked at. */
  resolverUrl?: string;
};

export type DiscoverRequest = Omit<Search, 'username' | 'hasDns' | 'trustsDomain'> & {
  credentials?: Credentials;
  /** Default true. */
  trustsDomain?: boolean;
  signal?: AbortSignal;
  /** Longest wait for one answer, and for all. */
  stepMs?: number;
  totalMs?: number;
};

/** What came of a search, with everything that was tried in order. */
export type Discovery = { attempts: readonly Attempt[] } & (
  | { ok: true; found: Found }
  | {
      ok: false;
      failure: DiscoveryFailure;
      /** Hosts that want the credentials, and need a word of consent. */ consentHosts: readonly string[];
    }
);

const STEP_MS = 8_000;
const TOTAL_MS = 45_000;

/**
 * Finds the EWS address of an e-mail address or a domain. Credentials go only to hosts of the domain that was asked
 * about, or that were consented to by name, only over https (unless private endpoints are on), and only where a server
 * asks for them. Never throws for what servers do.
 */
export async function discover(request: DiscoverRequest, platform: DiscoverPlatform): Promise<Discovery> {
  const { credentials, stepMs = STEP_MS, totalMs = TOTAL_MS, address, consentHosts, allowPrivate, server } = request;
  const { trustsDomain = true } = request;
  const total = AbortSignal.timeout(totalMs);
  const outer = request.signal ? AbortSignal.any([request.signal, total]) : total;
  let state: State = beginSearch({
    address,
    consentHosts,
    allowPrivate,
    trustsDomain,
    hasDns: platform.resolverUrl !== undefined,
    ...(server === undefined ? {} : { server }),
    ...(credentials ? { username: credentials.username } : {}),
  });
  for (;;) {
    const next = nextStep(state);
    if (next === undefined) break;
    request.signal?.throwIfAborted();
    if (total.aborted) {
      state = { ...state, failures: [...state.failures, 'out-of-time'] };
      break;
    }
    const signal = AbortSignal.any([outer, AbortSignal.timeout(stepMs)]);
    const answer = await take(next.step, credentials, platform, signal).catch((error: unknown) => silence(error));
    // No one is to learn by the time whether a port is closed or silent.
    if (answer.kind === 'silent' && answer.isNoAnswer) await endOf(signal);
    state = takeIn(next.state, next.step, answer);
  }
  const { attempts, consentHosts: asking } = state;
  const result = resultOf(state);
  return 'found' in result
    ? { ok: true, attempts, found: result.found }
    : { ok: false, attempts, failure: result.failure, consentHosts: asking };
}

async function take(
  step: Step,
  credentials: Credentials | undefined,
  platform: DiscoverPlatform,
  signal: AbortSignal,
): Promise<Answer> {
  if (step.kind === 'ask') return ask(step, credentials, platform, signal);
  if (step.kind === 'look') return look(step.url, platform.fetch, signal);
  if (step.kind === 'refer') {
    const response = await platform.fetchPlain(step.url, { redirect: 'manual', signal });
    const answer = await readHead(step.url, response);
    if (answer === undefined) await response.body?.cancel();
    return answer ?? { kind: 'not-here', said: 'It answers, but refers to no other address.' };
  }
  const url = srvQuery(platform.resolverUrl ?? '', step.domain);
  const response = await platform.fetch(url, { headers: { accept: 'application/dns-json' }, signal });
  if (response.status === 200) return { kind: 'hosts', hosts: readSrv(await readText(response)) };
  await response.body?.cancel();
  return { kind: 'silent', said: `The DNS resolver answers HTTP ${String(response.status)}.` };
}

async function ask(
  { form, url, who, schemes }: Extract<Step, { kind: 'ask' }>,
  credentials: Credentials | undefined,
  platform: DiscoverPlatform,
  signal: AbortSignal,
): Promise<Answer> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', accept: 'text/xml', 'user-agent': USER_AGENT },
    body: utf8(form === 'soap' ? soapRequest(url, who) : poxRequest(who)) as Uint8Array<ArrayBuffer>,
    redirect: 'manual',
    signal,
  } as const;
  if (schemes === undefined || credentials === undefined) return readAnswer(url, form, await platform.fetch(url, init));
  const authenticator = createAuthenticator(requireScheme(schemes, url, 'source', credentials), credentials, platform);
  try {
    return await readAnswer(url, form, await authenticator.send(url, init));
  } finally {
    authenticator.close?.();
  }
}

async function look(url: string, fetch: Fetch, signal: AbortSignal): Promise<Answer> {
  try {
    await askSchemes({ url, fetch, side: 'source', signal });
    return { kind: 'exchange' };
  } catch (error) {
    const fault = faultOf(error, 'endpoint');
    if (fault.kind === 'exchange-online' || isExchangeOnline(url)) return { kind: 'exchange-online' };
    return fault.kind === 'unreachable' || fault.kind === 'tls' || isNoAnswer(fault)
      ? silent(fault)
      : { kind: 'not-here', said: fault.message };
  }
}

function silence(error: unknown): Answer {
  return silent(thrownFault(error, 'source'));
}

function silent(fault: Fault): Answer {
  if (isNoAnswer(fault)) return { kind: 'silent', said: NO_ANSWER, isNoAnswer: true };
  const { message, line } = fault;
  return { kind: 'silent', said: message, ...(line && { line }) };
}
