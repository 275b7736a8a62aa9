import type { OpenSocket } from './byte-socket.ts';
import { createHttpConnection, type HttpConnection } from './http-connection.ts';

export type PoolOptions = {
  open: OpenSocket;
  /** In ms. */
  now: () => number;
  /** Connections at once; who comes later waits. */
  maxConnections: number;
  /** A connection that lay idle for longer is closed rather than used: some load balancers close theirs at a minute. */
  idleMs?: number;
};

/** Connections of one identity. Each serves one caller at a time, and returns to the pool after the request. */
export type Pool = {
  /** A connection to the address's host, an idle one if there is one. Rejects as OpenSocket does, or with the signal's reason. */
  acquire(url: URL, signal: AbortSignal): Promise<HttpConnection>;
  /** Closes everything; requests in flight break off. */
  close(): void;
};

const IDLE_MS = 50_000;

type Entry = { origin: string; idleSince: number | undefined };

/** Opens nothing yet. */
export function createPool({ open, now, maxConnections, idleMs = IDLE_MS }: PoolOptions): Pool {
  const entries = new Map<HttpConnection, Entry>();
  const waiting = new Set<() => void>();
  let opening = 0;
  let isClosed = false;

  const wakeNext = () => {
    const [wake] = waiting;
    if (wake === undefined) return;
    waiting.delete(wake);
    wake();
  };
  const settled = (connection: HttpConnection) => {
    const entry = entries.get(connection);
    if (entry === undefined) return;
    if (connection.isReady()) entry.idleSince = now();
    else entries.delete(connection);
    wakeNext();
  };
  const takeIdle = (origin: string): HttpConnection | undefined => {
    let found: HttpConnection | undefined;
    for (const [connection, entry] of entries) {
      if (entry.idleSince === undefined) continue;
      // The server is least likely to close the most recent one while a request is in flight.
      if (!connection.isReady() || now() - entry.idleSince > idleMs) connection.close();
      else if (entry.origin === origin) found = connection;
      else if (entries.size + opening >= maxConnections) connection.close();
    }
    const entry = found && entries.get(found);
    if (entry) entry.idleSince = undefined;
    return found;
  };

  return {
    acquire: async (url, signal) => {
      for (;;) {
        if (signal.aborted) {
          // The turn may have come together with the signal.
          wakeNext();
          throw signal.reason;
        }
        if (isClosed) throw new Error('the connections are closed');
        const idle = takeIdle(url.origin);
        if (idle) return idle;
        if (entries.size + opening < maxConnections) break;
        await turn(waiting, signal);
      }
      opening += 1;
      try {
        const socket = await open(url, signal);
        if (isClosed) {
          socket.close();
          throw new Error('the connections are closed');
        }
        const connection = createHttpConnection(socket, { settled });
        entries.set(connection, { origin: url.origin, idleSince: undefined });
        return connection;
      } catch (error) {
        wakeNext();
        throw error;
      } finally {
        opening -= 1;
      }
    },
    close: () => {
      isClosed = true;
      for (const connection of entries.keys()) connection.close();
      for (const wake of waiting) wake();
      waiting.clear();
    },
  };
}

/** Waits to be woken; who is aborted first gives its turn back. */
function turn(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const wake = () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    };
    const onAbort = () => {
      waiting.delete(wake);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    waiting.add(wake);
  });
}
