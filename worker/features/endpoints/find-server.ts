import type { Deps, DiscoverAttempt } from '../kernel/deps.ts';
import { isEmailAddress } from '../../lib/email-address.ts';
import { requireEndpointUrl } from './endpoint-url.ts';
import { problem } from './errors.ts';
import { problemOfSearch } from './search-problems.ts';
import type { Origins, TrustedCertificates } from '../../lib/origin-facts.ts';
import type { EndpointRow } from './table.ts';

/** Where a server is, in one of three ways. */
export type Place = { url?: string | undefined; domain?: string | undefined; email?: string | undefined };

type Credentials = { username: string; password: string };

/** Where the server was found, as it is kept. */
export type Whereabouts = Pick<EndpointRow, 'url' | 'foundFrom' | 'foundBy'>;

/** What someone typed: an address of the web, an e-mail address, or a name, which may be a domain's or a server's. */
export function placeOf(text: string): Place {
  if (isEmailAddress(text)) return { email: text };
  if (text.includes('/')) return { url: text };
  if (/^[^\s@:]+@[^\s@:]+$/.test(text)) return { email: text };
  // A port, or an address of numbers, has no domain to ask about.
  return /^\[|[@:]|^[\d.]+$/.test(text) || !text.includes('.') ? { url: text } : { domain: text };
}

/** A search's result: a server, or the problem of finding none. */
export type Finding = {
  place: Whereabouts | undefined;
  consentHosts: readonly string[];
  displayName: string | null;
  problem: ReturnType<typeof problem> | undefined;
  attempts: readonly DiscoverAttempt[];
  /** By which way each host was reached. */
  origins: Origins;
};

/** With what a server is searched for. */
export type SearchMeans = {
  credentials?: Credentials | undefined;
  consentHosts: readonly string[];
  trustedCertificates?: TrustedCertificates;
};

/**
 * Finds the EWS address of a place. `problem` names the obstacle: there is none, or it is on a host without consent.
 * Throws the problems of an invalid or forbidden address.
 */
export async function findServer(
  deps: Pick<Deps, 'discover' | 'settings'>,
  place: Place,
  how: SearchMeans,
): Promise<Finding> {
  const nothing = { consentHosts: [], displayName: null, attempts: [], origins: {} };
  if (place.url !== undefined) {
    const url = requireEndpointUrl(place.url, deps.settings.addresses);
    return { ...nothing, place: { url, foundFrom: null, foundBy: null }, problem: undefined };
  }
  const address = requireAddress(place.email ?? place.domain ?? '', deps);
  const { credentials, consentHosts, trustedCertificates = {} } = how;
  const found = await deps.discover({
    address,
    consentHosts,
    ...(credentials ? { credentials } : {}),
    ...(Object.keys(trustedCertificates).length > 0 && { trustedCertificates }),
  });
  const { attempts, origins = {} } = found;
  if (!found.ok) {
    const { failure, consentHosts: hosts } = found;
    return {
      ...nothing,
      attempts,
      origins,
      place: undefined,
      consentHosts: hosts,
      problem: problemOfSearch(failure, attempts, hosts),
    };
  }
  const { ewsUrl, foundBy, needsConsent, displayName } = found;
  const url = requireEndpointUrl(ewsUrl, deps.settings.addresses);
  const hosts = needsConsent === null ? [] : [needsConsent];
  return {
    place: { url, foundFrom: address, foundBy },
    consentHosts: hosts,
    displayName,
    attempts,
    origins,
    problem: hosts.length > 0 ? problemOfSearch('needs-consent', attempts, hosts) : undefined,
  };
}

/** The same, where nothing but a server will do. Throws the problem. */
export async function requireServer(
  ...search: Parameters<typeof findServer>
): Promise<{ place: Whereabouts; origins: Origins }> {
  const { place, problem: inTheWay, origins } = await findServer(...search);
  if (inTheWay) throw inTheWay;
  if (!place) throw problem('endpoint-not-discovered');
  return { place, origins };
}

/** An e-mail address or a domain in the form that hosts have, whatever its letters; refused where its hosts would be. */
function requireAddress(text: string, deps: Pick<Deps, 'settings'>): string {
  const at = text.lastIndexOf('@');
  const url = requireEndpointUrl(`https://${text.slice(at + 1)}`, deps.settings.addresses);
  return `${text.slice(0, at + 1)}${new URL(url).hostname}`;
}
