import { responseFault } from '../faults/response-faults.ts';
import type { Side } from '../faults/make-fault.ts';
import { findProbe } from '../operations/folders/find-folder.ts';
import { versionProbe, type Owner } from '../operations/folders/get-folder.ts';
import type { Versioned } from './in-version.ts';
import type { Negotiation } from './negotiation.ts';
import { isEmptyAnswer, responseMessages } from './responses.ts';
import type { AnyCall, Send } from './send.ts';
import type { Call } from './send-whole.ts';

/** Returns whether the server answers another operation than the call's at this moment. Never throws. */
export function createOtherProbe(
  send: Send<Call & Versioned>,
  negotiation: Negotiation,
  owner: Owner,
  side: Side,
): (call: AnyCall) => Promise<boolean> {
  return async ({ operation: refused, signal }) => {
    const [operation, body] =
      refused === 'GetFolder' ? ['FindFolder', findProbe(owner)] : ['GetFolder', versionProbe(owner)];
    try {
      const { response } = await send({ operation, signal, version: negotiation.current(), body: () => body });
      const [message] = responseMessages(response);
      return message !== undefined && !isEmptyAnswer(operation, response) && responseFault(message, side) === undefined;
    } catch {
      return false;
    }
  };
}
