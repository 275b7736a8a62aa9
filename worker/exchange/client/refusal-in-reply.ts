import type { Fault } from '../../engine/model/fault.ts';
import type { Side } from '../faults/make-fault.ts';
import { mayBeRefusal } from '../faults/refusals.ts';
import { responseFault } from '../faults/response-faults.ts';
import type { XmlElement } from '../xml/scan.ts';
import { emptyAnswer, isEmptyAnswer, responseMessages } from './responses.ts';
import type { AnyCall, Reply } from './send.ts';

/** Operations whose errors are about their items, whatever their codes say. */
const ABOUT_ITEMS: ReadonlySet<string> = new Set(['GetItem', 'CreateItem', 'GetAttachment', 'CreateAttachment']);

/**
 * The refusal of the operation that an answer amounts to as a whole. Of an operation that is known to work only its
 * being empty counts: answers may be long.
 */
export function refusalIn(reply: Reply, call: AnyCall, side: Side, isKnownToWork: boolean): Fault | undefined {
  if (!('response' in reply)) return undefined;
  const { response } = reply;
  const { operation, takesEmpty } = call;
  if (!takesEmpty && isEmptyAnswer(operation, response)) return emptyAnswer(operation, side);
  if (isKnownToWork || isAboutItems(operation, side)) return undefined;
  const faults = faultsIn(response, side);
  const [first] = faults;
  return first && mayBeRefusal(first) && faults.every((fault) => fault?.code === first.code) ? first : undefined;
}

/** Whether an answer shows that the server has the operation: a success, or a refusal that only this operation has. */
export function showsOperation(reply: Reply, { operation }: AnyCall, side: Side): boolean {
  if (!('response' in reply)) return true;
  if (isEmptyAnswer(operation, reply.response)) return false;
  const faults = faultsIn(reply.response, side);
  return faults.length === 0 || faults.some((fault) => fault === undefined || !mayBeRefusal(fault));
}

function isAboutItems(operation: string, side: Side): boolean {
  return ABOUT_ITEMS.has(operation) && !(operation === 'GetItem' && side === 'destination');
}

function faultsIn(response: XmlElement, side: Side): (Fault | undefined)[] {
  return responseMessages(response).map((message) => responseFault(message, side));
}
