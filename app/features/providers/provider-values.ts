import type { Provider } from '../../api.ts';

/** A provider as its form holds it: lists are text. */
export type ProviderValues = {
  name: string;
  addresses: string;
  mxNames: string;
  status: Provider['status'];
  note: string;
};

const wordsIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

export function valuesOf(provider: Provider | undefined): ProviderValues {
  return {
    name: provider?.name ?? '',
    addresses: provider?.servers.flatMap(({ ewsUrl, owaUrl }) => [ewsUrl, owaUrl].filter(Boolean)).join('\n') ?? '',
    mxNames: provider?.mxNames.join(', ') ?? '',
    status: provider?.status ?? 'live',
    note: provider?.note ?? '',
  };
}

/** What the API takes of these values. A server whose addresses all stay is kept as it is. */
export function requestOf({ name, addresses, mxNames, status, note }: ProviderValues, before?: Provider) {
  const wanted = new Set(wordsIn(addresses));
  const kept = (before?.servers ?? []).filter(({ ewsUrl, owaUrl }) =>
    [ewsUrl, owaUrl].every((url) => url === null || wanted.has(url)),
  );
  const known = new Set(kept.flatMap(({ ewsUrl, owaUrl }) => [ewsUrl, owaUrl]));
  const added = [...wanted]
    .filter((address) => !known.has(address))
    .map((address) => (/\/ews(?:\/|$)/i.test(address) ? { ewsUrl: address } : { owaUrl: address }));
  return {
    name,
    servers: [...kept.map(({ label, owaUrl, ewsUrl, version }) => ({ label, owaUrl, ewsUrl, version })), ...added],
    mxNames: wordsIn(mxNames.toLowerCase()),
    status,
    note: note.trim() || null,
  };
}

/** Everything that a workgroup may write of a provider, as the API takes it: what an undo writes again. */
export function factsOf(provider: Provider) {
  const { id: _id, origin: _origin, source: _source, updatedAt: _updatedAt, servers, ...facts } = provider;
  return {
    ...facts,
    otherNames: [...facts.otherNames],
    countries: [...facts.countries],
    autodiscoverHosts: [...facts.autodiscoverHosts],
    mxNames: [...facts.mxNames],
    servers: servers.map(({ label, owaUrl, ewsUrl, version }) => ({ label, owaUrl, ewsUrl, version })),
  };
}

/** The field that an error of the API is about. */
export function fieldOf(path: string): string {
  const first = /^[^.[]*/.exec(path)?.[0] ?? path;
  return first === 'servers' ? 'addresses' : first;
}
