import type { IncomingMessage } from 'node:http';
import type { Side } from '../../side.ts';

/** How a side is found; may be changed while it runs. Addresses are matched whole, or by `@domain`. */
export type AutodiscoverOptions = {
  /** Default both, SOAP from 2010 on. What is not answered is 404. */
  answers?: 'both' | 'pox' | 'soap' | 'none';
  /** Addresses whose mailbox is elsewhere under another address. */
  redirectAddress?: Readonly<Record<string, string>>;
  /** Addresses of which another autodiscover service knows; its URL. */
  redirectUrl?: Readonly<Record<string, string>>;
  /** Where a GET without sign-in is sent, with 302. Default: it is challenged. */
  getRedirect?: string;
  /** Returned instead of the side's own EWS addresses. */
  internalEwsUrl?: string;
  externalEwsUrl?: string;
};

export type Redirect = { kind: 'address' | 'url'; target: string };

const lookUp = (table: Readonly<Record<string, string>> | undefined, email: string): string | undefined => {
  const wanted = email.toLowerCase();
  const domain = wanted.slice(wanted.indexOf('@'));
  const entries = Object.entries(table ?? {}).map(([key, target]) => [key.toLowerCase(), target] as const);
  return (entries.find(([key]) => key === wanted) ?? entries.find(([key]) => key === domain))?.[1];
};

/** Where an address is sent instead of answered. */
export function redirectOf({ autodiscover }: Side, email: string): Redirect | undefined {
  const address = lookUp(autodiscover.redirectAddress, email);
  if (address !== undefined) return { kind: 'address', target: address };
  const target = lookUp(autodiscover.redirectUrl, email);
  return target === undefined ? undefined : { kind: 'url', target };
}

/** The addresses of the server, as the client reached it. */
export type Urls = { host: string; internal: string; external: string; base: string };

export function urlsOf(side: Side, request: IncomingMessage): Urls {
  const host = request.headers.host ?? 'localhost';
  const base = `${'encrypted' in request.socket ? 'https' : 'http'}://${host}`;
  const own = `${base}/EWS/Exchange.asmx`;
  const { internalEwsUrl = own, externalEwsUrl = own } = side.autodiscover;
  return { host, internal: internalEwsUrl, external: externalEwsUrl, base };
}

/** One for all mailboxes of an organisation. */
export const deploymentIdOf = (side: Side): string => {
  const known = side.store.fact('deploymentId');
  if (known) return known;
  const made = crypto.randomUUID();
  side.store.setFact('deploymentId', made);
  return made;
};

const GROUP = 'ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Configuration/cn=Servers';

/** Distinguished names of the mailbox server, of its database, and the name of the server itself. */
export function serverOf(email: string): { name: string; dn: string; mdb: string } {
  const domain = email.slice(email.indexOf('@') + 1);
  const dn = `/o=${domain}/${GROUP}/cn=MBX01`;
  return { name: `MBX01.${domain}`, dn, mdb: `${dn}/cn=Microsoft Private MDB` };
}
