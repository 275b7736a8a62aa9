import type { Deps } from '../kernel/deps.ts';
import type { DirectoryEntry } from './directory.ts';
import type { MailHosts, Recognized } from './recognize.ts';
import { recognizeProvider } from './recognize.ts';

/** More hosts than any domain has. */
const MOST_HOSTS = 20;

/** The hosts that DNS names for the mail of a domain. */
async function lookUpMailHosts(lookUp: Deps['lookUpHosts'], domain: string): Promise<MailHosts> {
  const [mx, alias, service] = await Promise.all([
    lookUp(domain, 'MX'),
    lookUp(`autodiscover.${domain}`, 'CNAME'),
    lookUp(`_autodiscover._tcp.${domain}`, 'SRV'),
  ]);
  const autodiscover = alias || service ? [...(alias ?? []), ...(service ?? [])].slice(0, MOST_HOSTS) : null;
  return { mx: mx?.slice(0, MOST_HOSTS) ?? null, autodiscover };
}

/** Guesses from DNS whose servers hold the mailboxes of a domain. Contacts none of them. */
export async function suggestProvider(
  deps: Pick<Deps, 'lookUpHosts'>,
  entries: readonly DirectoryEntry[],
  domain: string,
): Promise<{ found: Recognized<DirectoryEntry>; hosts: MailHosts }> {
  const hosts = await lookUpMailHosts(deps.lookUpHosts, domain);
  return { found: recognizeProvider(entries, hosts), hosts };
}
