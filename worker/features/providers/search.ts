import { looseKey } from '../../lib/loose-key.ts';
import type { ProviderFacts } from './provider.ts';

/** The host of an address of the web, an e-mail address or a host with a path; undefined for other texts. */
function hostIn(text: string): string | undefined {
  const place = text.slice(text.lastIndexOf('@') + 1);
  const address = /^https?:\/\//i.test(place) ? place : `https://${place}`;
  if (!URL.canParse(address)) return undefined;
  const { hostname } = new URL(address);
  return hostname.includes('.') ? hostname : undefined;
}

/** Every host that an entry names; what differs from customer to customer is left out. */
function hostsOf({ servers, autodiscoverHosts, mxNames }: ProviderFacts): string[] {
  const urls = servers.flatMap(({ owaUrl, ewsUrl }) => [owaUrl, ewsUrl]).filter((url) => url !== null);
  const hosts = urls.map((url) => new URL(url.replace('//*.', '//')).hostname);
  return [...new Set([...hosts, ...autodiscoverHosts, ...mxNames])];
}

function isSameOrBelow(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** The part of a host that its owner registered, near enough for a search: the last two labels, three of `co.uk`. */
function registered(host: string): string {
  const labels = host.split('.');
  const isSecondLevel = labels.length > 2 && /^(?:co|com|net|org)$/.test(labels.at(-2) ?? '');
  return labels.slice(isSecondLevel ? -3 : -2).join('.');
}

/** How well an entry fits, the lower the better; undefined where it does not. */
function rankOf(facts: ProviderFacts, query: string, host: string | undefined): number | undefined {
  const key = looseKey(query);
  const names = [facts.name, ...facts.otherNames].map(looseKey);
  const hosts = hostsOf(facts);
  if (names.includes(key)) return 0;
  if (host !== undefined) {
    if (hosts.some((known) => isSameOrBelow(host, known))) return 1;
    if (hosts.some((known) => known.includes('.') && registered(known) === registered(host))) return 2;
  }
  if (names.some((name) => name.startsWith(key))) return 3;
  const words = query.split(/\s+/u).map(looseKey);
  const texts = [...names, ...hosts.map(looseKey), ...facts.countries.map(looseKey), looseKey(facts.note ?? '')];
  if (words.every((word) => texts.some((text) => text.includes(word)))) return 4;
  return texts.some((text) => text.includes(key)) ? 5 : undefined;
}

/**
 * The entries that fit a name, a domain, a host, an e-mail address or the address of webmail: all of them, the best
 * first. Case, accents, spaces, punctuation and look-alikes (`0` and `o`) make no difference. Without a query, all by name.
 */
export function searchProviders<Facts extends ProviderFacts>(entries: readonly Facts[], query: string): Facts[] {
  const byName = entries.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  const text = query.trim();
  if (looseKey(text) === '') return text === '' ? byName : [];
  const host = hostIn(text);
  return byName
    .map((entry) => ({ entry, rank: rankOf(entry, text, host) }))
    .filter(({ rank }) => rank !== undefined)
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ entry }) => entry);
}
