import { FaultError } from '../../engine/model/fault.ts';
import type { RequestVersion } from '../operations/versions.ts';
import type { Negotiation } from './negotiation.ts';
import type { AnyCall, Reply, Send } from './send.ts';

export type Versioned = { version: RequestVersion };

/** Makes a call in the version of the server, and in older ones while it refuses them. */
export function inVersion<C extends AnyCall, R extends Reply>(
  negotiation: Negotiation,
  send: Send<C & Versioned, R>,
  { isRepeatable = true } = {},
): Send<C, R> {
  return async (call) => {
    for (;;) {
      const version = await negotiation.version(call.signal);
      try {
        return await send({ ...call, version });
      } catch (error) {
        // The mailbox may be on an older server than the one that answers. Such a refusal comes before any work.
        const isRefused = error instanceof FaultError && error.fault.kind === 'version';
        if (!isRefused || !negotiation.stepBack(version) || !isRepeatable) throw error;
      }
    }
  };
}
