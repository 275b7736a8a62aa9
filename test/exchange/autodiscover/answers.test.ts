import { describe, expect, test } from 'vitest';
import { readSrv, srvQuery } from '../../../worker/exchange/autodiscover/dns.ts';
import { poxRequest, readPox } from '../../../worker/exchange/autodiscover/pox.ts';
import { readAnswer } from '../../../worker/exchange/autodiscover/read-answer.ts';
import { readSoap, soapRequest } from '../../../worker/exchange/autodiscover/soap.ts';
import { parseXml, textOf, findElement } from '../../../worker/exchange/xml/scan.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const URL_OF = 'https://example.com/autodiscover/autodiscover.svc';
const OUTSIDE = 'https://mail.example.com/EWS/Exchange.asmx';
const INSIDE = 'https://ex01.example.local/EWS/Exchange.asmx';

const pox = (inner: string) =>
  readPox(
    parseXml(
      bytes(
        `<?xml version="1.0"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">${inner}</Response></Autodiscover>`,
      ),
    ),
  );
const protocol = (type: string, inner: string) => `<Protocol><Type>${type}</Type>${inner}</Protocol>`;

describe('POX', () => {
  test('tells the addresses for the outside first, the webmail, and the archive', () => {
    const answer = pox(
      `<User><DisplayName>Ann &amp; Co</DisplayName><LegacyDN>/o=x/cn=ann</LegacyDN></User><Account><AccountType>email</AccountType><Action>settings</Action>${protocol('EXCH', `<EwsUrl>${INSIDE}</EwsUrl>`)}${protocol('EXHTTP', `<Server>ex01</Server><ASUrl>${INSIDE}</ASUrl>`)}${protocol('EXHTTP', `<EwsUrl>https://http.example.com/EWS/Exchange.asmx</EwsUrl>`)}${protocol('EXPR', `<ASUrl>https://as.example.com/x</ASUrl><EwsUrl>${OUTSIDE}</EwsUrl>`)}${protocol('WEB', '<Internal><OWAUrl AuthenticationMethod="Basic">https://in.example/owa</OWAUrl></Internal><External><OWAUrl AuthenticationMethod="Fba">https://out.example.com/owa/</OWAUrl></External>')}<AlternativeMailbox><Type>Delegate</Type><DisplayName>Other</DisplayName></AlternativeMailbox><AlternativeMailbox><Type>Archive</Type><DisplayName>Ann’s archive</DisplayName><LegacyDN>/o=x/cn=ann/guid=1</LegacyDN><Server>1@example.com</Server></AlternativeMailbox></Account>`,
    );
    expect(answer).toEqual({
      kind: 'settings',
      settings: {
        ewsUrls: [OUTSIDE, 'https://http.example.com/EWS/Exchange.asmx', INSIDE],
        owaUrls: ['https://out.example.com/owa/'],
        displayName: 'Ann & Co',
        legacyDn: '/o=x/cn=ann',
        archive: { displayName: 'Ann’s archive', legacyDn: '/o=x/cn=ann/guid=1' },
      },
    });
  });

  test('refers, and refuses', () => {
    expect(pox('<Account><Action>redirectAddr</Action><RedirectAddr>a@b.example</RedirectAddr></Account>')).toEqual({
      kind: 'other-address',
      email: 'a@b.example',
    });
    expect(pox('<Account><Action>redirectUrl</Action><RedirectUrl>https://x/y</RedirectUrl></Account>')).toEqual({
      kind: 'other-url',
      url: 'https://x/y',
    });
    const error = (code: number) =>
      pox(`<Error Time="1" Id="2"><ErrorCode>${code}</ErrorCode><Message>No.</Message></Error>`);
    expect(error(500)).toEqual({ kind: 'unknown', said: 'It answers 500: No.' });
    expect(error(600)).toEqual({ kind: 'not-here', said: 'It answers 600: No.' });
    expect(pox('<Other/>')).toBeUndefined();
    expect(readPox(parseXml(bytes('<html/>')))).toBeUndefined();
  });

  test('asks for one mailbox, whatever its name holds', () => {
    const request = parseXml(bytes(poxRequest('a<b&"@example.com')));
    expect(textOf(findElement(request, 'EMailAddress'))).toBe('a<b&"@example.com');
    expect(textOf(findElement(request, 'AcceptableResponseSchema'))).toContain('responseschema/2006a');
  });
});

const soap = (inner: string, kind = 'User', code = 'NoError') =>
  readSoap(
    parseXml(
      bytes(
        `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Get${kind}SettingsResponseMessage xmlns="http://schemas.microsoft.com/exchange/2010/Autodiscover"><Response xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><ErrorCode>${code}</ErrorCode><ErrorMessage/><${kind}Responses>${inner}</${kind}Responses></Response></Get${kind}SettingsResponseMessage></s:Body></s:Envelope>`,
      ),
    ),
  );
const setting = (name: string, value: string) =>
  `<UserSetting i:type="StringSetting"><Name>${name}</Name><Value>${value}</Value></UserSetting>`;
const response = (code: string, target = '', settings = '') =>
  `<UserResponse><ErrorCode>${code}</ErrorCode><ErrorMessage>Words.</ErrorMessage><RedirectTarget>${target}</RedirectTarget><UserSettingErrors/><UserSettings>${settings}</UserSettings></UserResponse>`;

describe('SOAP', () => {
  test('tells strings, and the settings that have parts', () => {
    const answer = soap(
      response(
        'NoError',
        '',
        `${setting('InternalEwsUrl', INSIDE)}${setting('ExternalEwsUrl', OUTSIDE)}${setting('UserDN', '/o=x')}${setting('EwsSupportedSchemas', 'Exchange2007, Exchange2010')}${setting('CasVersion', '15.01.2507.039')}<UserSetting i:type="AlternateMailboxCollectionSetting"><Name>AlternateMailboxes</Name><AlternateMailboxes><AlternateMailbox><Type>Archive</Type><DisplayName>Archive</DisplayName><LegacyDN>/o=x/a</LegacyDN><SmtpAddress>ann-archive@example.com</SmtpAddress></AlternateMailbox></AlternateMailboxes></UserSetting><UserSetting i:type="WebClientUrlCollectionSetting"><Name>ExternalWebClientUrls</Name><WebClientUrls><WebClientUrl><AuthenticationMethods>Fba</AuthenticationMethods><Url>https://out.example.com/owa/</Url></WebClientUrl></WebClientUrls></UserSetting>`,
      ),
    );
    expect(answer).toEqual({
      kind: 'settings',
      settings: {
        ewsUrls: [OUTSIDE, INSIDE],
        owaUrls: ['https://out.example.com/owa/'],
        legacyDn: '/o=x',
        serverVersion: '15.01.2507.039',
        schemas: ['Exchange2007', 'Exchange2010'],
        archive: { displayName: 'Archive', legacyDn: '/o=x/a', smtpAddress: 'ann-archive@example.com' },
      },
    });
  });

  test('refers, and refuses', () => {
    expect(soap(response('RedirectAddress', 'a@b.example'))).toEqual({ kind: 'other-address', email: 'a@b.example' });
    expect(soap(response('RedirectUrl', 'https://x/y'))).toEqual({ kind: 'other-url', url: 'https://x/y' });
    expect(soap(response('RedirectUrl'))).toMatchObject({ kind: 'not-here' });
    expect(soap(response('InvalidUser'))).toMatchObject({ kind: 'unknown', said: 'It answers InvalidUser.' });
    expect(soap(response('InternalServerError'))).toMatchObject({ kind: 'not-here' });
    expect(soap('', 'User', 'InvalidRequest')).toEqual({
      kind: 'not-here',
      said: 'The service answers InvalidRequest.',
    });
    expect(soap('')).toEqual({ kind: 'not-here', said: 'The service answers nothing.' });
  });

  test('asks about a mailbox, or about a domain', () => {
    const user = soapRequest(URL_OF, 'ann&co@example.com');
    expect(textOf(findElement(parseXml(bytes(user)), 'Mailbox'))).toBe('ann&co@example.com');
    expect(user).toContain('/Autodiscover/GetUserSettings<');
    const domain = soapRequest(URL_OF, 'example.com');
    expect(textOf(findElement(parseXml(bytes(domain)), 'Domain'))).toBe('example.com');
    expect(domain).toContain('/Autodiscover/GetDomainSettings<');
  });
});

test('an HTTP answer is recognised by its status, its headers, and only then its body', async () => {
  const read = (status: number, headers = {}, body: string | null = null) =>
    readAnswer(URL_OF, 'soap', new Response(body, { status, headers }));
  expect(await read(302, { location: '/other/autodiscover.svc' })).toEqual({
    kind: 'other-url',
    url: 'https://example.com/other/autodiscover.svc',
  });
  expect(await read(302)).toMatchObject({ kind: 'not-here' });
  expect(await read(302, { location: 'http://[' })).toMatchObject({ kind: 'not-here' });
  expect(await read(401, { 'www-authenticate': 'Negotiate, Basic realm="x, y"' })).toEqual({
    kind: 'sign-in',
    schemes: ['negotiate', 'basic'],
  });
  expect(await read(401, { 'x-calculatedbetarget': 'am1.eurprd01.prod.outlook.com' })).toEqual({
    kind: 'exchange-online',
  });
  expect(await read(530)).toMatchObject({ kind: 'silent' });
  expect(await read(526)).toMatchObject({ kind: 'silent' });
  for (const [status, body] of [
    [404, '<html>'],
    [503, ''],
    [200, '<!doctype html><html>'],
    [200, '<a><b></a>'],
    [200, ''],
  ] as const)
    expect([status, body, (await read(status, {}, body)).kind]).toEqual([status, body, 'not-here']);
});

test('SRV records come by priority, then weight; what is no record is left out', () => {
  const url = new URL(srvQuery('https://dns.example/dns-query?ct=x', 'example.com'));
  expect([url.searchParams.get('name'), url.searchParams.get('type'), url.searchParams.get('ct')]).toEqual([
    '_autodiscover._tcp.example.com',
    'SRV',
    'x',
  ]);
  const record = (data: unknown, type: unknown = 33) => ({ name: 'x', type, TTL: 1, data });
  const answer = [
    record('20 0 443 late.example.com.'),
    record('10 1 443 light.example.com.'),
    record('10 9 8443 Heavy.Example.com.'),
    record('1 1 443 .'),
    record('1 1 70000 far.example.com.'),
    record('1 1 443 a/b'),
    record('1 1 443'),
    record('mail.example.com.', 5),
    record(7),
  ];
  expect(readSrv(JSON.stringify({ Status: 0, Answer: answer }))).toEqual([
    { host: 'heavy.example.com', port: 8443 },
    { host: 'light.example.com', port: 443 },
    { host: 'late.example.com', port: 443 },
  ]);
  for (const text of ['', '{}', '{"Status":3}', '{"Answer":"x"}', '[]'])
    expect([text, readSrv(text)]).toEqual([text, []]);
});
