import type { Fault } from '../../engine/model/fault.ts';
import { isPassing } from '../../engine/model/fault.ts';
import type { Gate } from '../../exchange/client/gate.ts';
import type { SeenThrottling } from '../../lib/seen-throttling.ts';

export type ThrottlingNotes = {
  /** The same gate; what its server says of throttling is noted. */
  watch(gate: Gate): Gate;
  /** What was noted; undefined where the server asked for nothing. */
  seen(): SeenThrottling | undefined;
};

/** Notes how a server asks for less while a slice works. */
export function createThrottlingNotes(now: () => number): ThrottlingNotes {
  let seen: SeenThrottling | undefined;
  const note = (fault: Fault) => {
    seen = noted(seen, fault, now());
  };
  return {
    watch: (gate) => ({
      ...gate,
      enter: async (operation, signal) => {
        const leave = await gate.enter(operation, signal);
        return (fault) => {
          if (fault && isPassing(fault, 'throttling')) note(fault);
          leave(fault);
        };
      },
    }),
    seen: () => seen,
  };
}

function noted(before: SeenThrottling | undefined, { retryAfterMs, limit }: Fault, at: number): SeenThrottling {
  const pauseMs = Math.max(before?.pauseMs ?? 0, retryAfterMs ?? 0);
  const connections = Math.min(before?.connections ?? Infinity, limit?.value ?? Infinity);
  return { at, ...(pauseMs > 0 && { pauseMs }), ...(connections < Infinity && { connections }) };
}
