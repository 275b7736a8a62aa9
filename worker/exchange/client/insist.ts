import { FaultError, isDenied, type Fault, type FaultKind } from '../../engine/model/fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import type { Side } from '../faults/make-fault.ts';
import { emptyAnswer, isEmptyAnswer, responseMessages } from './responses.ts';
import type { XmlElement } from '../xml/scan.ts';
import { mayBeRefusal, refusedOperation, type Standing } from './standing.ts';

export type Insisted = {
  side: Side;
  operation: string;
  mutates?: boolean;
  signal: AbortSignal;
  /** What counts is that there is an answer, whatever it holds. */
  takesEmpty?: boolean;
  /** The call can be made again as it is. */
  isRepeatable: boolean;
  /** Whether the server answers another operation now. */
  isWell: () => Promise<boolean>;
};

/** Said without doubt, and before anything was done: a passing mood shows when it is asked again at once. */
const PLAIN: ReadonlySet<FaultKind> = new Set(['unsupported', 'not-exchange']);
const MAX_TRIES = 3;

/** Operations that another one stands in for, or that a copy can do without: to have no right to them ends nothing. */
const REPLACEABLE: ReadonlySet<string> = new Set([
  'ExportItems',
  'UploadItems',
  'SyncFolderItems',
  'FindFolder',
  'MoveItem',
  'UpdateItem',
  'DeleteItem',
  'GetAttachment',
  'CreateAttachment',
]);
/** Operations whose errors are their items' own, whatever they say. */
const ABOUT_ITEMS: ReadonlySet<string> = new Set(['GetItem', 'CreateItem', 'GetAttachment', 'CreateAttachment']);

/**
 * Makes a call, and keeps the standing of its operation: one that is refused out of hand is asked for again, and one that
 * is refused for good while others are answered is told apart from a server in trouble. Throws FaultError.
 */
export async function insist<T>(
  call: Insisted,
  standing: Standing,
  ask: () => Promise<T | XmlElement>,
): Promise<T | XmlElement> {
  const { operation, signal, side } = call;
  if (standing.isLost(operation)) throw new FaultError(refusedOperation(operation, gone(side)));
  for (let tries = 1; ; tries += 1) {
    let answer: T | XmlElement | undefined;
    let fault: Fault | undefined;
    let isThrown = true;
    try {
      answer = await ask();
      // Of an operation that is known to work only this much is looked at: answers may be long.
      fault = isElement(answer) ? faultIn(answer, call, standing.works(operation)) : undefined;
      isThrown = fault?.code === 'empty-answer' && !call.mutates;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      fault = { ...error.fault, operation };
    }
    const end = (): T | XmlElement => {
      if (fault && (isThrown || answer === undefined)) throw new FaultError(fault);
      return answer as T | XmlElement;
    };
    if (fault === undefined) {
      if (!standing.works(operation) && (!isElement(answer) || isWorking(answer, call))) standing.worked(operation);
      return end();
    }
    if (standing.works(operation) || signal.aborted || !mayBeRefusal(fault)) return end();
    // To have no right is to have none, but to what there is another way to.
    if (isDenied(fault) && !REPLACEABLE.has(operation)) return end();
    const isPlain = PLAIN.has(fault.kind) || isDenied(fault);
    if (isPlain && call.isRepeatable && tries < MAX_TRIES) continue;
    if (!(await call.isWell())) return end();
    const isProven = standing.refused(operation, isPlain) || isDenied(fault);
    if (!isProven) return end();
    // What is in doubt stays so; the next one is not sent.
    if (fault.kind === 'in-doubt' || (call.mutates && answer !== undefined)) standing.lose(operation);
    else throw new FaultError(refusedOperation(operation, fault));
    return end();
  }
}

function isElement(answer: unknown): answer is XmlElement {
  return typeof answer === 'object' && answer !== null && 'children' in answer;
}

/** The refusal that an answer is as a whole. */
function faultIn(answer: XmlElement, { operation, side, takesEmpty }: Insisted, works: boolean): Fault | undefined {
  if (!takesEmpty && isEmptyAnswer(operation, answer)) return emptyAnswer(answer, side);
  if (works || (ABOUT_ITEMS.has(operation) && !(operation === 'GetItem' && side === 'destination'))) return undefined;
  const faults = responseMessages(answer).map((message) => responseFault(message, side));
  const [first] = faults;
  return first && mayBeRefusal(first) && faults.every((each) => each?.code === first.code) ? first : undefined;
}

/** Whether an answer shows that the server has the operation: one thing that went well, or a refusal of its own. */
function isWorking(answer: XmlElement, { operation, side }: Insisted): boolean {
  if (isEmptyAnswer(operation, answer)) return false;
  const faults = responseMessages(answer).map((message) => responseFault(message, side));
  return faults.length === 0 || faults.some((fault) => fault === undefined || !mayBeRefusal(fault));
}

function gone(side: Side): Fault {
  return { kind: 'unsupported', scope: 'endpoint', code: 'given-up', message: '', side };
}
