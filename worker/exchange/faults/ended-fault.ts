import type { Fault } from '../../engine/model/fault.ts';
import { makeFault, type Side } from './make-fault.ts';

/** The fault of a call whose signal ended it: somebody stopped the pass, or the time that it had was over. */
export function endedFault({ reason }: AbortSignal, side: Side): Fault {
  const isOver = reason instanceof Error && reason.name === 'TimeoutError';
  if (isOver) return makeFault('transient', 'batch', 'timeout', 'The server took too long.', side);
  return makeFault('stopped', 'mailbox', 'stopped', 'The pass was stopped.', side);
}
