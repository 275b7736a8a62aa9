import type { Remedy } from '../pacing/decide.ts';
import { decide } from '../pacing/decide.ts';
import type { Fault } from '../model/fault.ts';
import { FaultError, faultOf } from '../model/fault.ts';
import type { PaceEvent } from '../pacing/pacer.ts';
import { pace } from '../pacing/pacer.ts';
import { folderRulesOf } from '../model/pass.ts';
import type { SliceContext, SliceWaits } from './slice-context.ts';
import type { SliceJob } from './slice-job.ts';
import type { SliceResult } from './slice-result.ts';

/** Why a slice ends before its work is done; thrown inside a slice, never out of it. */
export class SliceEnd extends Error {
  readonly result: SliceResult;
  constructor(result: SliceResult) {
    super(result.outcome);
    this.name = 'SliceEnd';
    this.result = result;
  }
}

/** Also when the rules for folders have changed: the next slice prepares folders from scratch. */
export function isOver(context: SliceContext): boolean {
  return (
    context.end !== undefined ||
    context.stop.aborted ||
    context.abort.aborted ||
    context.now() >= context.deadlineAt ||
    context.spend?.isSpent() === true ||
    context.folderRules !== folderRulesOf(context.options())
  );
}

/** How the slice ends when its work is not done. */
export function interruption(context: SliceJob & SliceWaits): SliceResult {
  if (context.end) return context.end;
  return context.stop.aborted || context.abort.aborted ? { outcome: 'stopped' } : { outcome: 'more' };
}

/** Waits, but not beyond the end of the slice: then the slice ends and the pass resumes at that moment. */
export async function waitUntil(context: SliceJob, at: number, fault?: Fault): Promise<void> {
  const ms = at - context.now();
  if (ms <= 0) return;
  if (at > context.deadlineAt) throw new SliceEnd({ outcome: 'wait', resumeAt: at, ...(fault && { fault }) });
  await context.sleep(ms, context.stop);
  if (context.stop.aborted) throw new SliceEnd({ outcome: 'stopped' });
}

/** What to do about a fault in this slice; see `decide`. */
export function decideHere(
  { random, longestWaitMs = Infinity }: SliceJob,
  fault: Fault,
  failures: number,
  inMidRun = true,
): Remedy {
  const remedy = decide(fault, failures, random(), inMidRun);
  const { batches, waitMs } = remedy.pace;
  return { ...remedy, pace: { batches, waitMs: Math.min(waitMs, longestWaitMs) } };
}

type AttemptHow = {
  /** The slice begins with this call. */
  opensSlice?: boolean;
  /** Receives each fault first; an error that it throws ends the attempt. */
  onFault?: (fault: Fault) => Promise<void>;
};

/**
 * Makes a call that concerns the whole mailbox, and retries it where the fault allows. Throws SliceEnd when the
 * mailbox has to wait, pause or fail, and the FaultError itself when only the caller can know what to do.
 */
export async function attempt<T>(
  context: SliceJob & SliceWaits,
  call: () => Promise<T>,
  { opensSlice = false, onFault }: AttemptHow = {},
): Promise<T> {
  const isVerify = context.order.type === 'verify';
  const isFirstContact = opensSlice && context.isResumed !== true;
  for (let failures = isVerify ? 0 : context.priorWaits; ; failures++) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof SliceEnd) throw error;
      if (context.abort.aborted) throw new SliceEnd({ outcome: 'stopped' });
      const fault = faultOf(error);
      await onFault?.(fault);
      const isFirst = isFirstContact && !context.isLetIn;
      const isRefused = fault.kind === 'credentials';
      const refusals = isRefused ? context.pace.refusals : failures;
      const { item, pace: change, end } = decideHere(context, fault, refusals, !isFirst);
      if (end === 'stopped') throw new SliceEnd({ outcome: 'stopped' });
      if (end === 'paused' && isFirst && fault.kind !== 'access') throw new SliceEnd({ outcome: 'failed', fault });
      if (end) throw new SliceEnd({ outcome: end, fault });
      if (item !== 'retry' && item !== 'blamed') throw error instanceof FaultError ? error : new FaultError(fault);
      if (isVerify && failures >= VERIFY_TRIES) throw new SliceEnd({ outcome: 'failed', fault });
      // No other request may try that account meanwhile.
      if (isRefused) changePace(context, { type: 'wait', delayMs: change.waitMs, now: context.now(), fault });
      await waitUntil(context, context.now() + change.waitMs, fault);
    }
  }
}

/** Someone waits for the verdict: it is not put off for long. */
const VERIFY_TRIES = 2;

export function changePace(waits: SliceWaits, event: PaceEvent): void {
  waits.pace = pace(waits.pace, event);
}
