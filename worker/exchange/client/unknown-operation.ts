import { FaultError } from '../../engine/model/fault.ts';
import { isUnknownElement, makeFault } from '../faults/make-fault.ts';
import { OPERATION_REFUSED } from '../faults/refusals.ts';
import { noteLack } from './capabilities.ts';
import type { Connection } from './connection.ts';

/**
 * Gives up an operation that the server does not know, for as long as this mailbox is copied. Returns the error to throw
 * for `error`; `error` itself if it means something else.
 */
export function noteIfUnknown(connection: Connection, operation: string, error: unknown): unknown {
  if (!(error instanceof FaultError)) return error;
  const { kind, code } = error.fault;
  if (kind !== 'unsupported' && !isUnknownElement(code)) return error;
  connection.capabilities.operations.lose(operation);
  // Another account may be allowed what this one is refused.
  if (code !== OPERATION_REFUSED) noteLack(connection.capabilities, operation);
  const message = `The server does not support ${operation}.`;
  return new FaultError({ ...makeFault('unsupported', 'endpoint', code, message, connection.side), operation });
}
