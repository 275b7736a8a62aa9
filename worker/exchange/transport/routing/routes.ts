import type { OriginFacts, Origins, TrustedCertificates } from '../../../lib/origin-facts.ts';
import { HandshakeError } from '../../faults/handshake-error.ts';
import type { Fetch } from '../authenticator.ts';
import type { OpenSocket } from '../http/byte-socket.ts';
import type { SignInMemory } from '../sign-in-memory.ts';
import { socketFetch } from '../socket-fetch.ts';
import { diagnosingFetch, isPlatforms } from './diagnosing-fetch.ts';
import { createWayFinder, type Direct, type Explain } from './find-way.ts';
import { createLines, type Gateway } from './lines.ts';
import { DIRECT } from './route-facts.ts';
import { createRouteMemory } from './route-memory.ts';

export type RoutesOptions = {
  direct: Direct;
  gateway?: Gateway;
  explain?: Explain;
  origins: Origins;
  trusted: TrustedCertificates;
  /**
   * Whether requests change nothing, as in a probe: an unanswered request may then be repeated over another route.
   * Otherwise a check affects only later requests.
   */
  isLook: boolean;
  /** In ms. */
  now: () => number;
  maxConnections: number;
};

/** Ways to servers, each origin by the one that works. */
export type Routes = {
  fetch: Fetch;
  open: OpenSocket;
  /** Opens through the gateway, which sees the server's certificate; absent without a gateway. */
  openBound?: OpenSocket;
  memory: (origin: string) => SignInMemory;
  /** What was learnt and differs from what was remembered, whole facts by origin. */
  learnt: () => Record<string, OriginFacts>;
  close: () => void;
};

/** Opens nothing yet. */
export function createRoutes(options: RoutesOptions): Routes {
  const { direct, gateway, explain, origins, trusted, isLook, now, maxConnections } = options;
  const memory = createRouteMemory(origins, isLook, now);
  const lines = gateway && createLines(gateway, memory, trusted);
  const goesByGateway = (url: URL): boolean =>
    gateway !== undefined &&
    (gateway.isForced || (url.protocol === 'https:' && memory.routeOf(url)?.via === 'gateway'));
  const ways = createWayFinder(direct, lines, memory, goesByGateway, isLook ? explain : undefined);
  const byGateway = lines && socketFetch({ open: lines.open, now, maxConnections });

  const lookingFetch = diagnosingFetch(async (address, init) => {
    const url = new URL(address);
    if (byGateway && goesByGateway(url)) return byGateway(address, init);
    const response = await direct.fetch(address, init);
    if (memory.routeOf(url) === undefined && !isPlatforms(response)) memory.note(url, DIRECT);
    return response;
  }, ways.look);

  const workingFetch: Fetch = async (address, init) => {
    const url = new URL(address);
    await ways.settle(url);
    init.signal?.throwIfAborted();
    if (byGateway && goesByGateway(url)) return byGateway(address, init);
    try {
      const response = await direct.fetch(address, init);
      // Where the way was found a moment ago, it is not the server of this origin whose TLS fails.
      if (!byGateway || !isPlatforms(response) || memory.isFound(url)) return response;
      await response.body?.cancel();
      throw new Error(`the platform answers HTTP ${String(response.status)} in place of the server`);
    } catch (error) {
      ways.suspect(url);
      throw error;
    }
  };

  return {
    fetch: isLook ? lookingFetch : workingFetch,
    open: async (url, signal) => {
      if (lines && goesByGateway(url)) return lines.open(url, signal);
      try {
        return await direct.open(url, signal);
      } catch (error) {
        signal.throwIfAborted();
        const isTls = error instanceof HandshakeError;
        if (!isTls && !isLook) throw error;
        // Nothing was sent: the line serves the request that wanted a connection.
        if (lines && url.protocol === 'https:')
          return lines.openFirst(url, isTls ? 'private-issuer' : 'network', signal);
        await explain?.(url, error, false);
        throw error;
      }
    },
    ...(lines && {
      openBound: (url, signal) => (goesByGateway(url) ? lines.open(url, signal) : lines.openBound(url, signal)),
    }),
    memory: memory.signIn,
    learnt: memory.learnt,
    close: () => byGateway?.close(),
  };
}
