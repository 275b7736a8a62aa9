import type { Limiter } from '../../engine/pacing/limiter.ts';
import type { PaceMemory } from '../../engine/pacing/pacer.ts';
import type { HourMemory } from '../../exchange/client/hour-budget.ts';
import type { OperationsMemory } from '../../exchange/client/known-operations.ts';
import type { LearntCapabilities } from '../../lib/learnt-capabilities.ts';
import type { RunTally } from '../../features/passes/table.ts';

/** What the slices of a run hand on to each other; kept in the run's row while it is open. */
export type RunMemory = {
  pace?: PaceMemory;
  /** Of the sides that have the server's budget for themselves. */
  limiters: { source?: Limiter; destination?: Limiter };
  /** What was seen of each server's operations; named as in the rows that earlier versions wrote. */
  standings?: { source?: OperationsMemory; destination?: OperationsMemory };
  /** Other facts seen of the server that each side used. */
  capabilities?: { source?: KnownServer; destination?: KnownServer };
  /** What each server has listed of the mailbox within the hour. */
  listed?: { source?: HourMemory; destination?: HourMemory };
};

export type KnownServer = { url: string; learnt: LearntCapabilities };

/** What an open run's row holds of it. */
export function memoryIn(tally: RunTally | null): RunMemory {
  return tally && 'memory' in tally ? (tally.memory as RunMemory) : { limiters: {} };
}
