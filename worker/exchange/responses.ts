import { FaultError, type Fault } from '../engine/fault.ts';
import { makeFault, responseFault, type Side } from './faults.ts';
import { child, type XmlElement } from './scan.ts';

/** The response messages of an answer, in the order of what was asked. */
export function responseMessages(response: XmlElement): XmlElement[] {
  return child(response, 'ResponseMessages')?.children ?? [];
}

/** The only response message of a call about one thing. Throws FaultError when it is an error. */
export function requireMessage(response: XmlElement, side: Side): XmlElement {
  const message = responseMessages(response)[0];
  if (message === undefined) {
    throw new FaultError(makeFault('transient', 'batch', 'empty-answer', 'The answer holds no result.', side));
  }
  const fault = responseFault(message, side);
  if (fault) throw new FaultError(fault);
  return message;
}

/**
 * Ends a batch: when every result is the same fault of more than one item (busy, no rights, …) the call as a whole
 * failed, and it is thrown; otherwise results stay what they are. Where others of the batch went through, a refusal
 * of rights is that item's alone.
 */
export function settleBatch<T extends object>(results: readonly (T & { fault?: Fault })[]): T[] {
  const first = results[0]?.fault;
  const isWhole =
    first !== undefined &&
    first.scope !== 'item' &&
    results.every(({ fault }) => fault?.code === first.code && fault.scope === first.scope);
  if (isWhole) throw new FaultError(first);
  const someWent = results.some(({ fault }) => fault === undefined);
  return results.map((result) => {
    const { fault } = result;
    if (fault === undefined || !someWent || fault.kind !== 'access') return result;
    return { ...result, fault: { ...fault, scope: 'item' as const } };
  });
}
