import { FaultError, faultOf, type Fault } from '../engine/model/fault.ts';
import { askSchemes } from './transport/sign-in/ask-schemes.ts';
import type { Authenticator, Credentials } from './transport/authenticator.ts';
import { createConnection } from './client/connection.ts';
import { exchangeOnlineFault, isExchangeOnline } from './faults/http-faults.ts';
import type { Side } from './faults/make-fault.ts';
import { getFolderBody } from './operations/folders/get-folder.ts';
import { requireMessage } from './client/responses.ts';
import { createAuthenticator, requireScheme, type SignInPlatform } from './transport/sign-in/sign-in.ts';
import { describeVersion } from './operations/versions.ts';

export type ProbeRequest = SignInPlatform & {
  /** The EWS address. */
  url: string;
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
    const { url, credentials, mailbox } = request;
    const timeout = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    authSchemes.push(...(await askSchemes({ url, fetch: request.fetch, side, mailbox, signal })));
    if (credentials === undefined) return { ok: true, authSchemes };
    const scheme = requireScheme(authSchemes, url, side, credentials);
    if (mailbox === undefined) return { ok: true, authSchemes };
    const authenticator = createAuthenticator(scheme, credentials, request);
    try {
      const version = await openMailbox(request, authenticator, mailbox, side);
      return { ok: true, authSchemes, version };
    } finally {
      authenticator.close?.();
    }
  } catch (error) {
    return { ok: false, authSchemes, fault: faultOf(error, 'endpoint') };
  }
}

async function openMailbox(
  request: ProbeRequest,
  authenticator: Authenticator,
  mailbox: string,
  side: Side,
): Promise<string> {
  const signal = request.signal ?? new AbortController().signal;
  const impersonate = request.impersonate ?? false;
  const connection = createConnection({
    url: request.url,
    side,
    authenticator,
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
