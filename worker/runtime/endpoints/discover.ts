import { discover, type DiscoverPlatform } from '../../exchange/autodiscover/discover.ts';
import type { Discover } from '../../features/kernel/deps.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import { explainingFetch } from './diagnose-connection.ts';
import { countedFetch, createPlainHttp } from '../platform/http.ts';
import { createSignInPlatform } from './sign-in-platform.ts';

/** Names come from servers, and end up on a screen. */
const LONGEST_NAME = 200;

export type DiscoverSettings = {
  resolverUrl?: string;
  /** Origins that stand for host names, where private addresses are allowed: there is no DNS for the sandbox. */
  hosts?: Readonly<Record<string, string>>;
};

/** The settings of the Worker that a search reads; see wrangler.toml. */
type DiscoverEnv = { DNS_RESOLVER_URL?: string; AUTODISCOVER_HOSTS?: string };

export function discoverSettings(env: DiscoverEnv): DiscoverSettings {
  return {
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
  const platform = platformOf(policy, placeOf, settings.resolverUrl, onCall);
  return async ({ credentials, server, trustsDomain = true, ...search }) => {
    const { attempts, ...result } = await discover(
      {
        ...search,
        trustsDomain,
        allowPrivate: policy.allowPrivate,
        ...(credentials ? { credentials } : {}),
        ...(server ? { server } : {}),
      },
      platform,
    );
    if (!result.ok) return { ...result, attempts };
    const { ewsUrl, foundBy, needsConsent = null, settings: told } = result.found;
    const { displayName, legacyDn = null } = told ?? {};
    return {
      ok: true,
      attempts,
      ewsUrl: placeOf(ewsUrl),
      foundBy,
      needsConsent,
      displayName: displayName?.slice(0, LONGEST_NAME) ?? null,
      legacyDn,
    };
  };
}

function platformOf(
  policy: AddressPolicy,
  placeOf: (address: string) => string,
  resolverUrl: string | undefined,
  onCall: () => void,
): DiscoverPlatform {
  const { fetch, open, ...rest } = createSignInPlatform(policy, { onCall });
  const plain = explainingFetch(createPlainHttp(policy, countedFetch(onCall)), onCall);
  const explaining = explainingFetch(fetch, onCall);
  return {
    ...rest,
    fetch: (url, init) => explaining(placeOf(url), init),
    fetchPlain: (url, init) => plain(placeOf(url), init),
    open: (url, signal) => open(new URL(placeOf(url.href)), signal),
    ...(resolverUrl === undefined ? {} : { resolverUrl }),
  };
}
