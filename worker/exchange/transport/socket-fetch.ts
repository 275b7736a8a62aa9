import { utf8 } from '../xml/bytes.ts';
import type { Fetch } from './authenticator.ts';
import { createPool, type PoolOptions } from './http/pool.ts';

/**
 * A fetch over our own connections, for servers that only the gateway reaches. Like the platform's it streams both ways,
 * rejects if there is no answer, and does not follow redirects; it never sends a request twice. A connection that the
 * server is known to have closed while idle is not used; a request that crosses with the close rejects, as its outcome
 * is unknown.
 */
export function socketFetch(options: PoolOptions): Fetch & { close: () => void } {
  const pool = createPool(options);
  const send = async (address: string, init: RequestInit): Promise<Response> => {
    const url = new URL(address);
    const signal = init.signal ?? new AbortController().signal;
    const body = bodyOf(init.body);
    const connection = await pool.acquire(url, signal);
    try {
      const method = init.method ?? 'GET';
      const headers = new Headers(init.headers);
      return await connection.request({ method, url, headers, signal, ...(body === undefined ? {} : { body }) });
    } catch (error) {
      connection.close();
      throw error;
    }
  };
  return Object.assign(send, { close: () => pool.close() });
}

/** A request's body as connections take it. */
export function bodyOf(body: RequestInit['body']): Uint8Array | ReadableStream<Uint8Array> | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return utf8(body);
  if (body instanceof Uint8Array || body instanceof ReadableStream) return body;
  throw new TypeError('only bytes and streams can be sent');
}
