import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** What a front door saw of one connection. */
export type Visit = {
  /** Counts from 1. */
  number: number;
  /** `failed`: ended, or was ended, before it was done. `none`: not tried, as on a port with plain http. */
  handshake: 'under way' | 'done' | 'failed' | 'none';
  /** Names of Node, such as `TLSv1.2` and `ECDHE-RSA-AES256-GCM-SHA384`. */
  protocol?: string;
  cipher?: string;
  /** The name that the client sent, whether or not the server reads it. */
  serverName?: string;
  /** Why the handshake failed, as OpenSSL tells it. */
  error?: string;
  /** Decrypted bytes that came in. */
  applicationBytes: number;
  requests: number;
  /** Requests that brought an Authorization header. */
  authorizations: number;
  isOpen: boolean;
};

// Far more than a test looks at; a demo may run for weeks.
const KEPT = 1000;

/** The connections to one front door, the latest of them kept. */
export class Visits {
  readonly #visits: Visit[] = [];
  readonly #bySocket = new WeakMap<Socket, Visit>();
  #count = 0;

  /** From the first; what is still open changes. */
  get list(): readonly Visit[] {
    return this.#visits;
  }

  begin(raw: Socket): Visit {
    const visit: Visit = {
      number: ++this.#count,
      handshake: 'under way',
      applicationBytes: 0,
      requests: 0,
      authorizations: 0,
      isOpen: true,
    };
    this.#visits.push(visit);
    if (this.#visits.length > KEPT) this.#visits.shift();
    this.#bySocket.set(raw, visit);
    raw.once('close', () => {
      visit.isOpen = false;
      if (visit.handshake === 'under way') visit.handshake = 'failed';
    });
    return visit;
  }

  /** The handshake of a connection is done; requests on `socket` are counted from now on. */
  secured(visit: Visit, socket: TLSSocket): void {
    visit.handshake = 'done';
    visit.protocol = socket.getProtocol() ?? '';
    visit.cipher = socket.getCipher().name;
    const { servername } = socket as { servername?: unknown };
    if (typeof servername === 'string') visit.serverName = servername;
    this.#bySocket.set(socket, visit);
    countBytes(visit, socket);
  }

  /** Counts the requests of these connections on the server that answers them. Returns what ends it. */
  watch(server: Server): () => void {
    const seen = (request: IncomingMessage): void => {
      const visit = this.#bySocket.get(request.socket);
      if (!visit) return;
      visit.requests += 1;
      if (request.headers.authorization !== undefined) visit.authorizations += 1;
    };
    server.prependListener('request', seen);
    return () => void server.off('request', seen);
  }

  clear(): void {
    this.#visits.length = 0;
  }
}

/** HTTP's parser takes the bytes from the socket's handle, so that no listener sees them: the handle counts them. */
function countBytes(visit: Visit, socket: TLSSocket): void {
  Object.defineProperty(visit, 'applicationBytes', {
    enumerable: true,
    configurable: true,
    get: () => socket.bytesRead,
  });
  socket.once('close', () => Object.defineProperty(visit, 'applicationBytes', { value: socket.bytesRead }));
}
