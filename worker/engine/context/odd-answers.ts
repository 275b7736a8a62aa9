import type { Fault, FaultKind } from '../model/fault.ts';
import { FaultError } from '../model/fault.ts';
import type { SliceJob } from './slice-job.ts';

/** Faults that an item or a folder can have, but not a mailbox. */
const NOT_OF_MAILBOXES: ReadonlySet<FaultKind> = new Set(['too-large', 'vanished', 'corrupt', 'stale', 'sync-state']);
const MOST_ODD_ANSWERS = 3;

/**
 * Wraps a call about the mailbox as a whole, for `attempt`. The first few refusals that no mailbox can have are treated
 * as trouble of the server, so that the call is made again; after that they count as they are.
 */
export function doubtingOddAnswers<T>({ priorWaits }: Pick<SliceJob, 'priorWaits'>, call: () => Promise<T>) {
  let oddAnswers = priorWaits;
  return async (): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof FaultError) || !isOdd(error.fault)) throw error;
      oddAnswers += 1;
      throw oddAnswers > MOST_ODD_ANSWERS ? error : new FaultError({ ...error.fault, kind: 'transient' });
    }
  };
}

/** Limits of our own have other codes: a server that exceeds them is not asked again. */
function isOdd({ kind, code }: Fault): boolean {
  return NOT_OF_MAILBOXES.has(kind) && (code.startsWith('Error') || code.startsWith('http-'));
}
