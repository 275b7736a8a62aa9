import type { Line } from '../../../lib/tls-facts.ts';
import { streamOf } from '../../xml/byte-reader.ts';
import { bodyReader } from './body-reader.ts';
import type { ByteSocket } from './byte-socket.ts';
import { framingOf, HttpError, readHead, staysOpen, type Framing, type Head } from './head.ts';
import { createInput } from './input.ts';
import { RequestBodyBroke, sendRequest } from './send-body.ts';

export type HttpRequest = {
  method: string;
  url: URL;
  /** `content-length` gives a stream's length; headers of the connection itself are left out. */
  headers: Headers;
  body?: Uint8Array | ReadableStream<Uint8Array>;
  signal: AbortSignal;
  /** Another request of the same caller follows on this connection, so it is not released in between. */
  holds?: boolean;
};

/** An HTTP/1.1 connection for one request at a time. */
export type HttpConnection = {
  /** Of the connection underneath; see ByteSocket. */
  line?: Line;
  /**
   * Sends a request; resolves with the answer once its head is there. Like fetch it rejects when there is no answer,
   * with the signal's reason when that fires; after that the answer's body errors in the same way. The body is a
   * stream that holds the server back when it is read slowly.
   */
  request(request: HttpRequest): Promise<Response>;
  /** Another request may be sent now. */
  isReady(): boolean;
  /** Drops the connection and everything in flight on it. */
  close(): void;
};

export type ConnectionEvents = {
  /** An exchange is over: the connection is ready for another one, or closed. */
  settled(connection: HttpConnection): void;
};

/** Belongs to the connection, or is set here. */
const OWN_HEADERS = ['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'expect'];

/** Speaks HTTP/1.1 (RFC 9112) over a connection that is open. */
export function createHttpConnection(socket: ByteSocket, events: ConnectionEvents): HttpConnection {
  const input = createInput(socket);
  let state: 'ready' | 'busy' | 'closed' = 'ready';
  /** Aborts the request in flight. */
  let giveUp: ((error: unknown) => void) | undefined;

  const close = () => {
    if (state === 'closed') return;
    state = 'closed';
    socket.close();
    giveUp?.(new HttpError('the connection was closed'));
    events.settled(connection);
  };

  const request = async (asked: HttpRequest): Promise<Response> => {
    asked.signal.throwIfAborted();
    if (!connection.isReady()) throw new HttpError('the connection is busy or closed');
    state = 'busy';
    /** Why the exchange failed, as soon as it has. */
    let failure: { error: unknown } | undefined;
    let isSent = false;
    const failing = new Promise<never>((_, reject) => {
      giveUp = (error) => {
        failure ??= { error };
        reject(failure.error);
        close();
      };
    });
    failing.catch(() => {}); // the reader gets it; after the answer's end nobody needs it
    const fail = giveUp ?? close;
    const onAbort = () => fail(asked.signal.reason);
    asked.signal.addEventListener('abort', onAbort, { once: true });
    const settle = (staysOpen: boolean) => {
      asked.signal.removeEventListener('abort', onAbort);
      giveUp = undefined;
      // An answer that is over before the request is leaves the rest of it unsent.
      if (!staysOpen || !isSent) return close();
      if (state !== 'busy') return;
      state = 'ready';
      input.watch();
      if (asked.holds !== true) events.settled(connection);
    };

    const { head, lengthBytes } = writeHead(asked);
    const sending = {
      isGivenUp: () => state === 'closed',
      isLast: () => {
        isSent = true;
      },
    };
    sendRequest(socket, head, asked.body, lengthBytes, sending).catch((error: unknown) => {
      // A server that refuses hangs up on the body, but may have answered: reading will tell.
      if (error instanceof RequestBodyBroke) fail(error);
    });
    try {
      const answer = await Promise.race([readHead(input), failing]);
      const framing = framingOf(asked.method, answer);
      return respond(
        answer,
        framing,
        (isWhole) => settle(isWhole && staysOpen(answer, framing)),
        () => failure,
      );
    } catch (error) {
      settle(false);
      throw failure === undefined ? error : failure.error;
    }
  };

  const respond = (
    { status, statusText, headers }: Head,
    framing: Framing,
    settle: (isWhole: boolean) => void,
    failureOf: () => { error: unknown } | undefined,
  ): Response => {
    const init = { status, statusText, headers };
    if (framing.kind === 'none') {
      settle(true);
      return new Response(null, init);
    }
    const reader = bodyReader(input, framing, {
      ended: () => settle(true),
      broke: (error) => {
        const reason = failureOf()?.error ?? error;
        settle(false);
        return reason;
      },
    });
    return new Response(streamOf(reader), init);
  };

  const connection: HttpConnection = {
    ...(socket.line === undefined ? {} : { line: socket.line }),
    request,
    isReady: () => state === 'ready' && !input.isSpoilt(),
    close,
  };
  return connection;
}

function writeHead({ method, url, headers, body }: HttpRequest): { head: string; lengthBytes?: number } {
  const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`, `host: ${url.host}`, 'connection: keep-alive'];
  for (const [name, value] of headers) if (!OWN_HEADERS.includes(name)) lines.push(`${name}: ${value}`);
  // Nothing here unpacks an answer.
  if (!headers.has('accept-encoding')) lines.push('accept-encoding: identity');
  const said = headers.get('content-length');
  const isStream = body !== undefined && !(body instanceof Uint8Array);
  const lengthBytes = isStream ? (said === null ? undefined : Number(said)) : (body?.length ?? 0);
  lines.push(lengthBytes === undefined ? 'transfer-encoding: chunked' : `content-length: ${lengthBytes}`);
  return { head: `${lines.join('\r\n')}\r\n\r\n`, ...(lengthBytes === undefined ? {} : { lengthBytes }) };
}
