import { FaultError, faultOf } from '../model/fault.ts';
import type { SliceJob } from './slice-job.ts';
import type { SliceResult } from './slice-result.ts';

/** Our own side broke (storage out of reach, a bug): another slice tries again, a few times. */
const MAX_OWN_FAILURES = 8;
const OWN_FAILURE_MS = 2_000;

/** How a slice ends with an error that no part of it expects. */
export function unforeseen(context: SliceJob, error: unknown): SliceResult {
  const fault = faultOf(error);
  if (fault.kind === 'stopped' || context.stop.aborted || context.abort.aborted) return { outcome: 'stopped' };
  if (error instanceof FaultError || context.priorWaits >= MAX_OWN_FAILURES) return { outcome: 'failed', fault };
  return { outcome: 'wait', resumeAt: context.now() + OWN_FAILURE_MS * 2 ** context.priorWaits, fault };
}
