import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { LineFailure } from '../../lib/tls-facts.ts';

export type Connected = { socket: Socket } | { failure: LineFailure };

/** For all addresses of a host together. */
const CONNECT_MS = 10_000;
/** For one address, while there are others to try. */
const ONE_OF_MANY_MS = 3_000;
const KEEP_ALIVE_MS = 60_000;

/** Connects to the first of the addresses that answers. `name` is the host's, for people. */
export async function connectTcp(addresses: readonly string[], port: number, name: string): Promise<Connected> {
  const end = Date.now() + CONNECT_MS;
  let last: NodeJS.ErrnoException | 'late' = 'late';
  for (const [index, address] of addresses.entries()) {
    const left = end - Date.now();
    if (left <= 0) break;
    const answer = await tryAddress(
      address,
      port,
      index < addresses.length - 1 ? Math.min(left, ONE_OF_MANY_MS) : left,
    );
    if (typeof answer !== 'string' && 'write' in answer) return { socket: answer };
    last = answer;
  }
  // Closed and silent ports give the same error, so that nobody can scan a network through the gateway.
  const message =
    last !== 'late' && last.code === 'ECONNRESET'
      ? `${name} closes every connection on port ${port} immediately.`
      : `The connection to ${name} on port ${port} failed.`;
  return { failure: { code: 'connection-refused', message } };
}

function tryAddress(host: string, port: number, ms: number): Promise<Socket | NodeJS.ErrnoException | 'late'> {
  return new Promise((resolve) => {
    // Half-open: one side may end its half while the other still sends.
    const socket = connect({
      host,
      port,
      allowHalfOpen: true,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
    });
    const timer = setTimeout(() => {
      socket.destroy();
      resolve('late');
    }, ms);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      resolve(error);
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}
