import { FaultError, faultOf } from '../../engine/model/fault.ts';
import type { Side } from '../faults/make-fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import type { Gate } from './gate.ts';
import { responseMessages } from './responses.ts';
import type { AnyCall, Reply, Send } from './send.ts';

/**
 * Makes a call when the gate lets it through, and holds the turn until its answer is complete. The gate learns what the
 * answer says of the server's load; a call that finds the server busy learns how long the gate holds calls back.
 */
export function inTurn<C extends AnyCall, R extends Reply>(
  gate: Gate | undefined,
  side: Side,
  send: Send<C, R>,
): Send<C, R> {
  if (gate === undefined) return send;
  return async (call) => {
    const leave = await gate.enter(call.operation, call.signal);
    try {
      const reply = await send(call);
      if ('arrived' in reply) void reply.arrived.then(() => leave());
      else {
        const [first] = responseMessages(reply.response);
        leave(first && responseFault(first, side));
      }
      return reply;
    } catch (error) {
      leave(faultOf(error));
      const heldMs = gate.heldForMs();
      if (!(error instanceof FaultError) || error.fault.kind !== 'busy' || heldMs === 0) throw error;
      throw new FaultError({ ...error.fault, retryAfterMs: Math.max(heldMs, error.fault.retryAfterMs ?? 0) });
    }
  };
}
