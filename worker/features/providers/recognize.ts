import type { ProviderFacts } from './provider.ts';

/** Labels of hosts of Microsoft 365. Mailboxes there cannot be read over EWS. */
const MICROSOFT_365 = ['outlook.com', 'protection.outlook.com', 'mx.microsoft', 'office365.com', 'office365.us'];

/** Services that filter mail before it reaches the provider, by labels of their hosts: they hide whose the mailboxes are. */
const FILTERS: Readonly<Record<string, readonly string[]>> = {
  Mimecast: ['mimecast.com', 'mimecast.co.za'],
  Barracuda: ['barracudanetworks.com', 'ess.barracuda.com'],
  Proofpoint: ['pphosted.com', 'ppe-hosted.com'],
  SpamExperts: ['antispamcloud.com', 'spamexperts.com', 'spamexperts.eu'],
  Hornetsecurity: ['hornetsecurity.com', 'antispameurope.com'],
  'Trend Micro': ['in.tmes.trendmicro.com', 'in.tmes.trendmicro.eu'],
  Retarus: ['retarus.com'],
};

/** What DNS says of a domain. Null where it could not be looked up. */
export type MailHosts = {
  /** Hosts of the MX records. */
  mx: readonly string[] | null;
  /** Where `autodiscover` below the domain leads to, by CNAME or SRV. */
  autodiscover: readonly string[] | null;
};

export type Recognized<Facts> =
  | { kind: 'provider'; entry: Facts; by: 'mx' | 'autodiscover'; host: string }
  | { kind: 'microsoft-365'; by: 'mx' | 'autodiscover'; host: string }
  /** A mail filter hides the provider. */
  | { kind: 'filter'; filter: string; host: string }
  | { kind: 'unknown' }
  /** The domain takes no mail. */
  | { kind: 'no-mail' }
  | { kind: 'not-looked-up' };

/** Whether these labels stand in a row in a host: `mail.ovh.net` in `mx1.mail.ovh.net`, `ionos` in `mx00.ionos.de`. */
function hasLabels(host: string, labels: string): boolean {
  return `.${host.toLowerCase()}.`.includes(`.${labels.toLowerCase()}.`);
}

/**
 * Whose servers hold the mailboxes of a domain. Autodiscover counts for more than MX: mail may go through a filter, and
 * programs look for the mailboxes themselves.
 */
export function recognizeProvider<Facts extends ProviderFacts>(
  entries: readonly Facts[],
  { mx, autodiscover }: MailHosts,
): Recognized<Facts> {
  if (mx === null && autodiscover === null) return { kind: 'not-looked-up' };
  const seen = [
    ...(autodiscover ?? []).map((host) => ({ by: 'autodiscover' as const, host })),
    ...(mx ?? []).map((host) => ({ by: 'mx' as const, host })),
  ];
  for (const { by, host } of seen) {
    if (MICROSOFT_365.some((labels) => hasLabels(host, labels))) return { kind: 'microsoft-365', by, host };
    const entry = mostExact(entries, by, host);
    if (entry) return { kind: 'provider', entry, by, host };
  }
  for (const { host } of seen)
    for (const [filter, names] of Object.entries(FILTERS))
      if (names.some((labels) => hasLabels(host, labels))) return { kind: 'filter', filter, host };
  // One record with an empty host says that a domain takes no mail (RFC 7505).
  const takesMail = mx === null || mx.some((host) => host !== '');
  return seen.length > 0 && !takesMail ? { kind: 'no-mail' } : { kind: 'unknown' };
}

/** The entry with the longest name in a host: `mail.ovh.net.ca` before `mail.ovh.net`. */
function mostExact<Facts extends ProviderFacts>(
  entries: readonly Facts[],
  by: 'mx' | 'autodiscover',
  host: string,
): Facts | undefined {
  let best: { entry: Facts; length: number } | undefined;
  for (const entry of entries) {
    // A CNAME may lead to the server of webmail as well; labels of MX hosts are those of the whole provider.
    const names = by === 'mx' ? entry.mxNames : [...entry.autodiscoverHosts, ...entry.mxNames];
    for (const name of names)
      if (hasLabels(host, name) && name.length > (best?.length ?? 0)) best = { entry, length: name.length };
  }
  return best?.entry;
}

/** The same in one sentence for people. */
export function sentenceOf(domain: string, found: Recognized<Pick<ProviderFacts, 'name' | 'status'>>): string {
  switch (found.kind) {
    case 'provider':
      return found.entry.status === 'ended'
        ? `The mail of ${domain} is at ${found.entry.name}, a service that has ended.`
        : `The mail of ${domain} is at ${found.entry.name}.`;
    case 'microsoft-365':
      return `The mail of ${domain} is at Microsoft 365, which Mailferry does not support: EWS is blocked there.`;
    case 'filter':
      return `The mail of ${domain} goes through ${found.filter} first, which hides its provider. Enter an e-mail address: Autodiscover finds the server.`;
    case 'no-mail':
      return `${domain} takes no mail.`;
    case 'unknown':
      return `The provider of ${domain} is not in the directory. Enter an e-mail address: Autodiscover finds the server.`;
    case 'not-looked-up':
      return `The records of ${domain} could not be looked up.`;
  }
}
