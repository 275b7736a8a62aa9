import type { PROVIDER_STATUSES } from '../../lib/new-provider.ts';

/** An Exchange service of a provider; large providers have several, and each customer is on one of them. */
export type ProviderServer = {
  /** Which of them it is: `2019, United Kingdom`. Empty where the provider has one. */
  label: string;
  /** Where people open webmail. `*` stands for what differs from customer to customer. */
  owaUrl: string | null;
  ewsUrl: string | null;
  /** The EWS address was made from that of webmail: no source states it. */
  isEwsInferred: boolean;
  /** As the source states it: `2010`, `2013`. */
  version: string | null;
};

/** What is known of a provider, from public sources or from the workgroup itself. Nothing of it has been tested. */
export type ProviderFacts = {
  name: string;
  /** Former names, brands, names of the platform: people search for these. */
  otherNames: readonly string[];
  /** ISO 3166, two letters; empty where no source states it. */
  countries: readonly string[];
  servers: readonly ProviderServer[];
  /** Hosts that `autodiscover` of a customer's domain leads to. */
  autodiscoverHosts: readonly string[];
  /** Labels in a row of the names of its mail servers: `mail.ovh.net` is in `mx1.mail.ovh.net`. */
  mxNames: readonly string[];
  status: (typeof PROVIDER_STATUSES)[number];
  /** What people of this provider must know, in plain words. */
  note: string | null;
  /** How customers find their own address there. */
  findAddress: string | null;
  /** How its servers let Mailferry sign in, where a source says so. */
  signIn: string | null;
};

/** Where it comes from. `date` as exact as the source is: `2026`, `2026-06`, `2026-07-31`. */
export type ProviderSource = { title: string; date: string | null };

/** An entry that Mailferry ships. */
export type ShippedProvider = ProviderFacts & { id: string; source: ProviderSource };

type Loose = Partial<Omit<ProviderFacts, 'name' | 'servers'>> & {
  id: string;
  name: string;
  source: ProviderSource;
  servers?: readonly Partial<ProviderServer>[];
};

/** An entry of the directory, with what its source does not state left out. */
export function shipped({ servers = [], ...facts }: Loose): ShippedProvider {
  return {
    otherNames: [],
    countries: [],
    autodiscoverHosts: [],
    mxNames: [],
    status: 'unknown',
    note: null,
    findAddress: null,
    signIn: null,
    ...facts,
    servers: servers.map((server) => ({
      label: '',
      owaUrl: null,
      ewsUrl: null,
      isEwsInferred: false,
      version: null,
      ...server,
    })),
  };
}
