import { FaultError, faultOf, type Fault } from '../engine/fault.ts';
import { anonymousAuthenticator, basicAuthenticator, type Credentials, type Fetch } from './authenticator.ts';
import { concat } from './bytes.ts';
import { createConnection } from './connection.ts';
import { envelope } from './envelope.ts';
import {
  exchangeOnlineFault,
  httpFault,
  isExchangeOnline,
  makeFault,
  offeredSchemes,
  thrownFault,
  type Side,
} from './faults.ts';
import { getFolderBody, versionProbe } from './operations/get-folder.ts';
import { requireMessage } from './responses.ts';
import { describeVersion } from './versions.ts';

export type ProbeRequest = {
  /** The EWS address. */
  url: string;
  fetch: Fetch;
  credentials?: Credentials;
  impersonate?: boolean;
  /** Mailbox to open with the credentials; without one only the address is looked at. */
  mailbox?: string;
  side?: Side;
  signal?: AbortSignal;
  timeoutMs?: number;
};

/** `authSchemes` in lower case, as the server offers them; `version` such as `Exchange2010_SP2 14.2.247.0`. */
export type ProbeResult =
  | { ok: true; authSchemes: string[]; version?: string }
  | { ok: false; authSchemes: string[]; fault: Fault };

const TIMEOUT_MS = 15_000;

/**
 * Looks at an address: is there an Exchange server, how does one sign in, do the credentials open the mailbox? The
 * first request carries no credentials, so that they go only to a server that asks for them. Never throws.
 */
export async function probeEndpoint(request: ProbeRequest): Promise<ProbeResult> {
  const side = request.side ?? 'source';
  const authSchemes: string[] = [];
  try {
    if (isExchangeOnline(request.url)) throw new FaultError(exchangeOnlineFault(side));
    authSchemes.push(...(await askSchemes(request, side)));
    const { credentials, mailbox } = request;
    if (credentials === undefined || mailbox === undefined) return { ok: true, authSchemes };
    if (authSchemes.length > 0 && !authSchemes.includes('basic')) {
      const message = `The server offers no sign-in that can be used here: ${authSchemes.join(', ')}.`;
      throw new FaultError(makeFault('unsupported', 'endpoint', 'no-usable-sign-in', message, side));
    }
    return { ok: true, authSchemes, version: await openMailbox(request, credentials, mailbox, side) };
  } catch (error) {
    return { ok: false, authSchemes, fault: faultOf(error, 'endpoint') };
  }
}

/** Asks without credentials what sign-in is offered. Throws FaultError for what is no Exchange server. */
async function askSchemes(request: ProbeRequest, side: Side): Promise<string[]> {
  const owner = { mailbox: request.mailbox ?? 'nobody@invalid', impersonates: true };
  const timeout = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
  let response: Response;
  try {
    response = await anonymousAuthenticator(request.fetch).send(request.url, {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8', 'user-agent': 'Mailferry' },
      body: concat(envelope({ version: 'Exchange2007_SP1' }, versionProbe(owner))),
      redirect: 'manual',
      signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
    });
  } catch (error) {
    throw new FaultError(thrownFault(error, side));
  }
  const { status, headers } = response;
  const type = headers.get('content-type') ?? '';
  await response.body?.cancel();
  const fault = httpFault({ url: request.url, status, headers, text: '' }, side);
  // A SOAP answer to a stranger is odd, but an Exchange server's; 401 is what was asked for.
  const isExpected =
    (status === 401 && fault.kind === 'credentials') || ((status === 200 || status === 500) && /xml/i.test(type));
  if (!isExpected) throw new FaultError(fault);
  const schemes = offeredSchemes(headers);
  if (status === 401 && schemes.length === 0) {
    throw new FaultError(makeFault('not-exchange', 'endpoint', 'no-sign-in', 'It offers no way to sign in.', side));
  }
  return schemes;
}

async function openMailbox(
  request: ProbeRequest,
  credentials: Credentials,
  mailbox: string,
  side: Side,
): Promise<string> {
  const signal = request.signal ?? new AbortController().signal;
  const impersonate = request.impersonate ?? false;
  const connection = createConnection({
    url: request.url,
    side,
    authenticator: basicAuthenticator(request.fetch, credentials),
    mailbox,
    impersonate,
    newRequestId: () => crypto.randomUUID(),
    timeoutMs: request.timeoutMs ?? TIMEOUT_MS,
  });
  const inbox = [{ distinguishedId: 'inbox' }];
  const response = await connection.call({
    operation: 'GetFolder',
    body: () => getFolderBody(inbox, { mailbox, impersonates: impersonate }, false),
    signal,
  });
  requireMessage(response, side);
  return describeVersion(await connection.server(signal));
}
