import { FaultError, type Fault, type FaultKind, type FaultScope } from '../../engine/model/fault.ts';
import { XmlError, XmlLimitError } from '../xml/scan.ts';
import { LineError } from './line-error.ts';
import { lineFault } from './line-faults.ts';
import { makeFault, type Side } from './make-fault.ts';

/** Code of the fault of an account that is locked, usually after wrong passwords. */
const ACCOUNT_LOCKED = 'account-locked';

/** What is known of an answer that is not a SOAP document. */
export type HttpAnswer = { url: string; status: number; headers: Headers; /** The body's start. */ text: string };

/** The fault of an answer without SOAP, whatever its status. */
export function httpFault(answer: HttpAnswer, side: Side): Fault {
  const { status, headers, text } = answer;
  const make = (kind: FaultKind, scope: FaultScope, message: string, code = `http-${status}`) =>
    makeFault(kind, scope, code, message, side);
  if (isExchangeOnline(answer.url, headers)) return exchangeOnlineFault(side);
  if (status >= 300 && status < 400) return redirectFault(answer, side);
  if (/Server Error in '\/EWS' Application/i.test(text)) {
    return make('transient', 'batch', 'The server’s EWS application failed.', 'ews-application-error');
  }
  const casError = headers.get('x-caserrorcode');
  // Windows' own words (ERROR_ACCOUNT_LOCKED_OUT), which ASP.NET shows on its error page.
  if (status === 500 && /account is currently locked out/i.test(text))
    return make('access', 'mailbox', 'The account is locked.', ACCOUNT_LOCKED);
  if (casError !== null) return make('transient', 'batch', `The front end reports ${casError}.`, `cas-${casError}`);
  if (status === 401) return signInFault(headers, side);
  if (status === 403) return make('access', 'mailbox', 'The server does not allow this account to use EWS.');
  if (status === 413 || /\b404\.13\b/.test(text)) {
    return make('too-large', 'batch', 'The request is larger than the server accepts.');
  }
  if (status === 501) return make('unsupported', 'endpoint', 'The server does not support this operation.');
  if (status === 503 || status === 429) {
    const fault = make('busy', 'batch', 'The server is busy.');
    const retryAfterMs = readRetryAfter(headers);
    return retryAfterMs === undefined ? fault : { ...fault, retryAfterMs };
  }
  // Of Cloudflare: https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
  if (status === 525) return make('tls', 'endpoint', 'The secure connection to the server failed.');
  if (status === 526) return make('tls', 'endpoint', 'The server’s certificate is not trusted.');
  if (status === 530 || (status >= 521 && status <= 523)) {
    return make('unreachable', 'endpoint', 'The server cannot be reached.');
  }
  if (status === 408 || status === 440 || status >= 500) return make('transient', 'batch', 'The server failed.');
  return make('not-exchange', 'endpoint', 'The address answers, but not as an Exchange server.');
}

/** The authentication schemes that an answer offers, in lower case. */
export function offeredSchemes(headers: Headers): string[] {
  const offers = (headers.get('www-authenticate') ?? '').replaceAll(/"[^"]*"/g, '""');
  const schemes = [...offers.matchAll(/(?:^|,)\s*([A-Za-z][\w-]*)(?=\s|,|$)/g)].map(([, scheme = '']) =>
    scheme.toLowerCase(),
  );
  return [...new Set(schemes)];
}

/** Microsoft's own service, by its name or by what its front door adds to every answer. */
export function isExchangeOnline(url: string, headers?: Headers): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname.toLowerCase() : '';
  if (EXCHANGE_ONLINE.some((name) => host === name || host.endsWith(`.${name}`))) return true;
  const target = `${headers?.get('x-calculatedbetarget') ?? ''} ${headers?.get('x-beserver') ?? ''}`;
  return /\.(?:prod|protection)\.(?:outlook|exchangelabs)\.com\b/i.test(target);
}

export function exchangeOnlineFault(side: Side): Fault {
  return makeFault('exchange-online', 'endpoint', 'exchange-online', 'This is Exchange Online, not a server.', side);
}

/**
 * The fault of a request that got no answer: what fetch threw, with its causes. Node names the reason in `code`
 * (https://nodejs.org/api/errors.html), workerd in the message.
 */
export function thrownFault(error: unknown, side: Side): Fault {
  if (error instanceof FaultError) return { side, ...error.fault };
  const { names, text, line } = chainOf(error);
  const make = (kind: FaultKind, scope: FaultScope, code: string, message: string) =>
    makeFault(kind, scope, code, message, side);
  if (error instanceof XmlLimitError) {
    return make('too-large', 'batch', 'answer-too-large', `The answer is ${error.message}.`);
  }
  if (error instanceof XmlError) return make('transient', 'batch', 'broken-answer', `The answer is ${error.message}.`);
  if (error instanceof RangeError) return make('too-large', 'batch', 'answer-too-large', 'The answer is too large.');
  if (names.includes('TimeoutError')) return make('transient', 'batch', 'timeout', 'The server took too long.');
  if (names.includes('AbortError')) return make('stopped', 'mailbox', 'stopped', 'The pass was stopped.');
  if (line) return lineFault(line.failure, side);
  if (/CERT_|SELF_SIGNED|ERR_TLS|ERR_SSL|EPROTO|certificate|\bTLS\b|\bSSL\b/i.test(text)) {
    // Neither the platform nor `text` distinguishes an untrusted certificate from an old protocol.
    return make('tls', 'endpoint', 'tls', 'The secure connection failed.');
  }
  if (/ENOTFOUND|EAI_|EAI_AGAIN|DNS|getaddrinfo|name or service not known|no such host/i.test(text)) {
    return make('unreachable', 'endpoint', 'host-unknown', 'There is no server with this name.');
  }
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|connection refused|connect\(\)/i.test(text)) {
    return make('unreachable', 'endpoint', 'connection-refused', 'The server cannot be reached.');
  }
  return make('transient', 'batch', 'connection-lost', 'The connection broke before the answer was complete.');
}

const EXCHANGE_ONLINE = [
  'outlook.office365.com',
  'outlook.office.com',
  'outlook.com',
  'office365.us',
  'partner.outlook.cn',
  'outlook.office.de',
  'eas.outlook.com',
];

function redirectFault({ status, headers, url }: HttpAnswer, side: Side): Fault {
  const location = headers.get('location') ?? '';
  if (/genericerrorpage/i.test(location)) {
    return makeFault('transient', 'batch', 'generic-error-page', 'The front end shows its error page.', side);
  }
  const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
  if (target && isExchangeOnline(target.href)) return exchangeOnlineFault(side);
  if (target && target.host !== new URL(url).host) {
    return makeFault('wrong-server', 'endpoint', `http-${status}`, `The server refers to ${target.host}.`, side);
  }
  const message = 'The address redirects to another page, as web sites do and Exchange servers do not.';
  return makeFault('not-exchange', 'endpoint', `http-${status}`, message, side);
}

function signInFault(headers: Headers, side: Side): Fault {
  const schemes = offeredSchemes(headers);
  if (schemes.length > 0 && schemes.every((scheme) => scheme === 'bearer')) {
    return makeFault('oauth-only', 'endpoint', 'oauth-only', 'The server accepts only modern authentication.', side);
  }
  return makeFault('credentials', 'mailbox', 'http-401', 'The server refused the user name or password.', side);
}

/** `Retry-After` in seconds; its form with a date is left out, as no clock is at hand here. */
function readRetryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

type Chain = { names: string[]; text: string; /** What the gateway said, where it did. */ line?: LineError };

function chainOf(error: unknown): Chain {
  const names: string[] = [];
  const texts: string[] = [];
  let line: LineError | undefined;
  for (let here = error, depth = 0; here instanceof Error && depth < 6; here = here.cause, depth++) {
    names.push(here.name);
    texts.push(here.message, 'code' in here ? String(here.code) : '');
    if (here instanceof LineError) line ??= here;
    if (here instanceof AggregateError) texts.push(...here.errors.map((inner) => chainOf(inner).text));
  }
  return { names, text: texts.join(' '), ...(line && { line }) };
}
