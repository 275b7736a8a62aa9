import type { Side } from '../../side.ts';
import { legacyDnOf } from '../../store/settings.ts';
import type { Mailbox } from '../../store/store.ts';
import { child, leaf, type Node, textOf } from '../../xml/node.ts';
import { parseXml } from '../../xml/parse.ts';
import { deploymentIdOf, redirectOf, serverOf, type Urls } from './options.ts';

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getusersettings-operation-soap */
const NAMESPACE = 'http://schemas.microsoft.com/exchange/2010/Autodiscover';
const MAX_USERS = 100;

/** Names of MS-OXWSADISC that a server knows; those without a value here are not available in the sandbox. */
const SETTINGS = new Set(
  'UserDisplayName UserDN UserDeploymentId InternalMailboxServer InternalRpcClientServer InternalMailboxServerDN InternalEcpUrl InternalEwsUrl InternalEmwsUrl InternalOABUrl InternalUMUrl InternalWebClientUrls MailboxDN PublicFolderServer ActiveDirectoryServer ExternalMailboxServer ExternalMailboxServerRequiresSSL ExternalMailboxServerAuthenticationMethods EcpVoicemailUrlFragment ExternalEcpUrl ExternalEwsUrl ExternalEmwsUrl ExternalOABUrl ExternalUMUrl ExternalWebClientUrls CrossOrganizationSharingEnabled AlternateMailboxes CasVersion EwsSupportedSchemas InternalPop3Connections ExternalPop3Connections InternalImap4Connections ExternalImap4Connections InternalSmtpConnections ExternalSmtpConnections InternalServerExclusiveConnect ExternalServerExclusiveConnect ExchangeRpcUrl ShowGalAsDefaultView AutoDiscoverSMTPAddress InteropExternalEwsUrl ExternalEwsVersion InteropExternalEwsVersion MobileMailboxPolicy GroupingInformation UserMSOnline MapiHttpEnabled'.split(
    ' ',
  ),
);

const SCHEMAS = ['Exchange2007', 'Exchange2007_SP1', 'Exchange2010', 'Exchange2010_SP1', 'Exchange2010_SP2'];

function valuesOf(side: Side, mailbox: Mailbox, urls: Urls): Readonly<Record<string, string>> {
  const { build, level } = side.profile;
  const [major, minor, number, revision] = build;
  const two = (value: number): string => String(value).padStart(2, '0');
  const server = serverOf(mailbox.email);
  const schemas = SCHEMAS.filter((name) => name !== 'Exchange2010_SP2' || level >= 10.2);
  if (level >= 13) schemas.push('Exchange2013');
  if (level >= 13.1) schemas.push('Exchange2013_SP1');
  if (level >= 15) schemas.push('Exchange2015');
  return {
    UserDisplayName: mailbox.name,
    UserDN: legacyDnOf(side.store, mailbox),
    UserDeploymentId: deploymentIdOf(side),
    AutoDiscoverSMTPAddress: mailbox.email,
    InternalMailboxServer: server.name,
    InternalMailboxServerDN: server.dn,
    MailboxDN: server.mdb,
    InternalEwsUrl: urls.internal,
    ExternalEwsUrl: urls.external,
    ExternalMailboxServer: urls.host,
    ExternalMailboxServerRequiresSSL: urls.external.startsWith('https:') ? 'True' : 'False',
    InternalOABUrl: `${urls.base}/OAB/`,
    ExternalOABUrl: `${urls.base}/OAB/`,
    ExternalEwsVersion: `${two(major)}.${two(minor)}.${String(number).padStart(4, '0')}.${String(revision).padStart(3, '0')}`,
    CasVersion: `${two(major)}.${two(minor)}.${String(number).padStart(4, '0')}.${String(revision).padStart(3, '0')}`,
    EwsSupportedSchemas: schemas.join(', '),
  };
}

type Part = { code: string; message: string; redirect?: string; errors?: string; settings?: string };

const partXml = (kind: 'User' | 'Domain', { code, message, redirect, errors = '', settings = '' }: Part): string => {
  const target = redirect === undefined ? '<RedirectTarget i:nil="true"/>' : leaf('RedirectTarget', redirect);
  const list = `<${kind}SettingErrors>${errors}</${kind}SettingErrors><${kind}Settings>${settings}</${kind}Settings>`;
  const status = `${leaf('ErrorCode', code)}${leaf('ErrorMessage', message)}`;
  // Each in the order of the alphabet, as data contracts are written.
  return `<${kind}Response>${status}${kind === 'User' ? target + list : list + target}</${kind}Response>`;
};

function settingsOf(kind: 'User' | 'Domain', values: Readonly<Record<string, string>>, asked: string[]): Part {
  let settings = '';
  let errors = '';
  for (const name of asked) {
    const value = values[name];
    const type = kind === 'User' ? 'StringSetting' : 'DomainStringSetting';
    if (value !== undefined)
      settings += `<${kind}Setting i:type="${type}">${leaf('Name', name)}${leaf('Value', value)}</${kind}Setting>`;
    else {
      const code = SETTINGS.has(name) ? 'SettingIsNotAvailable' : 'InvalidSetting';
      errors += `<${kind}SettingError>${leaf('ErrorCode', code)}${leaf('ErrorMessage', `Setting ${name} is not available.`)}${leaf('SettingName', name)}</${kind}SettingError>`;
    }
  }
  return { code: 'NoError', message: 'No error.', errors, settings };
}

function userPart(side: Side, email: string, asked: string[], urls: Urls): Part {
  const redirect = redirectOf(side, email);
  if (redirect?.kind === 'address')
    return { code: 'RedirectAddress', message: 'Redirection address.', redirect: redirect.target };
  if (redirect) return { code: 'RedirectUrl', message: 'Redirection Url.', redirect: redirect.target };
  const mailbox = side.store.mailbox(email);
  if (!mailbox) return { code: 'InvalidUser', message: `The user ${email} was not found.` };
  return settingsOf('User', valuesOf(side, mailbox, urls), asked);
}

function domainPart(side: Side, domain: string, asked: string[], urls: Urls): Part {
  const mailbox = side.store.mailboxes().find(({ email }) => email.toLowerCase().endsWith(`@${domain.toLowerCase()}`));
  if (!mailbox) return { code: 'InvalidDomain', message: `The domain ${domain} was not found.` };
  const { ExternalEwsUrl = '', ExternalEwsVersion = '' } = valuesOf(side, mailbox, urls);
  return settingsOf('Domain', { ExternalEwsUrl, ExternalEwsVersion }, asked);
}

const texts = (node: Node | undefined, name: string): string[] =>
  node?.children.filter((each) => each.name === name).map((each) => each.text.trim()) ?? [];

type Kind = 'User' | 'Domain';

function responseXml(side: Side, kind: Kind, code: string, message: string, parts: readonly Part[]): string {
  const [major, minor, number, revision] = side.profile.build;
  const version = `<h:ServerVersionInfo xmlns:h="${NAMESPACE}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><h:MajorVersion>${major}</h:MajorVersion><h:MinorVersion>${minor}</h:MinorVersion><h:MajorBuildNumber>${number}</h:MajorBuildNumber><h:MinorBuildNumber>${revision}</h:MinorBuildNumber><h:Version>${side.profile.schemaVersion}</h:Version></h:ServerVersionInfo>`;
  const action = `<a:Action s:mustUnderstand="1">${NAMESPACE}/Autodiscover/Get${kind}SettingsResponse</a:Action>`;
  const list = parts.map((part) => partXml(kind, part)).join('');
  const status = `${leaf('ErrorCode', code)}${leaf('ErrorMessage', message)}`;
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header>${action}${version}</s:Header><s:Body><Get${kind}SettingsResponseMessage xmlns="${NAMESPACE}"><Response xmlns:i="http://www.w3.org/2001/XMLSchema-instance">${status}<${kind}Responses>${list}</${kind}Responses></Response></Get${kind}SettingsResponseMessage></s:Body></s:Envelope>`;
}

function faultXml(message: string): string {
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode xmlns:a="http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher">a:DeserializationFailed</faultcode>${leaf('faultstring', message, { 'xml:lang': 'en-US' })}</s:Fault></s:Body></s:Envelope>`;
}

export type SoapAnswer = { status: number; xml: string; operation: string };

/** Answers the body of a POST to autodiscover.svc. */
export function answerSoap(side: Side, text: string, urls: Urls): SoapAnswer {
  const refused = (message: string): SoapAnswer => ({ status: 500, xml: faultXml(message), operation: 'Unknown' });
  let envelope: Node;
  try {
    envelope = parseXml(text);
  } catch {
    return refused('The message is not XML.');
  }
  const message = child(envelope, 'Body')?.children[0];
  const kind = /^Get(User|Domain)SettingsRequestMessage$/.exec(message?.name ?? '')?.[1] as Kind | undefined;
  if (!message || !kind || message.ns !== NAMESPACE) return refused('The message has no operation of this service.');
  const answer = (code: string, words: string, parts: readonly Part[] = []): SoapAnswer => ({
    status: 200,
    xml: responseXml(side, kind, code, words, parts),
    operation: `Get${kind}Settings`,
  });
  const header = child(envelope, 'Header');
  if (!header || !textOf(header, 'RequestedServerVersion'))
    return answer('InvalidRequest', 'The header RequestedServerVersion is missing.');
  const request = child(message, 'Request');
  const asked = texts(request && child(request, 'RequestedSettings'), 'Setting');
  const list = request && child(request, kind === 'User' ? 'Users' : 'Domains');
  const names =
    kind === 'User' ? (list?.children.map((each) => textOf(each, 'Mailbox') ?? '') ?? []) : texts(list, 'Domain');
  if (names.length === 0 || names.length > MAX_USERS)
    return answer('InvalidRequest', 'The number of users is not valid.');
  if (asked.length === 0) return answer('InvalidRequest', 'No settings were asked for.');
  const part = kind === 'User' ? userPart : domainPart;
  return answer(
    'NoError',
    '',
    names.map((name) => part(side, name, asked, urls)),
  );
}
