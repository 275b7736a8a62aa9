import { fromBase64 } from '../../../lib/encoding.ts';
import { openReader, readAll } from '../../xml/byte-reader.ts';
import type { CookieJar } from '../cookies.ts';
import type { HttpConnection, HttpRequest } from '../http/http-connection.ts';
import { HttpError } from '../http/head.ts';
import type { Pool } from '../http/pool.ts';
import { startHandshake, type HandshakeOptions } from './handshake.ts';

/** A request without what signs it in. */
export type NtlmRequest = Omit<HttpRequest, 'holds'>;

/** Over which connections, and whether a sign-in is bound to them where their certificate is known. */
export type Way = { pool: Pool; binds: boolean };

export type Attempt = {
  /** `unmet`: the handshake failed. `refused`: the credentials were. `forgotten`: a sign-in no longer holds. */
  kind: 'answered' | 'unmet' | 'refused' | 'forgotten';
  /** In memory unless the request was answered. */
  response: Response;
  connection: HttpConnection;
  /** The sign-in was bound to the connection's certificate. */
  isBound: boolean;
};

export type Attempts = {
  /**
   * Sends a request over a connection that is signed in, or signs one in; `isFresh` does so in any case. Rejects where
   * there was no answer.
   */
  run(request: NtlmRequest, way: Way, isFresh?: boolean): Promise<Attempt>;
  /** The server forgot a sign-in once: from now on each request brings its own. */
  distrust(): void;
};

/** The page of a 401 must be read off the connection; IIS's own has 1.5 KB. */
const MAX_REFUSAL_BYTES = 256 * 1024;

/** Signs in connections, each once, with an empty request, so that a body is not sent in vain. */
export function createAttempts(who: Omit<HandshakeOptions, 'url' | 'endPointHash'>, cookies: CookieJar): Attempts {
  const signedIn = new WeakSet<HttpConnection>();
  let isForgetful = false;

  const exchange = async (connection: HttpConnection, request: HttpRequest): Promise<Response> => {
    const cookie = cookies.headerFor(request.url);
    if (cookie !== undefined) request.headers.set('cookie', cookie);
    const response = await connection.request(request);
    cookies.take(request.url, response.headers);
    return response;
  };

  /** What the request that follows is signed in with; or the answer of a server that takes no handshake now. */
  const shake = async (
    connection: HttpConnection,
    { method, url, headers, signal }: NtlmRequest,
    endPointHash: Uint8Array | undefined,
  ): Promise<{ authorization: string } | { unmet: Response }> => {
    const handshake = startHandshake({ ...who, url, ...(endPointHash === undefined ? {} : { endPointHash }) });
    const opening = new Headers(headers);
    opening.set('authorization', handshake.opening);
    const body = new Uint8Array(0);
    const met = await inMemory(
      await exchange(connection, { method, url, headers: opening, body, signal, holds: true }),
    );
    const authorization = met.status === 401 ? handshake.answer(met.headers.get('www-authenticate')) : undefined;
    return authorization === undefined ? { unmet: met } : { authorization };
  };

  const run = async (
    connection: HttpConnection,
    request: NtlmRequest,
    binds: boolean,
    isFresh: boolean,
  ): Promise<Attempt> => {
    const endPointHash = binds ? endPointHashOf(connection) : undefined;
    const about = { connection, isBound: endPointHash !== undefined };
    const isKnown = signedIn.has(connection) && !isForgetful && !isFresh;
    const headers = new Headers(request.headers);
    if (!isKnown) {
      const met = await shake(connection, request, endPointHash);
      // Not to be signed in to: the server is busy, leads elsewhere, or has no NTLM. The caller learns which.
      if ('unmet' in met) {
        connection.close();
        return { ...about, kind: 'unmet', response: met.unmet };
      }
      headers.set('authorization', met.authorization);
    }
    const response = await exchange(connection, { ...request, headers });
    if (response.status === 401) {
      const page = await inMemory(response);
      connection.close();
      return { ...about, kind: isKnown ? 'forgotten' : 'refused', response: page };
    }
    // IIS says so if it wants each request to sign in.
    if (response.headers.get('persistent-auth')?.toLowerCase() === 'false') signedIn.delete(connection);
    else signedIn.add(connection);
    return { ...about, kind: 'answered', response };
  };

  return {
    run: async (request, { pool, binds }, isFresh = false) => {
      const connection = await pool.acquire(request.url, request.signal);
      try {
        return await run(connection, request, binds, isFresh);
      } catch (error) {
        connection.close();
        throw error;
      }
    },
    distrust: () => {
      isForgetful = true;
    },
  };
}

/** An answer with its body in memory, so that the connection is free for the next step. */
export async function inMemory(response: Response): Promise<Response> {
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

function endPointHashOf({ line }: HttpConnection): Uint8Array | undefined {
  return line?.endPointHash === undefined ? undefined : fromBase64(line.endPointHash);
}
