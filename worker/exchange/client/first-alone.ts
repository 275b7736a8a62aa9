import { FaultError, type Fault } from '../../engine/model/fault.ts';
import { within } from '../../lib/within.ts';
import type { KnownOperations } from './known-operations.ts';
import type { AnyCall, Reply, Send } from './send.ts';

/** Operations that a server may not have, and that many batches call at once as soon as a pass begins. */
const BEGIN_ALONE: ReadonlySet<string> = new Set(['ExportItems']);
/** One answer that does not come holds nobody up for longer. */
const LONGEST_WAIT_MS = 3_000;

/** How the first call of each operation on one connection ended: well, or with the fault of a server that lacks it. */
export type FirstCalls = Map<string, Promise<Fault | undefined>>;

/**
 * Lets the first call of such an operation go alone. A server that does not have it refuses that one call, and not one
 * of every batch: the others fail with the same fault. Throws FaultError.
 */
export function firstAlone<C extends AnyCall, R extends Reply>(
  operations: Pick<KnownOperations, 'works'>,
  firstCalls: FirstCalls,
  send: Send<C, R>,
): Send<C, R> {
  return async (call) => {
    const { operation } = call;
    if (!BEGIN_ALONE.has(operation) || operations.works(operation)) return send(call);
    const first = firstCalls.get(operation);
    if (first) {
      const fault = await within(LONGEST_WAIT_MS, first, () => undefined);
      if (fault) throw new FaultError(fault);
      return send(call);
    }
    const { promise, resolve } = Promise.withResolvers<Fault | undefined>();
    firstCalls.set(operation, promise);
    try {
      const reply = await send(call);
      resolve(undefined);
      return reply;
    } catch (error) {
      resolve(error instanceof FaultError && error.fault.kind === 'unsupported' ? error.fault : undefined);
      throw error;
    }
  };
}
