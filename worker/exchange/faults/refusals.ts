import { FaultError, isDenied, isRefusedOperation, type Fault, type FaultKind } from '../../engine/model/fault.ts';

/** What a server says of an item that it may take another time. */
const PASSING: ReadonlySet<FaultKind> = new Set(['busy', 'transient', 'overload', 'not-processed', 'stale']);

/** Goes on where the server refuses this one thing for good. Throws FaultError for all other trouble. */
export function requireRefusal(fault: Fault): void {
  if (isDenied(fault)) return;
  if (fault.scope !== 'item' || PASSING.has(fault.kind)) throw new FaultError(fault);
}

/** Whether it is the operation that the server refuses, whatever it is asked to do. */
export function isOperationRefused(error: unknown): boolean {
  return error instanceof FaultError && isRefusedOperation(error.fault);
}
