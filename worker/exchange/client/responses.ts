import { FaultError, type Fault, type FaultKind } from '../../engine/model/fault.ts';
import { makeFault, type Side } from '../faults/make-fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import { attributeOf, child, type XmlElement } from '../xml/scan.ts';

/** The response messages of an answer, in the order of what was asked. */
export function responseMessages(response: XmlElement): XmlElement[] {
  return child(response, 'ResponseMessages')?.children ?? [];
}

/** Code of the fault of an answer without what was asked for. */
export const EMPTY_ANSWER = 'empty-answer';

/** That fault. */
export function emptyAnswer(operation: string, side: Side): Fault {
  const fault = makeFault('transient', 'batch', EMPTY_ANSWER, 'The answer contains no result.', side);
  return { ...fault, operation };
}

/** Elements that a success of these must contain. */
const RESULTS: Readonly<Record<string, string>> = {
  GetFolder: 'Folders',
  FindFolder: 'RootFolder',
  FindItem: 'RootFolder',
  SyncFolderHierarchy: 'SyncState',
  SyncFolderItems: 'SyncState',
  GetItem: 'Items',
  GetAttachment: 'Attachments',
  UploadItems: 'ItemId',
};

/** Whether a server answered a reading operation with nothing: no messages, or successes that hold no result. */
export function isEmptyAnswer(operation: string, response: XmlElement): boolean {
  const list = child(response, 'ResponseMessages');
  if (list === undefined) return false;
  const result = RESULTS[operation];
  if (list.children.length === 0) return true;
  return (
    result !== undefined &&
    list.children.every((message) => {
      const isError = attributeOf(message, 'ResponseClass') === 'Error';
      const held = child(message, result);
      return !isError && (held === undefined || (NEEDS_CONTENT.has(result) && held.start === held.end));
    })
  );
}
const NEEDS_CONTENT: ReadonlySet<string> = new Set(['Folders', 'SyncState', 'Items', 'Attachments']);

/** The operation of an answer's element. */
function operationOf({ name }: XmlElement): string {
  return name.replace(/Response$/, '');
}

/** The only response message of a call about one thing. Throws FaultError when it is an error. */
export function requireMessage(response: XmlElement, side: Side): XmlElement {
  const message = responseMessages(response)[0];
  if (message === undefined) {
    throw new FaultError(emptyAnswer(operationOf(response), side));
  }
  const fault = responseFault(message, side);
  if (fault) throw new FaultError(fault);
  return message;
}

/** What servers say of a mailbox, and of a single item as well. */
const OF_ONE: ReadonlySet<FaultKind> = new Set(['access', 'version', 'wrong-server']);

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
    results.every(({ fault }) => fault?.code === first.code && fault.scope === first.scope) &&
    // A single item does not show yet whether the mailbox is at fault.
    (results.length > 1 || !OF_ONE.has(first.kind));
  if (isWhole) throw new FaultError(first);
  const someWent = results.some(({ fault }) => fault === undefined);
  return results.map((result) => {
    const { fault } = result;
    if (fault === undefined || !someWent || fault.kind !== 'access') return result;
    return { ...result, fault: { ...fault, scope: 'item' as const } };
  });
}
