import { child, childText, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';
import { readArchive, settingsOf } from './soap.ts';
import type { Answer, MailboxSettings } from './steps.ts';

const REQUEST = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006';
const RESPONSE = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';

/** Protocols by how well their addresses serve from outside, best first. */
const PROTOCOLS = ['EXPR', 'EXHTTP', 'EXCH'];

/**
 * Body of a request for the settings of a mailbox.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/pox-autodiscover-request-for-exchange
 */
export function poxRequest(email: string): string {
  return xml`
    <?xml version="1.0" encoding="utf-8"?>
    <Autodiscover xmlns="${REQUEST}"><Request>
      <EMailAddress>${email}</EMailAddress>
      <AcceptableResponseSchema>${RESPONSE}</AcceptableResponseSchema>
    </Request></Autodiscover>`.markup;
}

/**
 * Parses an answer; undefined if it does not come from this service.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/pox-autodiscover-response-for-exchange
 */
export function readPox(root: XmlElement): Answer | undefined {
  const response = root.name === 'Autodiscover' ? child(root, 'Response') : undefined;
  if (response === undefined) return undefined;
  const error = child(response, 'Error');
  if (error) {
    const code = childText(error, 'ErrorCode') ?? '';
    const said = `It answers ${[code, childText(error, 'Message')].filter(Boolean).join(': ')}`;
    // 500 is what Exchange says of an address that it does not have; the others are about the request.
    return { kind: code === '500' ? 'unknown' : 'not-here', said };
  }
  const account = child(response, 'Account');
  if (account === undefined) return undefined;
  const email = childText(account, 'RedirectAddr');
  const url = childText(account, 'RedirectUrl');
  if (email) return { kind: 'other-address', email };
  if (url) return { kind: 'other-url', url };
  return { kind: 'settings', settings: readSettings(child(response, 'User'), account) };
}

function readSettings(user: XmlElement | undefined, account: XmlElement): MailboxSettings {
  const protocols = account.children.filter(({ name }) => name === 'Protocol');
  const ofType = (type: string): XmlElement[] => protocols.filter((protocol) => childText(protocol, 'Type') === type);
  // Of two EXHTTP the inner one comes first.
  const ordered = PROTOCOLS.flatMap((type) => (type === 'EXHTTP' ? ofType(type).reverse() : ofType(type)));
  // Exchange 2007 has no name of its own for EWS: it is where availability is asked for.
  const ewsUrls = ordered.flatMap((protocol) => childText(protocol, 'EwsUrl') || childText(protocol, 'ASUrl') || []);
  const web = ofType('WEB').flatMap((protocol) => child(protocol, 'External') ?? []);
  const archive = account.children.find(
    (each) => each.name === 'AlternativeMailbox' && childText(each, 'Type') === 'Archive',
  );
  return settingsOf({
    ewsUrls: [...new Set(ewsUrls)],
    owaUrls: web.flatMap((each) => childText(each, 'OWAUrl') || []),
    displayName: childText(user, 'DisplayName'),
    legacyDn: childText(user, 'LegacyDN'),
    archive: archive && readArchive(archive),
  });
}
