import { FaultError, isDenied, isPassingForItem, type Fault, type FaultKind } from '../../engine/model/fault.ts';
import { makeFault } from './make-fault.ts';

/** Continues if the server permanently refuses this one thing. Throws FaultError for all other trouble. */
export function requireRefusal(fault: Fault): void {
  if (isDenied(fault)) return;
  // What is stale is looked at again, and taken then.
  if (fault.scope !== 'item' || fault.kind === 'stale' || isPassingForItem(fault)) throw new FaultError(fault);
}

const REFUSAL_KINDS: ReadonlySet<FaultKind> = new Set(['unsupported', 'not-exchange', 'unknown']);
/** Temporary faults that a server without the operation may also answer with; other trouble concerns every call. */
const VAGUE_CODES = /^(?:http-\d+|soap-.*|empty-answer|broken-answer|ErrorInternalServerError|ews-application-error)$/;

/** Whether a fault may mean that the server does not have the operation. */
export function mayBeRefusal({ kind, was = kind, code }: Fault): boolean {
  return REFUSAL_KINDS.has(was) || isDenied({ kind: was, code }) || (was === 'transient' && VAGUE_CODES.test(code));
}

/** Code of the fault of an operation that was given up. */
export const OPERATION_REFUSED = 'operation-refused';

/** The fault of an operation that a server refuses while it answers others. */
export function refusedOperation(operation: string, { code, side }: Fault): Fault {
  const message = `The server refuses ${operation} (${code}), but answers other operations.`;
  return { ...makeFault('unsupported', 'endpoint', OPERATION_REFUSED, message, side), operation };
}
