import type { Action } from '../pacing/decide.ts';
import { decide } from '../pacing/decide.ts';
import type { Fault } from '../model/fault.ts';
import { FaultError, faultOf } from '../model/fault.ts';
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

/** Also when the rules for folders have changed: the next slice prepares them anew. */
export function isOver(context: SliceContext): boolean {
  return (
    context.end !== undefined ||
    context.stop.aborted ||
    context.abort.aborted ||
    context.now() >= context.deadlineAt ||
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
export function decideHere(context: SliceJob, fault: Fault, failures: number, inMidRun = true): Action {
  const action = decide(fault, failures, context.random(), inMidRun);
  return 'delayMs' in action
    ? { ...action, delayMs: Math.min(action.delayMs, context.longestWaitMs ?? Infinity) }
    : action;
}

/**
 * Makes a call that concerns the mailbox as a whole, again where the fault says so. Throws SliceEnd when the
 * mailbox has to wait, pause or fail, and the FaultError itself when only the caller can know what to do.
 */
export async function attempt<T>(
  context: SliceJob & SliceWaits,
  call: () => Promise<T>,
  opensSlice = false,
): Promise<T> {
  const isFirstContact = opensSlice && context.isResumed !== true;
  for (let failures = context.order.type === 'verify' ? 0 : context.priorWaits; ; failures++) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof SliceEnd) throw error;
      if (context.abort.aborted) throw new SliceEnd({ outcome: 'stopped' });
      const fault = faultOf(error);
      const isFirst = isFirstContact && !context.isLetIn;
      const isRefused = fault.kind === 'credentials';
      const action = decideHere(context, fault, isRefused ? context.pace.refusals : failures, !isFirst);
      switch (action.do) {
        case 'retry':
        case 'slow-down':
        case 'split':
          if (context.order.type === 'verify' && failures >= 2) throw new SliceEnd({ outcome: 'failed', fault });
          // Nothing else is to try that account meanwhile.
          if (isRefused)
            context.pace = pace(context.pace, { type: 'wait', delayMs: action.delayMs, now: context.now(), fault });
          await waitUntil(context, context.now() + action.delayMs, fault);
          continue;
        case 'pause':
          throw new SliceEnd({ outcome: isFirst && fault.kind !== 'access' ? 'failed' : 'paused', fault });
        case 'fail':
          throw new SliceEnd({ outcome: 'failed', fault });
        case 'stop':
          throw new SliceEnd({ outcome: 'stopped' });
        default:
          throw error instanceof FaultError ? error : new FaultError(fault);
      }
    }
  }
}
