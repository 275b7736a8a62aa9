import { FaultError } from '../../engine/model/fault.ts';
import { HandshakeError } from '../../exchange/faults/handshake-error.ts';
import { LineError } from '../../exchange/faults/line-error.ts';
import type { Fetch } from '../../exchange/transport/authenticator.ts';
import type { Explain } from '../../exchange/transport/routing/find-way.ts';
import { AddressRefusedError } from '../platform/http.ts';
import { diagnoseConnection, diagnoseSilence } from './diagnose-connection.ts';

/** Says why there was no answer; see diagnoseConnection. `onCall` is called before a connection that finds it out. */
export function createExplain(onCall: () => void = () => {}): Explain {
  return async (url, error, isSecured) => {
    // What the platform answers in place of a server behind it is that server's affair.
    if (error !== undefined && (isExplained(error) || (isSecured && error instanceof HandshakeError))) return;
    onCall();
    const fault = error === undefined ? await diagnoseSilence(url) : await diagnoseConnection(url, error, isSecured);
    if (fault) throw new FaultError(fault);
  };
}

/** A fetch that says why there was no answer. For looking at servers only. */
export function explainingFetch(fetch: Fetch, onCall?: () => void): Fetch {
  const explain = createExplain(onCall);
  return async (url, init) => {
    try {
      return await fetch(url, init);
    } catch (error) {
      await explain(new URL(url), error, false);
      throw error;
    }
  };
}

function isExplained(error: unknown): boolean {
  if (error instanceof FaultError || error instanceof LineError || error instanceof AddressRefusedError) return true;
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
