import { isExchangeOnlineHost, isPrivateHost } from '../../lib/address.ts';
import { isExchangeOnline } from '../faults/http-faults.ts';
import type { Form, Search, Step } from './steps.ts';

/** Where Exchange has its web services, by convention. */
const EWS_PATH = '/EWS/Exchange.asmx';

/** No server needs longer ones. */
const MAX_URL = 2000;

/** Names under a domain that its webmail usually has. */
const USUAL_NAMES = ['mail', 'webmail', 'owa', 'exchange'];

/** Domains of tenants of Exchange Online. */
const ONLINE_TENANT = /(^|\.)(onmicrosoft\.(com|us|de)|partner\.onmschina\.cn)$/i;

/** The domain of an address, or the domain itself. */
export function domainOf(who: string): string {
  return who.slice(who.lastIndexOf('@') + 1).toLowerCase();
}

/** Where a form of the service is on a host. */
function serviceUrl(origin: string, form: Form): string {
  return `${origin}/autodiscover/autodiscover.${form === 'soap' ? 'svc' : 'xml'}`;
}

/** The service of an address; undefined for other addresses. */
export function formOf(url: string): Form | undefined {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  if (/\/autodiscover\.svc$/i.test(path)) return 'soap';
  return /\/autodiscover\.xml$/i.test(path) ? 'pox' : undefined;
}

/** Both services of one host, the more informative one first. POX knows only mailboxes. */
export function bothForms(origin: string, who: string): Step[] {
  const forms: readonly Form[] = who.includes('@') ? ['soap', 'pox'] : ['soap'];
  return forms.map((form) => ({ kind: 'ask', form, url: serviceUrl(origin, form), who }));
}

/**
 * All steps for an address in the order that clients keep: the domain, its name `autodiscover`, the reference by plain
 * http, DNS. Where only a domain is known, the account that signs in stands for a mailbox of the same server.
 */
export function stepsFor(search: Search, who: string): Step[] {
  const domain = domainOf(who);
  const { username } = search;
  const people = !who.includes('@') && username?.includes('@') ? [who, username] : [who];
  const origins = [`https://${domain}`, `https://autodiscover.${domain}`];
  const mailbox = people.at(-1) ?? who;
  return [
    ...(search.server !== undefined && who.includes('@') ? bothForms(search.server, who) : []),
    // What looks like a domain may be the name of the server itself.
    ...(who.includes('@') ? [] : [{ kind: 'look', url: `https://${domain}${EWS_PATH}` } as const]),
    ...origins.flatMap((origin) => people.flatMap((person) => bothForms(origin, person))),
    { kind: 'refer', url: `http://autodiscover.${domain}/autodiscover/autodiscover.xml`, who: mailbox },
    ...(search.hasDns ? [{ kind: 'dns', domain, who: mailbox } as const] : []),
  ];
}

/** EWS addresses that convention suggests: on hosts that asked for a sign-in, and under the domain's usual names. */
export function conventionalSteps(search: Search, asking: readonly string[]): Step[] {
  const domain = domainOf(search.address);
  const origins = [...asking, ...USUAL_NAMES.map((name) => `https://${name}.${domain}`), `https://${domain}`];
  return [...new Set(origins)].map((origin) => ({ kind: 'look', url: `${origin}${EWS_PATH}` }));
}

/** The EWS address on the host of a webmail address. */
export function ewsBeside(url: string): string | undefined {
  return URL.canParse(url) ? `${new URL(url).origin}${EWS_PATH}` : undefined;
}

/**
 * Whether a server may be given the credentials: one of the domain that was asked about (its certificate says so), or
 * one that someone consented to, by its host or its origin.
 */
export function isTrusted(search: Search, { hostname: name, origin }: URL): boolean {
  const domain = domainOf(search.address);
  const isOwn = search.trustsDomain && (name === domain || name.endsWith(`.${domain}`));
  return isOwn || search.consentHosts.some((consented) => [name, origin].includes(consented.toLowerCase()));
}

/** Why an address is not gone to, in words; undefined where it may be. */
export function refusalIn(search: Search, url: string): string | undefined {
  if (!URL.canParse(url) || url.length > MAX_URL) return 'It is not a web address.';
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return 'It contains a user name or a password.';
  if (protocol !== 'https:' && (protocol !== 'http:' || !search.allowPrivate)) return 'It is not an https address.';
  return !search.allowPrivate && isPrivateHost(hostname) ? 'It is a local or private address.' : undefined;
}

/** Whether an address of the web or of a mailbox is Microsoft's own service. */
export function isOnline(urlOrAddress: string): boolean {
  if (urlOrAddress.includes('/')) return isExchangeOnline(urlOrAddress);
  const domain = domainOf(urlOrAddress);
  return isExchangeOnlineHost(domain) || ONLINE_TENANT.test(domain);
}
