import { discover, type DiscoverPlatform } from '../../exchange/autodiscover/discover.ts';
import { socketFetch } from '../../exchange/transport/socket-fetch.ts';
import type { Discover } from '../../features/kernel/deps.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import type { Origins, TrustedCertificates } from '../../lib/origin-facts.ts';
import { gatewaySettings, type GatewayEnv, type GatewaySettings } from '../platform/gateway-settings.ts';
import { countedFetch, createPlainHttp } from '../platform/http.ts';
import { explainingFetch } from './explaining.ts';
import { createSignInPlatform } from './sign-in-platform.ts';

/** Names come from servers, and end up on a screen. */
const LONGEST_NAME = 200;

export type DiscoverSettings = {
  resolverUrl?: string;
  /** Origins that stand for host names, where private addresses are allowed: there is no DNS for the sandbox. */
  hosts?: Readonly<Record<string, string>>;
  gateway?: GatewaySettings;
  /** Longest wait for one answer. */
  stepMs?: number;
};

/** The settings of the Worker that a search reads; see wrangler.toml. */
type DiscoverEnv = GatewayEnv & { DNS_RESOLVER_URL?: string; AUTODISCOVER_HOSTS?: string };

export function discoverSettings(env: DiscoverEnv): DiscoverSettings {
  const gateway = gatewaySettings(env);
  return {
    ...(gateway && { gateway }),
    ...(env.DNS_RESOLVER_URL ? { resolverUrl: env.DNS_RESOLVER_URL } : {}),
    ...(env.AUTODISCOVER_HOSTS ? { hosts: JSON.parse(env.AUTODISCOVER_HOSTS) as Record<string, string> } : {}),
  };
}

/**
 * A search for Exchange servers over the network, within the address policy. `onCall` is called before each request and
 * each connection, DNS queries included.
 */
export function createDiscover(
  policy: AddressPolicy,
  settings: DiscoverSettings = {},
  onCall: () => void = () => {},
): Discover {
  const hosts = policy.allowPrivate ? (settings.hosts ?? {}) : {};
  const placeOf = (address: string): string => {
    const { hostname, pathname, search } = new URL(address);
    const origin = hosts[hostname];
    return origin === undefined ? address : `${origin}${pathname}${search}`;
  };
  return async ({ credentials, server, trustsDomain = true, trustedCertificates, ...search }) => {
    const platform = createSignInPlatform(policy, {
      gateway: settings.gateway,
      trustedCertificates: withPlaces(trustedCertificates, hosts),
      resolverUrl: settings.resolverUrl,
      isLook: true,
      onCall,
    });
    try {
      const { attempts, ...result } = await discover(
        {
          ...search,
          trustsDomain,
          allowPrivate: policy.allowPrivate,
          ...(settings.stepMs !== undefined && { stepMs: settings.stepMs }),
          ...(credentials ? { credentials } : {}),
          ...(server ? { server } : {}),
        },
        discoverPlatform(platform, policy, placeOf, settings.resolverUrl, onCall),
      );
      const origins = withoutResolver(platform.learnt(), settings.resolverUrl);
      if (!result.ok) return { ...result, attempts, origins };
      const { ewsUrl, foundBy, needsConsent = null, settings: found } = result.found;
      const { displayName, legacyDn = null } = found ?? {};
      const placed = placeOf(ewsUrl);
      return {
        ok: true,
        attempts,
        origins,
        ewsUrl: placed,
        ...(placed !== ewsUrl && { host: new URL(ewsUrl).hostname }),
        foundBy,
        needsConsent,
        displayName: displayName?.slice(0, LONGEST_NAME) ?? null,
        legacyDn,
      };
    } finally {
      platform.close();
    }
  };
}

/** What was learnt of servers; the DNS resolver is not one of the provider's. */
function withoutResolver(learnt: Origins, resolverUrl: string | undefined): Origins {
  if (resolverUrl === undefined) return learnt;
  const { [new URL(resolverUrl).origin]: _resolver, ...others } = learnt;
  return others;
}

/** If another origin stands in for a host, the host's trusted certificates apply to it. */
function withPlaces(trusted: TrustedCertificates = {}, hosts: Readonly<Record<string, string>>): TrustedCertificates {
  const places = Object.entries(trusted).flatMap(([host, sha256]) => {
    const origin = hosts[host];
    return origin === undefined ? [] : [[new URL(origin).hostname, sha256] as const];
  });
  return { ...Object.fromEntries(places), ...trusted };
}

function discoverPlatform(
  { fetch, open, openBound, openReference, checkName, memory, random, now }: ReturnType<typeof createSignInPlatform>,
  policy: AddressPolicy,
  placeOf: (address: string) => string,
  resolverUrl: string | undefined,
  onCall: () => void,
): DiscoverPlatform {
  // Where nothing goes directly, the gateway looks the name up, and connects to what it has checked.
  const bySocket = openReference && socketFetch({ open: openReference, now, maxConnections: 1 });
  const plain = bySocket
    ? createPlainHttp(policy, (input, init = {}) => bySocket(input, init))
    : explainingFetch(createPlainHttp(policy, countedFetch(onCall), checkName), onCall);
  const at = (url: URL) => new URL(placeOf(url.href));
  return {
    memory,
    random,
    now,
    fetch: (url, init) => fetch(placeOf(url), init),
    fetchPlain: (url, init) => plain(placeOf(url), init),
    open: (url, signal) => open(at(url), signal),
    ...(openBound && { openBound: (url, signal) => openBound(at(url), signal) }),
    ...(resolverUrl === undefined ? {} : { resolverUrl }),
  };
}
