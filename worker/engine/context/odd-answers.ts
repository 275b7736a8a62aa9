import type { Fault, FaultKind } from '../model/fault.ts';
import { FaultError } from '../model/fault.ts';
import type { SliceJob } from './slice-job.ts';

/** What can be true of an item or a folder, and of no mailbox. */
const NOT_OF_MAILBOXES: ReadonlySet<FaultKind> = new Set(['too-large', 'vanished', 'corrupt', 'stale', 'sync-state']);
const MOST_ODD_ANSWERS = 3;

/**
 * A call about the mailbox as a whole, for `attempt`: a refusal in words that are true of no mailbox passes for trouble of
 * the server a few times, and then for what it says.
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
