/** What slices of one pass hand on; the next pass starts without it. Stored unchanged in a run's row. */
export type OperationsMemory = {
  /** Operations that were answered at least once. */
  works: string[];
  /** Operations that this pass no longer uses. */
  lost: string[];
  /** Refusals of those that were never answered: how many, and since when (epoch ms). */
  refusals: Record<string, { count: number; sinceAt: number }>;
};

/**
 * Which operations a server answers. One is given up only on proof: it was never answered in this pass and was refused
 * repeatedly, while the server answered others.
 */
export type KnownOperations = {
  worked(operation: string): void;
  works(operation: string): boolean;
  /**
   * Notes a refusal while others are answered; returns whether that is proof. Of a refusal in plain words the number
   * alone is.
   */
  refused(operation: string, isPlain: boolean): boolean;
  lose(operation: string): void;
  isLost(operation: string): boolean;
  learnt(): OperationsMemory;
};

/** For a temporary fault, proof takes this many refusals over this long. */
const PROOF_REFUSALS = 4;
const PROOF_MS = 30_000;
/** More than there are kinds of items that a server may not create. */
const PLAIN_REFUSALS = 12;

/** `isLacking`: operations that the server was found to lack earlier. */
export function createKnownOperations(
  now: () => number,
  before?: OperationsMemory,
  isLacking: (operation: string) => boolean = () => false,
): KnownOperations {
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
    isLost: (operation) => lost.has(operation) || isLacking(operation),
    learnt: () => ({ works: [...works], lost: [...lost], refusals: Object.fromEntries(refusals) }),
  };
}
