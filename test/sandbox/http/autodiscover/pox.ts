import type { Profile } from '../../profiles/profiles.ts';
import type { Side } from '../../side.ts';
import { legacyDnOf } from '../../store/settings.ts';
import type { Mailbox } from '../../store/store.ts';
import { child, leaf, type Node, textOf } from '../../xml/node.ts';
import { parseXml } from '../../xml/parse.ts';
import { deploymentIdOf, redirectOf, serverOf, type Urls } from './options.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/pox-autodiscover-request-for-exchange */
const REQUEST = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006';
const OUTLOOK = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';
const COMMON = 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006';
const START = `<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="${COMMON}">`;

function errorXml(side: Side, code: number, message: string): string {
  const time = new Date(side.now()).toISOString().slice(11, 23);
  return `${START}<Response><Error Time="${time}0000" Id="2477272013"><ErrorCode>${code}</ErrorCode>${leaf('Message', message)}<DebugData/></Error></Response></Autodiscover>`;
}

/** What cannot be read as a request of Outlook, a GET as well. */
export const invalidPox = (side: Side): string => errorXml(side, 600, 'Invalid Request');

const outlookXml = (inner: string): string => `${START}<Response xmlns="${OUTLOOK}">${inner}</Response></Autodiscover>`;

/** The server's version as Outlook reads it: flags, then five, six and fifteen bits and a set one between. */
function serverVersion({ build: [major, minor, number] }: Profile): string {
  return (0x70000000 + major * 0x400000 + minor * 0x10000 + 0x8000 + number).toString(16).toUpperCase();
}

function servicesXml(side: Side, url: string, base: string): string {
  // The oldest has no name of its own for EWS: it is where availability is asked for.
  const ews = side.profile.level >= 10 ? leaf('EwsUrl', url) : '';
  return `${leaf('ASUrl', url)}${ews}${leaf('OOFUrl', url)}${leaf('UMUrl', `${base}/UnifiedMessaging/Service.asmx`)}${leaf('OABUrl', `${base}/OAB/`)}`;
}

function settingsXml(side: Side, mailbox: Mailbox, urls: Urls): string {
  const server = serverOf(mailbox.email);
  const smtp = side.profile.level >= 10 ? leaf('AutoDiscoverSMTPAddress', mailbox.email) : '';
  const user = `<User>${leaf('DisplayName', mailbox.name)}${leaf('LegacyDN', legacyDnOf(side.store, mailbox))}${smtp}${leaf('DeploymentId', deploymentIdOf(side))}</User>`;
  const inside = `<Protocol><Type>EXCH</Type>${leaf('Server', server.name)}${leaf('ServerDN', server.dn)}<ServerVersion>${serverVersion(side.profile)}</ServerVersion>${leaf('MdbDN', server.mdb)}${servicesXml(side, urls.internal, urls.base)}</Protocol>`;
  const isSecure = urls.external.startsWith('https:');
  const outside = `<Protocol><Type>EXPR</Type>${leaf('Server', urls.host)}<SSL>${isSecure ? 'On' : 'Off'}</SSL><AuthPackage>Basic</AuthPackage>${servicesXml(side, urls.external, urls.base)}</Protocol>`;
  const owa = leaf('OWAUrl', `${urls.base}/owa/`, { AuthenticationMethod: 'Basic, Fba' });
  const protocol = (url: string): string => `<Protocol><Type>EXCH</Type>${leaf('ASUrl', url)}</Protocol>`;
  const web = `<Protocol><Type>WEB</Type><Internal>${owa}${protocol(urls.internal)}</Internal><External>${owa}${protocol(urls.external).replace('EXCH', 'EXPR')}</External></Protocol>`;
  return outlookXml(
    `${user}<Account><AccountType>email</AccountType><Action>settings</Action>${inside}${outside}${web}</Account>`,
  );
}

function readRequest(text: string): Node | undefined {
  try {
    const root = parseXml(text);
    if (root.name === 'Autodiscover' && root.ns === REQUEST) return child(root, 'Request');
  } catch {
    // Not XML at all, which is answered as everything else that is no request.
  }
  return undefined;
}

/** Answers the body of a POST to autodiscover.xml; refusals are told inside, with HTTP 200. */
export function answerPox(side: Side, text: string, urls: Urls): string {
  const request = readRequest(text);
  const schema = request && textOf(request, 'AcceptableResponseSchema');
  const legacyDn = request && textOf(request, 'LegacyDN');
  const email = request && textOf(request, 'EMailAddress');
  if (!request || !schema || (!email && !legacyDn)) return invalidPox(side);
  if (schema.toLowerCase() !== OUTLOOK) return errorXml(side, 601, 'Provider is not available');
  const redirect = email ? redirectOf(side, email) : undefined;
  if (redirect?.kind === 'address')
    return outlookXml(`<Account><Action>redirectAddr</Action>${leaf('RedirectAddr', redirect.target)}</Account>`);
  if (redirect)
    return outlookXml(`<Account><Action>redirectUrl</Action>${leaf('RedirectUrl', redirect.target)}</Account>`);
  const wanted = legacyDn?.toLowerCase();
  const mailbox = email
    ? side.store.mailbox(email)
    : side.store.mailboxes().find((each) => legacyDnOf(side.store, each).toLowerCase() === wanted);
  if (!mailbox) return errorXml(side, 500, "The email address can't be found.");
  return settingsXml(side, mailbox, urls);
}
