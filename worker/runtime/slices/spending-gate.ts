import { FaultError } from '../../engine/model/fault.ts';
import type { Spend } from '../../engine/pacing/spend.ts';
import type { Gate } from '../../exchange/client/gate.ts';

/**
 * A gate that lets no request out once what is left of the invocation is for the end of the slice. A request that is
 * turned back here was not sent: nothing is unconfirmed, and the next slice makes it.
 */
export function spendingGate(gate: Gate, side: 'source' | 'destination', spend: Pick<Spend, 'isEnding'>): Gate {
  const message = 'The slice has reached its limit of calls. The next slice continues.';
  return {
    ...gate,
    enter: async (operation, signal) => {
      if (spend.isEnding())
        throw new FaultError({ kind: 'stopped', scope: 'mailbox', code: 'calls-spent', message, side });
      return gate.enter(operation, signal);
    },
  };
}
