import type { TlsMode } from '../../../lib/gateway-grant.ts';
import type { OriginFacts, Origins, RouteWhy, TrustedCertificates } from '../../../lib/origin-facts.ts';
import { HandshakeError } from '../../faults/handshake-error.ts';
import { LineError } from '../../faults/line-error.ts';
import type { Fetch } from '../authenticator.ts';
import type { ByteSocket, OpenSocket } from '../http/byte-socket.ts';
import type { SignInFacts, SignInMemory } from '../sign-in-memory.ts';
import { socketFetch } from '../socket-fetch.ts';
import { doubtingFetch, isPlatforms, type Doubt } from './doubting-fetch.ts';
import { DIRECT, isSameRoute, routeOfLine, tlsOf, type Route } from './route-facts.ts';

/** A way to servers by a gateway. */
export type Gateway = {
  /** Asks for a line. Rejects with LineError where there is none, and as OpenSocket does where the gateway is not there. */
  dial(url: URL, how: { tls: TlsMode; trusted?: string }, signal: AbortSignal): Promise<ByteSocket>;
  /** A proxy is in between: nothing is tried directly. */
  isForced: boolean;
};

/**
 * Throws why there was no answer, where it can be found out without a gateway. `error` is what came in its place,
 * undefined where nothing did so far; `isSecured`: TLS with the server works, which is then not the reason.
 */
export type Explain = (url: URL, error: unknown, isSecured: boolean) => Promise<void>;

export type RoutesOptions = {
  /** The platform's own ways, within the policy for addresses. `open` throws HandshakeError where TLS fails. */
  direct: { fetch: Fetch; open: OpenSocket };
  gateway?: Gateway;
  explain?: Explain;
  origins: Origins;
  trusted: TrustedCertificates;
  /**
   * Whether requests change nothing, as those of a look at a server: one without an answer may then be made again by
   * another way. Else what a look finds concerns the requests to come.
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
  /** Opens by the gateway, which sees the server's certificate; absent where there is none. */
  openBound?: OpenSocket;
  memory: (origin: string) => SignInMemory;
  /** What was learnt and differs from what was remembered, whole facts by origin. */
  learnt: () => Record<string, OriginFacts>;
  close: () => void;
};

/** Longest look at a server before a request, with what the gateway needs for a handshake that hangs. */
const LOOK_MS = 30_000;
/** Longest wait for the answer that shows that a server is reached directly. */
const KNOCK_MS = 6_000;
/** Longest wait for a connection that only shows whether there is one. */
const CONNECT_MS = 4_000;

/** Opens nothing yet. */
export function createRoutes(options: RoutesOptions): Routes {
  const { direct, gateway, explain, origins, trusted, isLook, now, maxConnections } = options;
  const routes = new Map<string, Route>();
  const signIns = new Map<string, SignInFacts>();
  /** Origins that are looked at before the next request, with the look where it is on its way. */
  const doubtful = new Map<string, Promise<void> | undefined>();

  // A look finds the way again: the server may have been renewed since.
  const routeOf = ({ origin }: URL): Route | undefined => routes.get(origin) ?? (isLook ? undefined : origins[origin]);
  const trustedAt = ({ hostname }: URL): { trusted?: string } => {
    const sha256 = Object.hasOwn(trusted, hostname) ? trusted[hostname] : undefined;
    return sha256 === undefined ? {} : { trusted: sha256 };
  };
  const goesByGateway = (url: URL) =>
    gateway !== undefined && (gateway.isForced || (url.protocol === 'https:' && routeOf(url)?.via === 'gateway'));
  const signInOf = (origin: string): SignInFacts => {
    const { basicCharset, binding } = origins[origin] ?? {};
    const learnt = signIns.get(origin);
    const known = { ...(basicCharset && { basicCharset }), ...(binding && { binding }), ...learnt };
    // What binds a sign-in to the certificate sees nothing in between any more.
    if (learnt?.needsBinding) delete known.binding;
    return known;
  };
  const note = (url: URL, route: Route) => void routes.set(url.origin, route);

  const dial = async (url: URL, tls: TlsMode, usual: RouteWhy, signal: AbortSignal): Promise<ByteSocket> => {
    if (gateway === undefined) throw new Error('there is no gateway');
    const socket = await gateway.dial(url, { tls, ...trustedAt(url) }, signal);
    if (socket.line) note(url, routeOfLine(socket.line, usual, trustedAt(url).trusted));
    return socket;
  };
  const openLine: OpenSocket = (url, signal) => {
    const known = routeOf(url);
    return dial(url, tlsOf(known), known?.why ?? 'forced', signal);
  };
  /** Ways of connections that were opened for their certificate's sake. */
  const bounds = new Map<string, Route>();
  const openBound: OpenSocket = async (url, signal) => {
    if (gateway === undefined) throw new Error('there is no gateway');
    if (goesByGateway(url)) return openLine(url, signal);
    const socket = await gateway.dial(url, { tls: 'modern', ...trustedAt(url) }, signal);
    if (socket.line) bounds.set(url.origin, routeOfLine(socket.line, 'binding'));
    return socket;
  };
  const byGateway = socketFetch({ open: openLine, now, maxConnections });

  /** What is in the way of a direct connection, if anything is. */
  const obstacle = async (url: URL, signal: AbortSignal): Promise<'tls' | 'network' | undefined> => {
    const limit = AbortSignal.timeout(CONNECT_MS);
    try {
      (await direct.open(url, AbortSignal.any([signal, limit]))).close();
      return undefined;
    } catch (error) {
      signal.throwIfAborted();
      // A handshake that hangs is the server's, as a rule.
      return limit.aborted || error instanceof HandshakeError ? 'tls' : 'network';
    }
  };
  /** Finds the way to an origin that gave no answer. Throws LineError where the gateway knows what is in the way. */
  const look: Doubt = async (url, signal, error) => {
    let isSecured = false;
    if (url.protocol === 'https:' && !goesByGateway(url)) {
      const what = await obstacle(url, signal);
      if (what !== undefined && gateway) {
        (await dial(url, 'any', what === 'tls' ? 'private-issuer' : 'network', signal)).close();
        return 'again';
      }
      isSecured = what === undefined;
      if (isSecured && error === undefined) return 'wait';
    }
    if (isLook) await explain?.(url, error, isSecured);
    return 'wait';
  };

  /** Looks at an origin that is not known, or gave no answer a moment ago, before a request goes there. */
  const settle = async (url: URL, signal: AbortSignal): Promise<void> => {
    const answers = await direct
      .fetch(url.href, { redirect: 'manual', signal: AbortSignal.timeout(KNOCK_MS) })
      .then(async (response) => {
        await response.body?.cancel();
        return !isPlatforms(response);
      })
      .catch(() => false);
    if (answers) return note(url, DIRECT);
    try {
      await look(url, signal);
    } catch (error) {
      // What is no matter of TLS shows in the request itself, in the platform's own words.
      if (error instanceof LineError && isOfTls(error)) throw error;
      signal.throwIfAborted();
    }
  };
  const settled = async (url: URL): Promise<void> => {
    const { origin } = url;
    if (gateway === undefined || url.protocol !== 'https:' || goesByGateway(url)) return;
    if (!doubtful.has(origin) && routeOf(url) !== undefined) return;
    const looking = doubtful.get(origin) ?? settle(url, AbortSignal.timeout(LOOK_MS));
    doubtful.set(origin, looking);
    try {
      await looking;
      doubtful.delete(origin);
    } catch (error) {
      doubtful.set(origin, undefined);
      throw error;
    }
  };

  const lookingFetch = doubtingFetch(async (address, init) => {
    const url = new URL(address);
    if (goesByGateway(url)) return byGateway(address, init);
    const response = await direct.fetch(address, init);
    if (routeOf(url) === undefined && !isPlatforms(response)) note(url, DIRECT);
    return response;
  }, look);
  const workingFetch: Fetch = async (address, init) => {
    const url = new URL(address);
    await settled(url);
    init.signal?.throwIfAborted();
    if (goesByGateway(url)) return byGateway(address, init);
    try {
      return await direct.fetch(address, init);
    } catch (error) {
      doubtful.set(url.origin, undefined);
      throw error;
    }
  };

  return {
    fetch: isLook ? lookingFetch : workingFetch,
    open: async (url, signal) => {
      if (goesByGateway(url)) return openLine(url, signal);
      try {
        return await direct.open(url, signal);
      } catch (error) {
        signal.throwIfAborted();
        const isTls = error instanceof HandshakeError;
        if (!isTls && !isLook) throw error;
        // Nothing was sent: the line serves the request that wanted a connection.
        if (gateway && url.protocol === 'https:') return dial(url, 'any', isTls ? 'private-issuer' : 'network', signal);
        await explain?.(url, error, false);
        throw error;
      }
    },
    ...(gateway && { openBound }),
    memory: (origin) => {
      const { basicCharset, binding } = signInOf(origin);
      return {
        ...(basicCharset !== undefined && { basicCharset }),
        ...(binding !== undefined && { binding }),
        learn: (facts) => {
          signIns.set(origin, { ...signIns.get(origin), ...facts });
          const bound = bounds.get(origin);
          if (facts.needsBinding && bound) note(new URL(origin), bound);
        },
      };
    },
    learnt: () => {
      const all: Record<string, OriginFacts> = {};
      for (const origin of new Set([...routes.keys(), ...signIns.keys()])) {
        const before = origins[origin];
        const route = routes.get(origin) ?? before ?? DIRECT;
        const { basicCharset, binding } = signInOf(origin);
        const isKnown =
          isSameRoute(before, route) && basicCharset === before?.basicCharset && binding === before?.binding;
        if (isKnown) continue;
        const { via, why, route: way, tls, protocol, cipher } = route;
        all[origin] = {
          via,
          ...(why && { why }),
          ...(way && { route: way }),
          ...(tls && { tls }),
          ...(protocol !== undefined && { protocol }),
          ...(cipher !== undefined && { cipher }),
          ...(basicCharset && { basicCharset }),
          ...(binding && { binding }),
          checkedAt: now(),
        };
      }
      return all;
    },
    close: () => byGateway.close(),
  };
}

/** Reasons that are the server's TLS, not its reachability. */
function isOfTls({ failure }: LineError): boolean {
  return failure.code.startsWith('certificate-') || failure.code === 'tls-unsupported';
}
