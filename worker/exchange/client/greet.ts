import { faultOf } from '../../engine/model/fault.ts';
import { greetingBody, versionProbe, type Owner } from '../operations/folders/get-folder.ts';
import type { Versioned } from './in-version.ts';
import type { AnyCall, Send } from './send.ts';
import type { Call } from './send-whole.ts';

/** Faults of a request that names or asks for something that the server does not know. */
const REFUSED: ReadonlySet<string> = new Set(['corrupt', 'unsupported', 'unknown']);

/**
 * Sends the first request to a mailbox. It asks for what the listing of folders needs as well, so that this takes no
 * request of its own. A server that refuses that is asked for as little as possible.
 */
export function greetingBy(send: Send<Call & Versioned>, owner: Owner): Send<AnyCall & Versioned> {
  return async (call) => {
    const greet = (body: Call['body']) => send({ ...call, body });
    try {
      return await greet(() => greetingBody(owner));
    } catch (error) {
      if (!REFUSED.has(faultOf(error).kind)) throw error;
      return greet(() => versionProbe(owner));
    }
  };
}
