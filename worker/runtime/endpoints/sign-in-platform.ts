import type { SignInPlatform } from '../../exchange/transport/sign-in/sign-in.ts';
import type { OpenSocket } from '../../exchange/transport/http/byte-socket.ts';
import { createRoutes, type Routes } from '../../exchange/transport/routing/routes.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import type { Origins, TrustedCertificates } from '../../lib/origin-facts.ts';
import { createNameCheck, type CheckName } from '../platform/checked-names.ts';
import { createGateway } from '../platform/gateway.ts';
import type { GatewaySettings } from '../platform/gateway-settings.ts';
import { countedFetch, createHttp } from '../platform/http.ts';
import { createSocketOpener } from '../platform/socket-open.ts';
import { createExplain } from './explaining.ts';
import { createSeeLine, type SeeLine } from './see-line.ts';

/** As many as a Worker may have waiting for an answer. */
const MAX_CONNECTIONS = 6;

export type PlatformOptions = {
  gateway?: GatewaySettings | undefined;
  /** Remembered of the servers; see OriginFacts. */
  origins?: Origins | undefined;
  trustedCertificates?: TrustedCertificates | undefined;
  /** Whether requests change nothing; see Routes. */
  isLook: boolean;
  maxConnections?: number;
  /** Where names are looked up before anything connects to them; see createNameCheck. */
  resolverUrl?: string | undefined;
  /** Called before each request and each connection. */
  onCall?: () => void;
};

/** What signing in needs, from the platform and the gateway; requests go only where the policy allows. */
export function createSignInPlatform(
  policy: AddressPolicy,
  {
    gateway,
    origins = {},
    trustedCertificates = {},
    isLook,
    maxConnections,
    resolverUrl,
    onCall = () => {},
  }: PlatformOptions,
): SignInPlatform & Routes & { openReference?: OpenSocket; checkName?: CheckName; seeLine: SeeLine } {
  const checkName = createNameCheck(policy, resolverUrl, countedFetch(onCall));
  const byGateway = gateway && createGateway(gateway, policy, onCall);
  const routes = createRoutes({
    direct: {
      fetch: createHttp(policy, countedFetch(onCall), checkName),
      open: createSocketOpener(policy, onCall, checkName),
    },
    ...(byGateway && { gateway: byGateway }),
    // Where nothing goes directly, nothing is found out directly either.
    ...(!gateway?.isFirst && { explain: createExplain(onCall) }),
    origins,
    trusted: trustedCertificates,
    isLook,
    now: Date.now,
    maxConnections: maxConnections ?? MAX_CONNECTIONS,
  });
  return {
    ...routes,
    ...(checkName && { checkName }),
    ...(byGateway?.isForced && { openReference: byGateway.dialReference }),
    seeLine: createSeeLine({ policy, gateway: byGateway, trusted: trustedCertificates, checkName, onCall }),
    random: (bytes) => void crypto.getRandomValues(bytes),
    now: Date.now,
    ...(maxConnections === undefined ? {} : { maxConnections }),
  };
}
