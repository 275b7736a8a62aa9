import { describe, expect, test } from 'vitest';
import type { Fault } from '../../worker/engine/model/fault.ts';
import { httpFault, isExchangeOnline, offeredSchemes, thrownFault } from '../../worker/exchange/faults/http-faults.ts';
import { LineError } from '../../worker/exchange/faults/line-error.ts';
import { unconfirmedUnlessCertain, makeFault } from '../../worker/exchange/faults/make-fault.ts';
import { responseFault, soapFault } from '../../worker/exchange/faults/response-faults.ts';
import { descend, findElement, parseXml } from '../../worker/exchange/xml/scan.ts';
import type { LineFailure } from '../../worker/lib/tls-facts.ts';
import { answer, soap, utf8 } from './kit.ts';

const ofMessage = (error: string, text?: string, xml?: string) =>
  responseFault(
    findElement(parseXml(utf8(soap(answer('GetItem', [{ error, text, xml }])))), 'GetItemResponseMessage')!,
    'source',
  )!;
const ofStatus = (
  status: number,
  headers: Record<string, string> = {},
  text = '',
  url = 'https://mail.example.com/EWS/Exchange.asmx',
) => httpFault({ url, status, headers: new Headers(headers), text }, 'source');
const ofSoap = (fault: string) => soapFault(descend(parseXml(utf8(soap(fault))), 'Body', 'Fault')!, 'source');
const values = (entries: Record<string, string>) =>
  '<m:MessageXml>' +
  Object.entries(entries)
    .map(([name, value]) => `<t:Value Name="${name}">${value}</t:Value>`)
    .join('') +
  '</m:MessageXml>';

describe('the failure matrix, row by row', () => {
  const rows: [kind: Fault['kind'], scope: Fault['scope'], ...codes: string[]][] = [
    ['busy', 'batch', 'ErrorServerBusy'],
    ['too-many-connections', 'batch', 'ErrorExceededConnectionCount'],
    ['overload', 'batch', 'ErrorTimeoutExpired', 'ErrorTooManyObjectsOpened'],
    [
      'transient',
      'batch',
      'ErrorInternalServerTransientError',
      'ErrorMailboxFailover',
      'ErrorMailboxMoveInProgress',
      'ErrorMailboxStoreUnavailable',
      'ErrorConnectionFailed',
      'ErrorADUnavailable',
      'ErrorInsufficientResources',
    ],
    [
      'access',
      'mailbox',
      'ErrorAccessDenied',
      'ErrorImpersonateUserDenied',
      'ErrorImpersonationDenied',
      'ErrorNonExistentMailbox',
      'ErrorPasswordExpired',
      'ErrorPasswordChangeRequired',
      'ErrorAccountDisabled',
    ],
    ['not-processed', 'item', 'ErrorBatchProcessingStopped'],
    ['quota', 'mailbox', 'ErrorQuotaExceeded'],
    ['too-large', 'item', 'ErrorMessageSizeExceeded', 'ErrorRequestStreamTooBig', 'ErrorDataSizeLimitExceeded'],
    ['vanished', 'item', 'ErrorItemNotFound'],
    [
      'corrupt',
      'item',
      'ErrorItemCorrupt',
      'ErrorCorruptData',
      'ErrorContentConversionFailed',
      'ErrorMimeContentInvalid',
    ],
    ['refused', 'item', 'ErrorVirusDetected'],
    ['stale', 'item', 'ErrorInvalidChangeKey', 'ErrorStaleObject', 'ErrorIrresolvableConflict'],
    ['sync-state', 'folder', 'ErrorInvalidSyncStateData', 'ErrorSyncFolderNotFound'],
    [
      'version',
      'mailbox',
      'ErrorInvalidServerVersion',
      'ErrorIncorrectSchemaVersion',
      'ErrorInvalidSchemaVersionForMailboxVersion',
    ],
    [
      'wrong-server',
      'mailbox',
      'ErrorWrongServerVersion',
      'ErrorCrossSiteRequest',
      'ErrorNoRespondingCASInDestinationSite',
    ],
    ['unsupported', 'endpoint', 'ErrorInvalidOperation'],
  ];
  test.each(rows.flatMap(([kind, scope, ...codes]) => codes.map((code) => [code, kind, scope] as const)))(
    '%s is %s of the %s',
    (code, kind, scope) => expect(ofMessage(code)).toMatchObject({ code, kind, scope, side: 'source' }),
  );

  test('a code that stands nowhere is unknown, and only that item is hit', () => {
    expect(ofMessage('ErrorFromTheFuture')).toMatchObject({
      kind: 'unknown',
      scope: 'item',
      code: 'ErrorFromTheFuture',
    });
  });

  test('a success or a warning is no fault', () => {
    const message = parseXml(
      utf8('<M ResponseClass="Warning"><ResponseCode>ErrorBatchProcessingStopped</ResponseCode></M>'),
    );
    expect(responseFault(message, 'source')).toBeUndefined();
  });

  test('RpcFormat names an item that this path cannot carry', () => {
    const text = 'RpcFormat: End of buffer reached unexpectedly';
    expect(ofMessage('ErrorInternalServerError', text)).toMatchObject({ kind: 'corrupt', scope: 'item' });
  });
});

describe('busy has three shapes', () => {
  test('HTTP 503, with the server’s own delay', () => {
    expect(ofStatus(503, { 'retry-after': '7' })).toMatchObject({ kind: 'busy', retryAfterMs: 7000 });
    expect(ofStatus(503)).not.toHaveProperty('retryAfterMs');
  });

  test('a SOAP fault with BackOffMilliseconds', () => {
    const fault = ofSoap(
      '<s:Fault><faultcode xmlns:a="urn:t">a:ErrorServerBusy</faultcode><faultstring>The server cannot service this request right now.</faultstring>' +
        '<detail><e:ResponseCode xmlns:e="urn:e">ErrorServerBusy</e:ResponseCode><t:MessageXml><t:Value Name="BackOffMilliseconds">297749</t:Value></t:MessageXml></detail></s:Fault>',
    );
    expect(fault).toMatchObject({ kind: 'busy', code: 'ErrorServerBusy', retryAfterMs: 297_749 });
  });

  test('a success on the outside, ErrorInternalServerError around ErrorServerBusy inside', () => {
    const xml = values({ InnerErrorResponseCode: 'ErrorServerBusy', BackOffMilliseconds: '1200' });
    expect(ofMessage('ErrorInternalServerError', 'An internal server error occurred.', xml)).toMatchObject({
      kind: 'busy',
      retryAfterMs: 1200,
    });
  });

  test('no delay, or one of nothing, is left to the pacer', () => {
    expect(ofMessage('ErrorServerBusy', '', values({ BackOffMilliseconds: '0' }))).not.toHaveProperty('retryAfterMs');
  });

  test('a policy of concurrent sync calls is about connections', () => {
    const xml = values({ Policy: 'ConcurrentSyncCalls', MaxConcurrencyLimit: '5' });
    expect(ofMessage('ErrorServerBusy', '', xml).kind).toBe('too-many-connections');
  });
});

describe('answers that are no SOAP', () => {
  const loginPage = '<!DOCTYPE html><html><body>Sign in</body></html>';
  test.each<[string, Fault, Partial<Fault>]>([
    ['a refused sign-in', ofStatus(401, { 'www-authenticate': 'Basic realm="mail", NTLM' }), { kind: 'credentials' }],
    [
      'modern sign-in alone',
      ofStatus(401, { 'www-authenticate': 'Bearer client_id="x", trusted_issuers="y"' }),
      { kind: 'oauth-only' },
    ],
    ['a front door’s error page', ofStatus(302, { location: '/ews/genericerrorpage.htm' }), { kind: 'transient' }],
    ['a login form', ofStatus(302, { location: '/owa/auth/logon.aspx' }), { kind: 'not-exchange' }],
    [
      'another server’s address',
      ofStatus(301, { location: 'https://other.example.net/EWS' }),
      { kind: 'wrong-server' },
    ],
    [
      'a redirect to Exchange Online',
      ofStatus(302, { location: 'https://outlook.office365.com/EWS/Exchange.asmx' }),
      { kind: 'exchange-online' },
    ],
    [
      'the EWS application’s error page',
      ofStatus(500, {}, "<title>Server Error in '/EWS' Application.</title>"),
      { kind: 'transient', code: 'ews-application-error' },
    ],
    ['the same with 200', ofStatus(200, {}, "Server Error in '/EWS' Application."), { kind: 'transient' }],
    [
      'X-CasErrorCode',
      ofStatus(500, { 'x-caserrorcode': 'ServerNotFound' }),
      { kind: 'transient', code: 'cas-ServerNotFound' },
    ],
    ['a body too large', ofStatus(413), { kind: 'too-large' }],
    ['the same by IIS', ofStatus(404, {}, 'HTTP Error 404.13 - Content length too large'), { kind: 'too-large' }],
    ['a web page', ofStatus(200, {}, loginPage), { kind: 'not-exchange' }],
    ['nothing there', ofStatus(404), { kind: 'not-exchange' }],
    ['an account without EWS', ofStatus(403), { kind: 'access' }],
    ['a failed handshake', ofStatus(525), { kind: 'tls' }],
    ['a certificate not trusted', ofStatus(526), { kind: 'tls' }],
    ['a host that is gone', ofStatus(523), { kind: 'unreachable' }],
    ['a name that is unknown', ofStatus(530), { kind: 'unreachable' }],
    ['a proxy’s time-out', ofStatus(504), { kind: 'transient' }],
    ['an operation not implemented', ofStatus(501), { kind: 'unsupported' }],
  ])('%s', (_, fault, expected) => expect(fault).toMatchObject(expected));

  test('Exchange Online is known by its name and by its front door', () => {
    for (const host of [
      'outlook.office365.com',
      'outlook.office365.us',
      'webmail.apps.mil.outlook.office365.us',
      'partner.outlook.cn',
      'OUTLOOK.office.com',
    ]) {
      expect(isExchangeOnline(`https://${host}/EWS/Exchange.asmx`), host).toBe(true);
    }
    expect(isExchangeOnline('https://outlook.office365.com.example.net/')).toBe(false);
    expect(
      isExchangeOnline(
        'https://mail.example.com/',
        new Headers({ 'x-calculatedbetarget': 'AM0PR01MB.eurprd01.prod.outlook.com' }),
      ),
    ).toBe(true);
    expect(
      isExchangeOnline('https://mail.example.com/', new Headers({ 'x-calculatedbetarget': 'exch01.corp.example.com' })),
    ).toBe(false);
  });

  test('schemes are read out of one header or many', () => {
    expect(
      offeredSchemes(new Headers({ 'www-authenticate': 'Negotiate, NTLM, Basic realm="a, b c", Bearer x="NTLM, d"' })),
    ).toEqual(['negotiate', 'ntlm', 'basic', 'bearer']);
    expect(offeredSchemes(new Headers())).toEqual([]);
  });
});

describe('SOAP faults', () => {
  test('a code of items speaks of the whole request', () => {
    expect(ofSoap('<s:Fault><faultcode>a:ErrorItemNotFound</faultcode><faultstring/></s:Fault>')).toMatchObject({
      scope: 'batch',
    });
  });

  test('servers of another make give none: the caller’s fault means that they do not know it', () => {
    expect(ofSoap('<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring></s:Fault>').kind).toBe(
      'unsupported',
    );
    expect(ofSoap('<s:Fault><faultcode>s:Server</faultcode><faultstring>oops</faultstring></s:Fault>').kind).toBe(
      'transient',
    );
    const soap12 =
      '<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text>what?</s:Text></s:Reason></s:Fault>';
    expect(ofSoap(soap12)).toMatchObject({ kind: 'unsupported', message: 'what?' });
  });
});

describe('no answer at all', () => {
  const caused = (code: string, message = code) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
  test.each<[string, unknown, Fault['kind']]>([
    ['refused', caused('ECONNREFUSED'), 'unreachable'],
    ['unknown host', caused('ENOTFOUND', 'getaddrinfo ENOTFOUND nowhere.invalid'), 'unreachable'],
    ['self-signed certificate', caused('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'), 'tls'],
    ['certificate of another name', caused('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
    ['reset', caused('ECONNRESET'), 'transient'],
    ['closed early', caused('UND_ERR_SOCKET', 'other side closed'), 'transient'],
    ['too slow', new DOMException('nothing moved', 'TimeoutError'), 'transient'],
    [
      'several addresses, all refused',
      new TypeError('fetch failed', { cause: new AggregateError([caused('ECONNREFUSED')]) }),
      'unreachable',
    ],
    ['workerd: lost', new Error('Network connection lost.'), 'transient'],
  ])('%s', (_, error, kind) => expect(thrownFault(error, 'destination')).toMatchObject({ kind, side: 'destination' }));
});

describe('a line that the gateway did not open', () => {
  const certificate = { sha256: 'ab', subject: 'CN=x', issuer: 'CN=x', names: ['x'], notBefore: '', notAfter: '' };
  const reasons: LineFailure[] = [
    { code: 'certificate-untrusted', reason: 'expired', reasons: ['expired'], certificate, message: 'Expired.' },
    { code: 'certificate-changed', certificate, message: 'Another one.' },
    { code: 'tls-unsupported', how: 'cipher', offers: '3DES only', message: 'Too old.' },
  ];
  const absences = ['unknown-host', 'connection-refused', 'connect-timeout', 'proxy-refused', 'grant-refused'] as const;

  test.each(reasons)('is a fault of TLS with its facts: $code', (failure) => {
    const error = new TypeError('fetch failed', { cause: new LineError(failure) });
    const { code, message } = failure;
    expect(thrownFault(error, 'source')).toEqual({
      kind: 'tls',
      scope: 'endpoint',
      code,
      message,
      side: 'source',
      line: failure,
    });
  });

  test.each(absences)('or the server is not reached: %s', (code) => {
    const fault = thrownFault(new LineError({ code, message: 'No certificate, no TLS.' }), 'source');
    expect(fault).toMatchObject({ kind: 'unreachable', code });
  });

  test.each(['cut', 'hang', 'other'] as const)('a handshake that was %s may succeed a moment later', (how) => {
    const failure: LineFailure = { code: 'tls-unsupported', how, message: 'The handshake failed.' };
    const fault = thrownFault(new LineError(failure), 'source');
    expect(fault).toMatchObject({ kind: 'unreachable', code: 'tls-unsupported', line: failure });
  });

  test('what the platform alone knows names no certificate', () => {
    const cause = new Error('TLS with mail.example.com failed', { cause: new Error('internal error') });
    expect(thrownFault(cause, 'source')).toMatchObject({ kind: 'tls', message: 'The secure connection failed.' });
  });
});

describe('a request that changes something', () => {
  const of = (kind: Fault['kind'], code = 'x') => unconfirmedUnlessCertain(makeFault(kind, 'batch', code, '')).kind;
  test('is in doubt after anything that may have come too late', () => {
    for (const kind of ['transient', 'overload', 'unknown', 'stopped', 'corrupt'] as const)
      expect(of(kind), kind).toBe('in-doubt');
  });

  test('is not when the server surely turned it away', () => {
    for (const kind of ['busy', 'credentials', 'too-large', 'unreachable', 'tls', 'access', 'version'] as const) {
      expect(of(kind), kind).toBe(kind);
    }
    expect(of('corrupt', 'ErrorSchemaValidation')).toBe('corrupt');
  });
});
