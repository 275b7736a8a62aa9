import { socketFetch } from '../../exchange/transport/socket-fetch.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import { createNameCheck } from '../platform/checked-names.ts';
import { createGateway } from '../platform/gateway.ts';
import type { GatewaySettings } from '../platform/gateway-settings.ts';
import type { Fetch } from '../platform/http.ts';
import { createHttp } from '../platform/http.ts';

/**
 * How requests reach receivers: only where the policy allows, as with endpoints, and without following redirects. On one
 * computer the gateway looks each name up and connects to the address that it has checked; elsewhere the resolver is asked
 * first.
 */
export function webhookFetch(
  policy: AddressPolicy,
  gateway: GatewaySettings | undefined,
  resolverUrl: string | undefined,
  maxConnections: number,
): Fetch {
  const direct: Fetch = (input, init) => fetch(input, init);
  if (!gateway?.isFirst) return createHttp(policy, direct, createNameCheck(policy, resolverUrl, direct));
  const line = createGateway(gateway, policy);
  const open = (url: URL, signal: AbortSignal) => line.dial(url, { tls: 'modern' }, signal);
  const send = socketFetch({ open, now: Date.now, maxConnections });
  return (input, init = {}) => send(input, init);
}
