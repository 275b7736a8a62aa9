import { FaultError } from '../../engine/model/fault.ts';
import { LineError } from '../../exchange/faults/line-error.ts';
import type { ByteSocket, OpenSocket } from '../../exchange/transport/http/byte-socket.ts';
import { openLine } from '../../exchange/transport/gateway/open-line.ts';
import type { Gateway } from '../../exchange/transport/routing/lines.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import { bareHost, portOf, refusalOf } from '../../lib/address.ts';
import { signGrant, type Dial } from '../../lib/gateway-grant.ts';
import { MINUTE_MS } from '../../lib/units.ts';
import type { GatewaySettings } from './gateway-settings.ts';
import { openWebSocketLine } from './gateway-web-socket.ts';
import { AddressRefusedError, requireReference } from './http.ts';
import { openSocket } from './socket-open.ts';

const GRANT_MS = 5 * MINUTE_MS;

/**
 * The gateway of the settings. It is asked only for addresses that the policy allows: over a socket on the same
 * computer, over a WebSocket elsewhere, because a Worker opens no socket to an address of Cloudflare. `dialReference`
 * opens a line without TLS, for references by plain http. `onCall` is called before each line.
 */
export function createGateway(
  { url: place, token, isFirst }: GatewaySettings,
  policy: AddressPolicy,
  onCall: () => void = () => {},
): Gateway & { dialReference: OpenSocket } {
  const open = async (url: URL, how: Pick<Dial, 'tls' | 'trusted'>, signal: AbortSignal): Promise<ByteSocket> => {
    const host = bareHost(url.hostname);
    const port = portOf(url);
    const { allowPrivate } = policy;
    const dial: Dial = {
      host,
      port,
      until: Date.now() + GRANT_MS,
      isSecure: url.protocol === 'https:',
      ...how,
      ...(allowPrivate && { allowPrivate }),
    };
    const grant = await signGrant(token, dial);
    onCall();
    try {
      if (place.protocol === 'https:') return await openWebSocketLine(place, grant, signal);
      return await openLine(await openSocket(place, signal), { host, port, grant }, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof LineError ? error : gatewayGone(error);
    }
  };
  return {
    isForced: isFirst,
    dial: async (url, { tls, trusted }, signal) => {
      const refusal = refusalOf(url, policy);
      if (refusal) throw new AddressRefusedError(`Requests to ${url.origin} are not allowed (${refusal}).`);
      return open(url, { tls, ...(trusted && { trusted }) }, signal);
    },
    dialReference: async (url, signal) => {
      requireReference(url, policy);
      return open(url, { tls: 'modern' }, signal);
    },
  };
}

/** The gateway is restarted when it ends, so this fault clears without intervention. */
function gatewayGone(cause: unknown): FaultError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new FaultError({
    kind: 'unreachable',
    scope: 'endpoint',
    code: 'gateway-unreachable',
    message: `Mailferry’s own gateway does not answer (${said}).`,
  });
}
