import { HandshakeError } from '../../faults/handshake-error.ts';
import { LineError } from '../../faults/line-error.ts';
import type { Fetch } from '../authenticator.ts';
import type { OpenSocket } from '../http/byte-socket.ts';
import { isPlatforms, type Diagnose } from './diagnosing-fetch.ts';
import type { Lines } from './lines.ts';
import { DIRECT } from './route-facts.ts';
import type { RouteMemory } from './route-memory.ts';

/** The platform's own ways, within the policy for addresses. `open` throws HandshakeError where TLS fails. */
export type Direct = { fetch: Fetch; open: OpenSocket };

/**
 * Throws why there was no answer, where it can be found out without a gateway. `error` is what came in its place,
 * undefined where nothing did so far; `isSecured`: TLS with the server works, which is then not the reason.
 */
export type Explain = (url: URL, error: unknown, isSecured: boolean) => Promise<void>;

export type WayFinder = {
  /** Finds a route to an origin that gave no answer. Throws the reason if it is known. */
  look: Diagnose;
  /**
   * Checks an unknown or suspect origin before a request goes there. Throws LineError if the server's TLS is the
   * obstacle; other reasons show in the request itself.
   */
  settle(url: URL): Promise<void>;
  /** The origin gave no answer: it is looked at before the next request. */
  suspect(url: URL): void;
};

/** Longest look at a server before a request, with what the gateway needs for a handshake that hangs. */
const LOOK_MS = 30_000;
/** Longest wait for the answer that shows that a server is reached directly. */
const KNOCK_MS = 6_000;
/** Longest wait for a connection that only shows whether there is one. */
const CONNECT_MS = 4_000;

/** `explain` is for looks alone. */
export function createWayFinder(
  direct: Direct,
  lines: Lines | undefined,
  memory: RouteMemory,
  goesByGateway: (url: URL) => boolean,
  explain?: Explain,
): WayFinder {
  /** Suspect origins, with the check if it is running. */
  const suspects = new Map<string, Promise<void> | undefined>();

  const look: Diagnose = async (url, signal, error) => {
    let isSecured = false;
    if (url.protocol === 'https:' && !goesByGateway(url)) {
      const what = await obstacleOf(direct, url, signal);
      if (what !== undefined && lines) {
        (await lines.openFirst(url, what === 'tls' ? 'private-issuer' : 'network', signal)).close();
        return 'retry';
      }
      isSecured = what === undefined;
      if (isSecured && error === undefined) return 'wait';
    }
    await explain?.(url, error, isSecured);
    return 'wait';
  };

  const settleNow = async (url: URL, signal: AbortSignal): Promise<void> => {
    if (await isAnswered(direct, url)) return memory.note(url, DIRECT);
    try {
      await look(url, signal);
    } catch (error) {
      if (error instanceof LineError && isOfTls(error)) throw error;
    }
  };

  return {
    look,
    suspect: ({ origin }) => void suspects.set(origin, undefined),
    settle: async (url) => {
      const { origin } = url;
      if (lines === undefined || url.protocol !== 'https:' || goesByGateway(url)) return;
      if (!suspects.has(origin) && memory.routeOf(url) !== undefined) return;
      const looking = suspects.get(origin) ?? settleNow(url, AbortSignal.timeout(LOOK_MS));
      suspects.set(origin, looking);
      try {
        await looking;
        suspects.delete(origin);
      } catch (error) {
        suspects.set(origin, undefined);
        throw error;
      }
    },
  };
}

/** Whether a server answers a direct request, whatever it says. */
async function isAnswered({ fetch }: Direct, url: URL): Promise<boolean> {
  try {
    const response = await fetch(url.href, { redirect: 'manual', signal: AbortSignal.timeout(KNOCK_MS) });
    await response.body?.cancel();
    return !isPlatforms(response);
  } catch {
    return false;
  }
}

/** The obstacle to a direct connection, if any. */
async function obstacleOf({ open }: Direct, url: URL, signal: AbortSignal): Promise<'tls' | 'network' | undefined> {
  const limit = AbortSignal.timeout(CONNECT_MS);
  try {
    (await open(url, AbortSignal.any([signal, limit]))).close();
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    // A handshake that hangs is the server's, as a rule.
    return limit.aborted || error instanceof HandshakeError ? 'tls' : 'network';
  }
}

/** Reasons that are the server's TLS, not its reachability. */
function isOfTls({ failure }: LineError): boolean {
  return failure.code.startsWith('certificate-') || failure.code === 'tls-unsupported';
}
