import { FaultError, faultOf, type Fault } from '../engine/model/fault.ts';
import { createConnection } from './client/connection.ts';
import { exchangeOnlineFault, isExchangeOnline } from './faults/http-faults.ts';
import { endOf, isNoAnswer } from './faults/no-answer.ts';
import { findPeople, type PeopleFound, type PeopleSearch } from './people/find-people.ts';
import type { Credentials } from './transport/authenticator.ts';
import { askSchemes } from './transport/sign-in/ask-schemes.ts';
import { createAuthenticator, requireScheme, type SignInPlatform } from './transport/sign-in/sign-in.ts';

export type PeopleRequest = SignInPlatform &
  PeopleSearch & {
    /** The EWS address. */
    url: string;
    credentials: Credentials;
    /** For the address, and for each answer after that. */
    timeoutMs: number;
  };

const SIDE = 'source';

/**
 * Reads a part of the address list of a server. The first request carries no credentials, so that they go only to a server
 * that asks for them; the next goes alone. Never throws.
 */
export async function readPeople(
  request: PeopleRequest,
): Promise<({ ok: true } & PeopleFound) | { ok: false; fault: Fault }> {
  const { url, credentials, timeoutMs, maxMs } = request;
  const first = AbortSignal.timeout(timeoutMs);
  let isAnswered = false;
  try {
    if (isExchangeOnline(url)) throw new FaultError(exchangeOnlineFault(SIDE));
    const schemes = await askSchemes({ url, fetch: request.fetch, side: SIDE, signal: first });
    isAnswered = true;
    const scheme = requireScheme(schemes, url, SIDE, credentials);
    const authenticator = createAuthenticator(scheme, credentials, request);
    try {
      // The account need not have a mailbox, and nobody's is opened.
      const connection = createConnection({
        url,
        side: SIDE,
        authenticator,
        mailbox: credentials.username,
        impersonate: false,
        newRequestId: () => crypto.randomUUID(),
        timeoutMs,
      });
      const found = await findPeople(connection, request, request.now, AbortSignal.timeout(timeoutMs + maxMs));
      return { ok: true, ...found };
    } finally {
      authenticator.close?.();
    }
  } catch (error) {
    const fault = faultOf(error, 'endpoint');
    // A closed port refuses at once, others never answer: no one is to learn which it is by the time that it takes.
    if (!isAnswered && isNoAnswer(fault)) await endOf(first);
    return { ok: false, fault };
  }
}
