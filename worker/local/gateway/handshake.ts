import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import { connect } from 'node:tls';

/** A handshake failed with this error of Node, or did not end in time. */
export type HandshakeError = NodeJS.ErrnoException | 'late';

/** How long a server that asks for a client certificate may take to refuse a connection without one. */
const MOST_SETTLING_MS = 300;

/**
 * Speaks TLS over a connection. Nothing is trusted yet: the caller judges the certificate before anything is sent.
 * `roundTripMs` is about how long one message and its answer take.
 */
export async function handshake(
  raw: Socket,
  host: string,
  secureContext: SecureContext,
  handshakeMs: number,
  roundTripMs: number,
): Promise<TLSSocket | HandshakeError> {
  const socket = connect({
    socket: raw,
    ...(isIP(host) === 0 && { servername: host }),
    secureContext,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
    // The name is judged with the rest; Node would say here what OpenSSL says of the chain otherwise.
    checkServerIdentity: () => undefined,
  });
  // The first ticket may come with the end of the handshake.
  const ticket = new Promise<void>((resolve) => socket.once('session', () => resolve()));
  const error = await new Promise<HandshakeError | undefined>((resolve) => {
    const timer = setTimeout(() => resolve('late'), handshakeMs);
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      resolve(error);
    });
  });
  const refusal = error ?? (socket.getProtocol() === 'TLSv1.3' ? await settle(socket, ticket, roundTripMs) : undefined);
  if (!refusal) return socket;
  socket.on('error', () => {});
  socket.destroy();
  raw.destroy();
  return refusal;
}

/**
 * With TLS 1.3 the client is done before the server has seen that there is no client certificate. So this waits for the
 * first sign of the server: the tickets that most send at once, or its refusal.
 */
function settle(socket: TLSSocket, ticket: Promise<void>, roundTripMs: number): Promise<HandshakeError | undefined> {
  return new Promise((resolve) => {
    const finish = (error?: HandshakeError): void => {
      clearTimeout(timer);
      socket.off('error', finish).off('close', onClose);
      resolve(error);
    };
    const onClose = (): void => finish(Object.assign(new Error('closed'), { code: 'ECONNRESET' }));
    const timer = setTimeout(finish, Math.min(MOST_SETTLING_MS, 50 + 2 * roundTripMs));
    socket.on('error', finish).on('close', onClose);
    void ticket.then(() => finish());
  });
}
