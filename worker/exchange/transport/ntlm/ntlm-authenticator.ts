import { FaultError } from '../../../engine/model/fault.ts';
import { makeFault } from '../../faults/make-fault.ts';
import { offeredSchemes } from '../../faults/http-faults.ts';
import type { Authenticator, Credentials } from '../authenticator.ts';
import type { OneTry } from '../charsets.ts';
import { createCookieJar } from '../cookies.ts';
import type { OpenSocket } from '../http/byte-socket.ts';
import { HttpError } from '../http/head.ts';
import { createPool } from '../http/pool.ts';
import type { SignInMemory } from '../sign-in-memory.ts';
import { bodyOf } from '../socket-fetch.ts';
import { createGate, type Entry } from '../trial-gate.ts';
import { askAutodiscover, isOfAutodiscover } from './ask-autodiscover.ts';
import { createAttempts, inMemory, type Attempt, type NtlmRequest, type Way } from './attempts.ts';
import type { NtlmScheme } from './handshake.ts';
import { blamesBindings, refusalFault, runRefusal, type Evidence } from './refusal.ts';

export type NtlmOptions = {
  /** Opens a connection of one's own: NTLM signs in a connection, not a request, so no shared one will do. */
  open: OpenSocket;
  /** Opens a connection whose certificate is known, where there is a gateway that does. */
  openBound?: OpenSocket;
  credentials: Credentials;
  /** Fills the bytes with random ones. */
  random: (bytes: Uint8Array) => void;
  /** In ms. */
  now: () => number;
  /** What is remembered of the server of an origin; nothing where absent. */
  memory?: (origin: string) => SignInMemory;
  /** The scheme that the server offers; NTLM by default. */
  scheme?: NtlmScheme;
  /** Connections at once; who comes later waits. */
  maxConnections?: number;
  /** Whether a refusal is taken as it is, without another sign-in that would explain it. */
  once?: OneTry;
};

/** Two sides share the six connections that a Worker may have; whether an idle socket counts is not documented. */
const MAX_CONNECTIONS = 3;

/**
 * Signs in with NTLMv2 (MS-NTHT, MS-NLMP), each connection once; the requests that follow on it carry no credentials,
 * as IIS has it. Over https a refusal may be one of Extended Protection: the caller that tries the credentials finds out
 * (refusal.ts), once. All connections and cookies belong to this authenticator alone, and to the invocation that made it.
 */
export function ntlmAuthenticator(options: NtlmOptions): Required<Omit<Authenticator, 'keepApart'>> {
  const { openBound, now, memory, scheme = 'NTLM', maxConnections = MAX_CONNECTIONS } = options;
  const pool = createPool({ open: options.open, now, maxConnections });
  const boundPool = openBound && createPool({ open: openBound, now, maxConnections });
  const attempts = createAttempts({ ...options, scheme }, createCookieJar(now));
  const gate = createGate();
  let way: Way | undefined;
  let refusal: FaultError | undefined;

  /** Bound where a sign-in was not, and the other way round. */
  const otherWayThan = ({ isBound }: Attempt): Way | undefined =>
    isBound ? { pool: way?.pool ?? pool, binds: false } : boundPool && { pool: boundPool, binds: true };

  const tryWay = async (request: NtlmRequest, other: Way, password: Evidence['password']) => {
    try {
      const attempt = await attempts.run(request, other, true);
      if (attempt.kind !== 'unmet') return attempt;
      throw new HttpError(`the sign-in was interrupted with HTTP ${attempt.response.status}`);
    } catch (error) {
      // Trouble on the line passes, and is tried again: not with a password that may be wrong.
      if (request.signal.aborted || password === 'right') throw error;
      return undefined;
    }
  };

  /** Gets the answer of a refusing server another way. Throws FaultError if there is none. */
  const meetRefusal = async (entry: Entry, request: NtlmRequest, refused: Attempt): Promise<Attempt> => {
    const { url } = request;
    const isBinding = blamesBindings(await refused.response.clone().text());
    if (url.protocol !== 'https:') {
      if (isBinding) throw new FaultError(refusalFault('needs-gateway'));
      return refused;
    }
    if (isOfAutodiscover(url)) return refused;
    if (options.once) {
      if (isBinding) throw new FaultError(refusalFault(refused.isBound ? 're-encrypted' : 'needs-gateway'));
      return refused;
    }
    // Its meaning is known; a later attempt may succeed.
    if (refusal) throw refusal;
    // The same sign-in held elsewhere: only who tries it first may find out at the price of another attempt.
    if (entry !== 'trial') throw new FaultError(refusalFault('undecided'));
    const other = otherWayThan(refused);
    let answered: Attempt | undefined;
    const start: Evidence = {
      isBound: refused.isBound,
      password: isBinding ? 'right' : 'unknown',
      otherWay: other === undefined ? 'impossible' : 'untried',
    };
    const verdict = await runRefusal(start, {
      askAutodiscover: () => askAutodiscover(attempts, way?.pool ?? pool, request),
      tryOtherWay: async (password) => {
        const attempt = other && (await tryWay(request, other, password));
        if (attempt?.kind === 'answered') answered = attempt;
        if (answered) return 'in';
        return attempt === undefined || attempt.isBound === refused.isBound ? 'impossible' : 'refused';
      },
    });
    if (verdict !== 'other-way' || answered === undefined) {
      refusal = new FaultError(refusalFault(verdict === 'other-way' ? 'undecided' : verdict));
      throw refusal;
    }
    way = other;
    memory?.(url.origin).learn(refused.isBound ? { binding: 'none' } : { needsBinding: true });
    return answered;
  };

  return {
    scheme: scheme.toLowerCase(),
    send: async (address, init) => {
      const request = requestOf(address, init);
      const { url, body, signal } = request;
      way ??= { pool, binds: memory?.(url.origin).binding !== 'none' };
      for (;;) {
        const entry = await gate.enter(signal);
        let outcome: Attempt['kind'] | undefined;
        try {
          // Who waited for a sign-in that was refused does not try the same again: servers lock accounts.
          if (entry === 'refused' && refusal) throw refusal;
          if (entry === 'refused') return new Response(null, { status: 401, headers: { 'www-authenticate': scheme } });
          // A stream cannot be sent again in another way.
          const isFirst = entry === 'trial' && body instanceof ReadableStream && url.protocol === 'https:';
          const asked = isFirst ? withoutBody(request) : request;
          let attempt = await attempts.run(asked, way);
          outcome = attempt.kind;
          if (attempt.kind === 'unmet') requireNtlm(attempt.response, scheme);
          if (attempt.kind === 'refused') {
            attempt = await meetRefusal(entry, asked, attempt);
            outcome = attempt.kind;
          }
          if (outcome === 'answered') refusal = undefined;
          if (isFirst && attempt.kind === 'answered') {
            await inMemory(attempt.response);
            continue;
          }
          if (attempt.kind === 'forgotten') {
            attempts.distrust();
            // What is streamed is gone; a 401 says that nothing was done.
            if (!(body instanceof ReadableStream)) continue;
          }
          return attempt.response;
        } catch (error) {
          // A refusal that is not understood yet is not shared with the others.
          if (outcome === 'refused' && !(error instanceof FaultError)) outcome = undefined;
          throw error;
        } finally {
          gate.leave(entry, outcome);
        }
      }
    },
    close: () => {
      pool.close();
      boundPool?.close();
    },
  };
}

function requestOf(address: string, init: RequestInit): NtlmRequest {
  const body = bodyOf(init.body);
  return {
    method: init.method ?? 'GET',
    url: new URL(address),
    headers: new Headers(init.headers),
    ...(body === undefined ? {} : { body }),
    signal: init.signal ?? new AbortController().signal,
  };
}

function withoutBody({ method, url, headers, signal }: NtlmRequest): NtlmRequest {
  return { method, url, headers, signal };
}

/** Throws FaultError when the server refuses to sign in by NTLM at all, and not just now. */
function requireNtlm(response: Response, scheme: NtlmScheme): void {
  const offered = offeredSchemes(response.headers);
  if (response.status !== 401 || offered.length === 0 || offered.includes('bearer')) return;
  const isOffered = offered.includes(scheme.toLowerCase());
  if (isOffered && scheme === 'NTLM') return;
  const message = isOffered
    ? 'The server offers Negotiate but does not accept NTLM with it. It accepts only Kerberos.'
    : `The server no longer offers ${scheme}: it offers ${offered.join(', ')}.`;
  throw new FaultError(makeFault('credentials', 'endpoint', 'no-usable-sign-in', message));
}
