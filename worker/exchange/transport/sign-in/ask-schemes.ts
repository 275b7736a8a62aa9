import { FaultError } from '../../../engine/model/fault.ts';
import { USER_AGENT } from '../../../lib/user-agent.ts';
import { anonymousAuthenticator } from './plain-authenticators.ts';
import type { Fetch } from '../authenticator.ts';
import { concat } from '../../xml/bytes.ts';
import { envelope } from '../../operations/envelope.ts';
import { endedFault } from '../../faults/ended-fault.ts';
import { httpFault, offeredSchemes, thrownFault } from '../../faults/http-faults.ts';
import { makeFault, type Side } from '../../faults/make-fault.ts';
import { versionProbe } from '../../operations/folders/get-folder.ts';

export type SchemesRequest = {
  /** The EWS address. */
  url: string;
  fetch: Fetch;
  side: Side;
  mailbox?: string;
  signal: AbortSignal;
};

/**
 * Asks without credentials what sign-in is offered, in lower case; none where a stranger is answered. Throws FaultError
 * for what is no Exchange server.
 */
export async function askSchemes({ url, fetch, side, mailbox, signal }: SchemesRequest): Promise<string[]> {
  const owner = { mailbox: mailbox ?? 'nobody@invalid', impersonates: true };
  let response: Response;
  try {
    response = await anonymousAuthenticator(fetch).send(url, {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8', 'user-agent': USER_AGENT },
      body: concat(envelope({ version: 'Exchange2007_SP1' }, versionProbe(owner))),
      redirect: 'manual',
      signal,
    });
  } catch (error) {
    throw new FaultError(signal.aborted ? endedFault(signal, side) : thrownFault(error, side));
  }
  const { status, headers } = response;
  const type = headers.get('content-type') ?? '';
  await response.body?.cancel();
  const fault = httpFault({ url, status, headers, text: '' }, side);
  // A SOAP answer to a stranger is odd, but an Exchange server's; 401 is what was asked for.
  const isExpected =
    (status === 401 && fault.kind === 'credentials') || ((status === 200 || status === 500) && /xml/i.test(type));
  if (!isExpected) throw new FaultError(fault);
  const schemes = offeredSchemes(headers);
  if (status === 401 && schemes.length === 0) {
    throw new FaultError(makeFault('not-exchange', 'endpoint', 'no-sign-in', 'It offers no sign-in method.', side));
  }
  return schemes;
}
