import { FaultError, type FaultScope } from '../../engine/model/fault.ts';
import { makeFault, type Side } from './make-fault.ts';

/**
 * A server lists more than any mailbox holds, or never ends. Retrying would only bring more of it.
 */
export function beyondBounds(code: string, scope: FaultScope, message: string, side: Side): FaultError {
  return new FaultError(makeFault('too-large', scope, code, message, side));
}
