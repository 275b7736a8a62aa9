import { FaultError } from '../../../engine/model/fault.ts';
import type { Authenticator, Credentials } from '../authenticator.ts';
import { openReader, readAll } from '../../xml/byte-reader.ts';
import { utf8 } from '../../xml/bytes.ts';
import { makeFault } from '../../faults/make-fault.ts';
import { offeredSchemes } from '../../faults/http-faults.ts';
import type { OpenSocket } from '../http/byte-socket.ts';
import type { HttpConnection } from '../http/http-connection.ts';
import { HttpError } from '../http/head.ts';
import { createPool } from '../http/pool.ts';
import { createGate } from './gate.ts';
import { startHandshake, type NtlmScheme } from './handshake.ts';

export type NtlmOptions = {
  /** Opens a connection of one's own: NTLM signs in a connection, not a request, so no shared one will do. */
  open: OpenSocket;
  credentials: Credentials;
  /** Fills the bytes with random ones. */
  random: (bytes: Uint8Array) => void;
  /** In ms. */
  now: () => number;
  /** What the server offers; NTLM unless told otherwise. */
  scheme?: NtlmScheme;
  /** Connections at once; who comes later waits. */
  maxConnections?: number;
};

/** Two sides share the six connections that a Worker may have; whether an idle socket counts is not documented. */
const MAX_CONNECTIONS = 3;
/** The page that comes with a 401 has to be read off the connection; IIS's own has 1.5 KB. */
const MAX_REFUSAL_BYTES = 256 * 1024;
/** SEC_E_BAD_BINDINGS, as IIS tells it where it shows its errors in detail. */
const BAD_BINDINGS = /80090346/;

type Body = Uint8Array | ReadableStream<Uint8Array> | undefined;

/**
 * Signs in with NTLMv2 (MS-NTHT, MS-NLMP), each connection once; the requests that follow on it carry no credentials,
 * as IIS has it. A connection is signed in with an empty request, so that a streamed body is never sent in vain. All
 * connections belong to this authenticator alone, and to the invocation that made it.
 */
export function ntlmAuthenticator(options: NtlmOptions): Required<Authenticator> {
  const { open, now, scheme = 'NTLM', maxConnections = MAX_CONNECTIONS } = options;
  const pool = createPool({ open, now, maxConnections });
  const signedIn = new WeakSet<HttpConnection>();
  const gate = createGate();
  /** The server forgot a sign-in once: from then on each request brings its own. */
  let isForgetful = false;

  const attempt = async (url: URL, init: RequestInit, body: Body, signal: AbortSignal): Promise<Attempt> => {
    const connection = await pool.acquire(url, signal);
    const headers = new Headers(init.headers);
    const method = init.method ?? 'GET';
    const isKnown = signedIn.has(connection) && !isForgetful;
    try {
      if (!isKnown) {
        const handshake = startHandshake({ ...options, scheme, url });
        headers.set('authorization', handshake.opening);
        const empty = new Uint8Array(0);
        const met = await buffered(
          await connection.request({ method, url, headers, body: empty, signal, holds: true }),
        );
        const answer = met.status === 401 ? handshake.answer(met.headers.get('www-authenticate')) : undefined;
        // Not to be signed in to: the server is busy, leads elsewhere, or has no NTLM. The caller learns which.
        if (answer === undefined) {
          connection.close();
          return { kind: 'unmet', response: met };
        }
        headers.set('authorization', answer);
      }
      const response = await connection.request({
        method,
        url,
        headers,
        signal,
        ...(body === undefined ? {} : { body }),
      });
      if (response.status === 401)
        return { kind: isKnown ? 'forgotten' : 'refused', response: await last(response, connection) };
      // IIS says so where it wants each request signed in by itself.
      if (response.headers.get('persistent-auth')?.toLowerCase() === 'false') signedIn.delete(connection);
      else signedIn.add(connection);
      return { kind: 'answered', response };
    } catch (error) {
      connection.close();
      throw error;
    }
  };

  return {
    scheme: scheme.toLowerCase(),
    send: async (address, init) => {
      const url = new URL(address);
      const signal = init.signal ?? new AbortController().signal;
      const body = bodyOf(init.body);
      for (;;) {
        const trial = await gate.enter(signal);
        // Who waited for a sign-in that was refused does not try the same again: servers lock accounts.
        if (trial === 'refused') return new Response(null, { status: 401, headers: { 'www-authenticate': scheme } });
        let outcome: Attempt['kind'] | undefined;
        try {
          const { kind, response } = await attempt(url, init, body, signal);
          outcome = kind;
          if (kind === 'unmet') requireNtlm(response, scheme);
          if (kind === 'refused') await explainRefusal(response, url);
          if (kind === 'forgotten') {
            isForgetful = true;
            // What is streamed is gone; a 401 says that nothing was done.
            if (!(body instanceof ReadableStream)) continue;
          }
          return response;
        } finally {
          gate.leave(trial, outcome);
        }
      }
    },
    close: () => pool.close(),
  };
}

type Attempt = {
  /** `unmet`: no handshake came about. `refused`: the credentials were. `forgotten`: a sign-in no longer holds. */
  kind: 'answered' | 'unmet' | 'refused' | 'forgotten';
  response: Response;
};

/** An answer with its body in memory, so that the connection is free for the next step. */
async function buffered(response: Response): Promise<Response> {
  if (response.body === null) return response;
  const { status, statusText, headers } = response;
  try {
    const page = await readAll(openReader(response.body), MAX_REFUSAL_BYTES);
    return new Response(page, { status, statusText, headers });
  } catch (error) {
    if (error instanceof RangeError) throw new HttpError('the page of a refusal has no end', { cause: error });
    throw error;
  }
}

/** The same of an answer after which the connection is of no use. */
async function last(response: Response, connection: HttpConnection): Promise<Response> {
  try {
    return await buffered(response);
  } finally {
    connection.close();
  }
}

/** Throws FaultError when the server refuses to sign in by NTLM at all, and not just now. */
function requireNtlm(response: Response, scheme: NtlmScheme): void {
  const offered = offeredSchemes(response.headers);
  if (response.status !== 401 || offered.length === 0 || offered.includes('bearer')) return;
  const isOffered = offered.includes(scheme.toLowerCase());
  if (isOffered && scheme === 'NTLM') return;
  const message = isOffered
    ? 'The server offers Negotiate and takes no NTLM by it: it signs in with Kerberos only.'
    : `The server no longer offers ${scheme}: it offers ${offered.join(', ')}.`;
  throw new FaultError(makeFault('credentials', 'endpoint', 'no-usable-sign-in', message));
}

/** Throws FaultError where more is known of a refusal than its status. */
async function explainRefusal(response: Response, { protocol }: URL): Promise<void> {
  if (BAD_BINDINGS.test(await response.clone().text())) {
    const message =
      'The server demands Extended Protection, which binds a sign-in to the TLS connection; sockets here can not do so.';
    throw new FaultError(makeFault('credentials', 'endpoint', 'extended-protection', message));
  }
  if (protocol !== 'https:') return;
  const message = 'User name or password was refused. A server that demands Extended Protection refuses alike.';
  throw new FaultError(makeFault('credentials', 'mailbox', 'http-401', message));
}

function bodyOf(body: RequestInit['body']): Body {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return utf8(body);
  if (body instanceof Uint8Array || body instanceof ReadableStream) return body;
  throw new TypeError('only bytes and streams can be sent');
}
