import { connect } from 'cloudflare:sockets';
import { HandshakeError } from '../../exchange/faults/handshake-error.ts';
import type { ByteSocket, OpenSocket } from '../../exchange/transport/http/byte-socket.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import { bareHost, portOf, refusalOf } from '../../lib/address.ts';
import type { CheckName } from './checked-names.ts';
import { AddressRefusedError } from './http.ts';

/**
 * Connections to addresses that people typed, for sign-ins that belong to a connection; as `createHttp` it goes only
 * where the policy allows. A socket lives and dies with the invocation that opened it. `onCall` is called before each
 * connection.
 */
export function createSocketOpener(
  policy: AddressPolicy,
  onCall: () => void = () => {},
  checkName?: CheckName,
): OpenSocket {
  return async (url, signal) => {
    const refusal = refusalOf(url, policy);
    if (refusal) throw new AddressRefusedError(`Requests to ${url.origin} are not allowed (${refusal}).`);
    await checkName?.(url, signal);
    onCall();
    return openSocket(url, signal);
  };
}

/**
 * Connects, wherever the address leads. Rejects as OpenSocket does, and with HandshakeError where the server was reached
 * and TLS fails.
 */
export async function openSocket(url: URL, signal: AbortSignal): Promise<ByteSocket> {
  signal.throwIfAborted();
  const isSecure = url.protocol === 'https:';
  const address = {
    hostname: bareHost(url.hostname),
    port: portOf(url),
  };
  // In two steps: a failed connection and failed TLS look the same, and only the step tells which it was.
  const plain = connect(address, { secureTransport: isSecure ? 'starttls' : 'off', allowHalfOpen: false });
  await opened(plain, signal, (cause) => new Error(`connect() to ${url.host} failed`, { cause }));
  if (!isSecure) return byteSocket(plain);
  const secure = plain.startTls();
  await opened(secure, signal, (cause) => new HandshakeError(`TLS with ${url.host} failed`, { cause }));
  return byteSocket(secure);
}

/** Waits until a socket is open. */
async function opened(socket: Socket, signal: AbortSignal, failed: (cause: unknown) => Error): Promise<void> {
  quietly(socket.closed);
  try {
    await orAborted(socket.opened, signal);
  } catch (cause) {
    quietly(socket.close());
    if (signal.aborted) throw signal.reason;
    throw failed(cause);
  }
}

function byteSocket(socket: Socket): ByteSocket {
  const reader = (socket.readable as ReadableStream<Uint8Array>).getReader({ mode: 'byob' });
  const writer = (socket.writable as WritableStream<Uint8Array>).getWriter();
  quietly(writer.closed);
  const writing = new Set<(error: Error) => void>();
  return {
    read: async (view, min) => {
      const { value } = await reader.readAtLeast(min, view);
      return value === undefined || value.byteLength === 0 ? undefined : value;
    },
    write: (bytes) =>
      new Promise((resolve, reject) => {
        writing.add(reject);
        writer
          .write(bytes)
          .then(resolve, reject)
          .finally(() => writing.delete(reject));
      }),
    close: () => {
      const gone = new Error('the socket was closed');
      quietly(reader.cancel(gone));
      // Not `writer.abort`: workerd then keeps the connection open until the invocation ends. `close` sends its end
      // behind what is being written, so a writer that waits for a stalled server must not wait along.
      quietly(socket.close());
      for (const reject of writing) reject(gone);
    },
  };
}

/** Its outcome does not matter, or is handled elsewhere. */
function quietly(promise: Promise<unknown>): void {
  promise.catch(() => {});
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
