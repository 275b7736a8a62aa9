import { isDenied, type Fault, type FaultKind } from '../../engine/model/fault.ts';
import { makeFault } from '../faults/make-fault.ts';

/** What slices of one pass hand on to each other of a server; the next pass begins anew. */
export type StandingMemory = {
  /** Operations that were answered at least once. */
  works: string[];
  /** Operations that are not asked for any more in this pass. */
  lost: string[];
  /** Refusals of those that were never answered: how many, and since when (epoch ms). */
  refusals: Record<string, { count: number; sinceAt: number }>;
};

/**
 * How the operations of one server stand. One is given up only on proof: it was never answered in this pass, was
 * refused time after time, and the server answered others meanwhile.
 */
export type Standing = {
  worked(operation: string): void;
  works(operation: string): boolean;
  /** Notes a refusal while others are answered; true when that is proof. Of one in plain words mere numbers are. */
  refused(operation: string, isPlain: boolean): boolean;
  lose(operation: string): void;
  isLost(operation: string): boolean;
  learnt(): StandingMemory;
};

/** Of trouble that may pass, proof takes so many refusals, and so long. */
const PROOF_REFUSALS = 4;
const PROOF_MS = 30_000;
/** More than there are kinds of items that a server may not create. */
const PLAIN_REFUSALS = 12;

export function createStanding(now: () => number, before?: StandingMemory): Standing {
  const works = new Set(before?.works);
  const lost = new Set(before?.lost);
  const refusals = new Map(Object.entries(before?.refusals ?? {}));
  return {
    worked: (operation) => {
      works.add(operation);
      refusals.delete(operation);
    },
    works: (operation) => works.has(operation),
    refused: (operation, isPlain) => {
      if (works.has(operation)) return false;
      const { count, sinceAt } = refusals.get(operation) ?? { count: 0, sinceAt: now() };
      refusals.set(operation, { count: count + 1, sinceAt });
      if (isPlain && count + 1 >= PLAIN_REFUSALS) return true;
      return count + 1 >= PROOF_REFUSALS && now() - sinceAt >= PROOF_MS;
    },
    lose: (operation) => void lost.add(operation),
    isLost: (operation) => lost.has(operation),
    learnt: () => ({ works: [...works], lost: [...lost], refusals: Object.fromEntries(refusals) }),
  };
}

const REFUSAL_KINDS: ReadonlySet<FaultKind> = new Set(['unsupported', 'not-exchange', 'unknown']);
/** Of what else may pass, what a server may say that does not have the operation; other trouble is everyone's. */
const VAGUE_CODES = /^(?:http-\d+|soap-.*|empty-answer|broken-answer|ErrorInternalServerError|ews-application-error)$/;

/** Whether a fault may mean that the server does not have the operation. */
export function mayBeRefusal({ kind, was = kind, code }: Fault): boolean {
  return REFUSAL_KINDS.has(was) || isDenied({ kind: was, code }) || (was === 'transient' && VAGUE_CODES.test(code));
}

/** A server of good health does not do this one thing. */
export function refusedOperation(operation: string, { code, side }: Fault): Fault {
  const message = `The server does not answer ${operation} (${code}), and answers other operations.`;
  return { ...makeFault('unsupported', 'endpoint', OPERATION_REFUSED, message, side), operation };
}

/** Code of the fault that an operation is answered with that has been given up. */
export const OPERATION_REFUSED = 'operation-refused';
