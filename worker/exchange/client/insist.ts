import { FaultError, isDenied, type Fault, type FaultKind } from '../../engine/model/fault.ts';
import { makeFault, type Side } from '../faults/make-fault.ts';
import { mayBeRefusal, refusedOperation } from '../faults/refusals.ts';
import { EMPTY_ANSWER } from './responses.ts';
import { refusalIn, showsOperation } from './refusal-in-reply.ts';
import { isForeignAnswer } from './own-answer.ts';
import type { AnyCall, Reply, Send } from './send.ts';
import type { KnownOperations } from './known-operations.ts';

export type Insistence = {
  side: Side;
  operations: KnownOperations;
  /** Notes an operation that the server itself does not have. */
  noteLack: (operation: string) => void;
  /** Whether the server answers another operation at this moment. */
  answersOther: (call: AnyCall) => Promise<boolean>;
  /** The call can be made again as it is; true unless its body is a stream. */
  isRepeatable?: boolean;
};

/** Certain refusals, before anything was done: an immediate retry shows whether they pass. */
const PLAIN: ReadonlySet<FaultKind> = new Set(['unsupported', 'not-exchange']);
const MAX_TRIES = 3;

/** Operations that change nothing. */
const READS = /^(?:Convert|Export|Find|Get|Resolve|Sync)/;

/**
 * Repeated, these are refused or create something twice. A front door's page may replace the answer to a request that
 * was carried out, so the caller must read before it writes again.
 */
const LOOKS_FIRST: ReadonlySet<string> = new Set(['AddDelegate', 'CreateUserConfiguration', 'UpdateInboxRules']);

/** A copy can use another operation instead, or do without: an account without rights to it can still copy. */
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

/** Reads settings, which a copy can do without: what is answered with nothing twice is not waited for. */
const DISPENSABLE: ReadonlySet<string> = new Set([
  'GetDelegate',
  'GetInboxRules',
  'GetUserConfiguration',
  'GetUserOofSettings',
]);

/** What one try came to. A reply with a fault is an answer that amounts to a refusal. */
type Outcome<R> = { reply: R; fault?: Fault } | { fault: Fault };

/**
 * Distinguishes a missing operation from a server in trouble: a refused operation is retried, and given up if it stays
 * refused while others are answered. Throws FaultError.
 */
export function insist<C extends AnyCall, R extends Reply>(how: Insistence, send: Send<C, R>): Send<C, R> {
  return async (call) => {
    requireNotLost(how, call);
    for (let tries = 1; ; tries += 1) {
      const outcome = await tryOnce(how, call, send);
      const { fault } = outcome;
      if (fault === undefined) return settle(outcome);
      const next = decideNext(how, call, fault, tries);
      if (next === 'repeat') continue;
      if (next === 'lacking') {
        how.noteLack(call.operation);
        throw new FaultError(refusedOperation(call.operation, fault));
      }
      if (next === 'judge' && (await how.answersOther(call))) judge(how, call, fault, 'reply' in outcome);
      return settle(outcome);
    }
  };
}

function requireNotLost({ operations, side }: Insistence, { operation }: AnyCall): void {
  if (!operations.isLost(operation)) return;
  throw new FaultError(refusedOperation(operation, makeFault('unsupported', 'endpoint', 'given-up', '', side)));
}

async function tryOnce<C extends AnyCall, R extends Reply>(
  { side, operations }: Insistence,
  call: C,
  send: Send<C, R>,
): Promise<Outcome<R>> {
  const { operation } = call;
  try {
    const reply = await send(call);
    const isKnown = operations.works(operation);
    const fault = refusalIn(reply, call, side, isKnown);
    if (fault === undefined && !isKnown && showsOperation(reply, call, side)) operations.worked(operation);
    // An empty answer counts as none; the caller of a mutating call must see it.
    return fault?.code === EMPTY_ANSWER && !call.mutates ? { fault } : { reply, ...(fault && { fault }) };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return { fault: { ...error.fault, operation } };
  }
}

/** Whether to return the outcome, make the call again at once, or judge the operation by how the server does otherwise. */
function decideNext(
  { operations, isRepeatable = true }: Insistence,
  { operation, signal }: AnyCall,
  fault: Fault,
  tries: number,
): 'settle' | 'repeat' | 'judge' | 'lacking' {
  const isNothing = fault.code === EMPTY_ANSWER;
  if (isNothing && DISPENSABLE.has(operation) && !operations.works(operation) && !signal.aborted)
    return tries < 2 ? 'repeat' : 'lacking';
  // The connection is at fault, and is closed. A write is not repeated before reading what is there.
  const isOfConnection = isForeignAnswer(fault) || (isNothing && operations.works(operation));
  if (isOfConnection && READS.test(operation) && isRepeatable && !signal.aborted && tries < MAX_TRIES) return 'repeat';
  if (operations.works(operation) || signal.aborted || !mayBeRefusal(fault)) return 'settle';
  if (isDenied(fault) && !REPLACEABLE.has(operation)) return 'settle';
  const mayBeDone = fault.kind === 'not-exchange' && LOOKS_FIRST.has(operation);
  return isPlain(fault) && !mayBeDone && isRepeatable && tries < MAX_TRIES ? 'repeat' : 'judge';
}

/** Counts a refusal by a server that answers other operations; gives the operation up once that is proof. */
function judge({ operations }: Insistence, call: AnyCall, fault: Fault, hasReply: boolean): void {
  const { operation, mutates } = call;
  // A forbidding page may object to this one request's content, and a folder may reject everything.
  const isForbidden = isDenied(fault) && fault.code !== 'http-403' && operation !== 'UploadItems';
  const isProven = operations.refused(operation, isPlain(fault)) || isForbidden;
  if (!isProven) return;
  // What may have been carried out stays unconfirmed; the next call is not sent.
  if (fault.kind === 'in-doubt' || (mutates && hasReply)) operations.lose(operation);
  else throw new FaultError(refusedOperation(operation, fault));
}

function isPlain(fault: Fault): boolean {
  return PLAIN.has(fault.kind) || isDenied(fault);
}

function settle<R extends Reply>(outcome: Outcome<R>): R {
  if ('reply' in outcome) return outcome.reply;
  throw new FaultError(outcome.fault);
}
