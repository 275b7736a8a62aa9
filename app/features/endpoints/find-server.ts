import { createSignal } from 'solid-js';
import type { Discovery, Endpoint } from '../../api.ts';
import { api, read } from '../../api.ts';
import type { EndpointValues } from './endpoint-values.ts';
import { listIn } from './endpoint-values.ts';

/** Where the server is, as the API takes it. */
type Place = { url?: string; email?: string; domain?: string; consentHosts?: string[] };

/** The search for a server, with what a person decided on the way: hosts consented to, certificates trusted. */
export function createServerSearch(start: Endpoint | undefined) {
  const [search, setSearch] = createSignal<Discovery>();
  const [consents, setConsents] = createSignal<readonly string[]>([]);
  const [trusted, setTrusted] = createSignal<Readonly<Record<string, string>>>({});
  const trust = () => (Object.keys(trusted()).length > 0 ? { trustedCertificates: { ...trusted() } } : {});
  const isSame = (address: string) => start !== undefined && address.trim() === start.url;

  /** Undefined while a person must still confirm what was found. */
  const findPlace = async (values: EndpointValues): Promise<Place | undefined> => {
    if (isSame(values.address)) return { consentHosts: listIn(values.hosts) };
    const shown = search();
    if (!shown?.ewsUrl || shown.problem) {
      const username = values.username.trim();
      const found = await read(
        api.endpoints.discover.$post({
          json: {
            address: values.address,
            consentHosts: [...consents()],
            ...trust(),
            ...(username && { username }),
            ...(values.password && { password: values.password }),
          },
        }),
      );
      // An address that was given as it is needs no second look.
      if (found.ewsUrl !== null && found.foundFrom === null) return { url: found.ewsUrl };
      setSearch(found);
      // The host that was consented to a moment ago has been looked at.
      const isConsented = found.ewsUrl !== null && consents().includes(new URL(found.ewsUrl).hostname);
      if (found.problem !== null || !isConsented) return undefined;
    }
    const foundFrom = search()?.foundFrom ?? '';
    const consentHosts = [...consents()];
    return foundFrom.includes('@') ? { email: foundFrom, consentHosts } : { domain: foundFrom, consentHosts };
  };

  return {
    search,
    consents,
    trust,
    isSame,
    findPlace,
    consent: (host: string, isGiven: boolean) =>
      setConsents((hosts) => (isGiven ? [...hosts, host] : hosts.filter((other) => other !== host))),
    trustCertificate: (host: string, sha256: string) => setTrusted((hosts) => ({ ...hosts, [host]: sha256 })),
    /** For another address nothing of this counts. */
    forget: () => {
      setSearch();
      setConsents([]);
      setTrusted({});
    },
    /** True while the search must be repeated before the endpoint can be stored. */
    isOpen: () => {
      const shown = search();
      const isAgreed = shown?.ewsUrl && shown.consentHosts.every((host) => consents().includes(host));
      return Boolean(shown?.problem && !isAgreed);
    },
  };
}
