import { FaultError, faultOf, type Fault } from '../engine/model/fault.ts';
import { askSchemes } from './transport/sign-in/ask-schemes.ts';
import type { Authenticator, Credentials } from './transport/authenticator.ts';
import { createConnection } from './client/connection.ts';
import { exchangeOnlineFault, isExchangeOnline } from './faults/http-faults.ts';
import type { Side } from './faults/make-fault.ts';
import { endOf, isNoAnswer } from './faults/no-answer.ts';
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
/** To open a mailbox takes the version, and the folder itself. */
const MAILBOX_CALLS = 2;

/**
 * Looks at an address: is there an Exchange server, how does one sign in, do the credentials open the mailbox? The
 * first request carries no credentials, so that they go only to a server that asks for them. Never throws.
 */
export async function probeEndpoint(request: ProbeRequest): Promise<ProbeResult> {
  const side = request.side ?? 'source';
  const authSchemes: string[] = [];
  const first = inTime(request);
  let isAnswered = false;
  try {
    if (isExchangeOnline(request.url)) throw new FaultError(exchangeOnlineFault(side));
    const { url, credentials, mailbox } = request;
    authSchemes.push(...(await askSchemes({ url, fetch: request.fetch, side, mailbox, signal: first })));
    isAnswered = true;
    if (credentials === undefined) return { ok: true, authSchemes };
    const scheme = requireScheme(authSchemes, url, side, credentials);
    if (mailbox === undefined) return { ok: true, authSchemes };
    const authenticator = createAuthenticator(scheme, credentials, request);
    try {
      const version = await openMailbox(
        { ...request, signal: inTime(request, MAILBOX_CALLS) },
        authenticator,
        mailbox,
        side,
      );
      return { ok: true, authSchemes, version };
    } finally {
      authenticator.close?.();
    }
  } catch (error) {
    const fault = faultOf(error, 'endpoint');
    // A closed port refuses at once, others never answer: no one is to learn which it is by the time that it takes.
    if (!isAnswered && isNoAnswer(fault)) await endOf(first);
    return { ok: false, authSchemes, fault };
  }
}

/** Ends what takes too long as a whole: a server that sends byte by byte is never late by a single one. */
function inTime({ signal, timeoutMs = TIMEOUT_MS }: ProbeRequest, calls = 1): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs * calls);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
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
