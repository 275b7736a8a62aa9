import type { TlsMode } from '../../../lib/gateway-grant.ts';
import type { RouteWhy, TrustedCertificates } from '../../../lib/origin-facts.ts';
import type { ByteSocket, OpenSocket } from '../http/byte-socket.ts';
import { routeOfLine, tlsOf } from './route-facts.ts';
import type { RouteMemory } from './route-memory.ts';

/** A way to servers by a gateway. */
export type Gateway = {
  /** Requests a line. Rejects with LineError if there is none, and with FaultError if the gateway is out of reach. */
  dial(url: URL, how: { tls: TlsMode; trusted?: string }, signal: AbortSignal): Promise<ByteSocket>;
  /** A proxy is in between: nothing is tried directly. */
  isForced: boolean;
};

/** Lines by a gateway, and what each shows of its server. */
export type Lines = {
  /** Opens a line as it is remembered. */
  open: OpenSocket;
  /** Opens the first line to a server. `usual`: why the gateway is used where the line shows no reason of its own. */
  openFirst(url: URL, usual: RouteWhy, signal: AbortSignal): Promise<ByteSocket>;
  /** Opens a line to a server that is reached directly, for its certificate's sake. */
  openBound: OpenSocket;
};

/** Opens nothing yet. */
export function createLines(gateway: Gateway, memory: RouteMemory, trusted: TrustedCertificates): Lines {
  const trustedAt = ({ hostname }: URL): { trusted?: string } => {
    const sha256 = Object.hasOwn(trusted, hostname) ? trusted[hostname] : undefined;
    return sha256 === undefined ? {} : { trusted: sha256 };
  };
  const dial = async (url: URL, tls: TlsMode, usual: RouteWhy, signal: AbortSignal): Promise<ByteSocket> => {
    const socket = await gateway.dial(url, { tls, ...trustedAt(url) }, signal);
    if (socket.line) memory.note(url, routeOfLine(socket.line, usual, trustedAt(url).trusted));
    return socket;
  };
  return {
    open: (url, signal) => {
      const known = memory.routeOf(url);
      return dial(url, tlsOf(known), known?.why ?? 'forced', signal);
    },
    openFirst: (url, usual, signal) => dial(url, 'any', usual, signal),
    openBound: async (url, signal) => {
      const socket = await gateway.dial(url, { tls: 'modern', ...trustedAt(url) }, signal);
      if (socket.line) memory.noteBound(url, routeOfLine(socket.line, 'binding'));
      return socket;
    },
  };
}
