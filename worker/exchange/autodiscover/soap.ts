import { child, childText, descend, findElement, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';
import type { Answer, MailboxSettings } from './steps.ts';

const NAMESPACE = 'http://schemas.microsoft.com/exchange/2010/Autodiscover';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/setting-soap */
const OF_USERS = [
  'UserDisplayName',
  'UserDN',
  'ExternalEwsUrl',
  'InternalEwsUrl',
  'CasVersion',
  'EwsSupportedSchemas',
  'AlternateMailboxes',
  'ExternalWebClientUrls',
];
const OF_DOMAINS = ['ExternalEwsUrl', 'ExternalEwsVersion'];

/** What the service does not know, as against what went wrong with it. */
const UNKNOWN = new Set(['InvalidUser', 'InvalidDomain', 'NotFederated']);

/**
 * Body of a request for the settings of a mailbox, or of a domain where there is no `@`.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/getusersettings-operation-soap
 */
export function soapRequest(url: string, who: string): string {
  const isUser = who.includes('@');
  const kind = isUser ? 'User' : 'Domain';
  const whom = isUser ? xml`<a:User><a:Mailbox>${who}</a:Mailbox></a:User>` : xml`<a:Domain>${who}</a:Domain>`;
  const settings = (isUser ? OF_USERS : OF_DOMAINS).map((setting) => xml`<a:Setting>${setting}</a:Setting>`);
  return xml`
    <?xml version="1.0" encoding="utf-8"?>
    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
      xmlns:a="${NAMESPACE}"
      xmlns:w="http://www.w3.org/2005/08/addressing">
      <s:Header>
        <a:RequestedServerVersion>Exchange2010</a:RequestedServerVersion>
        <w:Action>${NAMESPACE}/Autodiscover/Get${kind}Settings</w:Action>
        <w:To>${url}</w:To>
      </s:Header>
      <s:Body><a:Get${kind}SettingsRequestMessage><a:Request>
        <a:${kind}s>${whom}</a:${kind}s>
        <a:RequestedSettings>${settings}</a:RequestedSettings>
      </a:Request></a:Get${kind}SettingsRequestMessage></s:Body>
    </s:Envelope>`.markup;
}

/** Parses an answer; undefined if it does not come from this service. */
export function readSoap(envelope: XmlElement): Answer | undefined {
  const message = child(envelope, 'Body')?.children[0];
  if (!/^Get(User|Domain)SettingsResponseMessage$/.test(message?.name ?? '')) return undefined;
  const response = child(message, 'Response');
  const one = findElement(response, 'UserResponse') ?? findElement(response, 'DomainResponse');
  const code = outcomeOf(response) ?? outcomeOf(one);
  if (code === undefined && one) return { kind: 'settings', settings: readSettings(one) };
  const target = childText(one, 'RedirectTarget') ?? '';
  if (code === 'RedirectAddress' && target) return { kind: 'other-address', email: target };
  if (code === 'RedirectUrl' && target) return { kind: 'other-url', url: target };
  if (code !== undefined && UNKNOWN.has(code)) return { kind: 'unknown', said: `It answers ${code}.` };
  return { kind: 'not-here', said: `The service answers ${code ?? 'nothing'}.` };
}

/** An error's code, if any. */
function outcomeOf(element: XmlElement | undefined): string | undefined {
  const code = childText(element, 'ErrorCode');
  return code === undefined || code === 'NoError' ? undefined : code;
}

function readSettings(one: XmlElement): MailboxSettings {
  const list = child(one, 'UserSettings') ?? child(one, 'DomainSettings');
  const byName = new Map((list?.children ?? []).map((setting) => [childText(setting, 'Name') ?? '', setting]));
  const value = (name: string): string | undefined => childText(byName.get(name), 'Value') || undefined;
  const archive = (child(byName.get('AlternateMailboxes'), 'AlternateMailboxes')?.children ?? []).find(
    (mailbox) => childText(mailbox, 'Type') === 'Archive',
  );
  const owa = descend(byName.get('ExternalWebClientUrls'), 'WebClientUrls')?.children ?? [];
  const urls = [value('ExternalEwsUrl'), value('InternalEwsUrl')];
  return settingsOf({
    ewsUrls: urls.filter((url) => url !== undefined),
    owaUrls: owa.map((each) => childText(each, 'Url') ?? '').filter(Boolean),
    displayName: value('UserDisplayName'),
    legacyDn: value('UserDN'),
    serverVersion: value('CasVersion') ?? value('ExternalEwsVersion'),
    schemas: value('EwsSupportedSchemas')
      ?.split(',')
      .map((schema) => schema.trim()),
    archive: archive && readArchive(archive),
  });
}

/** The archive mailbox as both services describe it. */
export function readArchive(element: XmlElement): MailboxSettings['archive'] {
  const displayName = childText(element, 'DisplayName');
  const legacyDn = childText(element, 'LegacyDN');
  const smtpAddress = childText(element, 'SmtpAddress');
  return {
    ...(displayName && { displayName }),
    ...(legacyDn && { legacyDn }),
    ...(smtpAddress && { smtpAddress }),
  };
}

type Loose<T> = { [Key in keyof T]: T[Key] | undefined };

/** Settings without those that are not there. */
export function settingsOf(
  values: Loose<Omit<MailboxSettings, 'ewsUrls' | 'owaUrls'>> & Pick<MailboxSettings, 'ewsUrls' | 'owaUrls'>,
): MailboxSettings {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as MailboxSettings;
}
