import type { Fault, FaultKind } from '../model/fault.ts';
import { FaultError, isPassing } from '../model/fault.ts';
import type { SliceWaits } from '../context/slice-context.ts';
import type { SliceJob } from '../context/slice-job.ts';
import { SliceEnd, attempt } from '../context/attempt.ts';

/** Faults that do not clear without intervention, but that another read, version or sign-in may resolve. */
const RESOLVABLE: ReadonlySet<FaultKind> = new Set(['stale', 'version', 'credentials', 'not-exchange']);
const MAX_FAILURES = 4;
/** So often a server is believed that is busy for this one thing while it answers other requests. */
const BELIEVED = 6;

/**
 * Makes a call about settings. A server's refusal is a result, and does not end the pass; only a temporary fault of the
 * whole mailbox is waited for. `call` runs again after each wait, so it must read before it writes.
 */
export async function tried<T>(
  context: SliceJob & SliceWaits,
  call: () => Promise<T>,
): Promise<{ value: T } | { fault: Fault }> {
  let failures = context.priorWaits;
  let refusals = context.priorWaits;
  return attempt(context, async () => {
    try {
      return { value: await call() };
    } catch (error) {
      if (error instanceof SliceEnd || !(error instanceof FaultError)) throw error;
      const { fault } = error;
      if (isPassing(fault, 'throttling') && (refusals += 1) > BELIEVED && (await isWell(context, fault)))
        return { fault };
      if (isOthersDoing(fault) || (mayResolve(fault) && (failures += 1) < MAX_FAILURES)) throw passing(fault);
      return { fault };
    }
  });
}

async function isWell({ source, destination, abort }: SliceJob, { side }: Fault): Promise<boolean> {
  try {
    await (side === 'source' ? source : destination).lacksRights(abort);
    return true;
  } catch (error) {
    if (error instanceof FaultError) return false;
    throw error;
  }
}

/** The call itself cannot be the cause: it is waited for however long it takes. */
function isOthersDoing(fault: Fault): boolean {
  return fault.kind === 'stopped' || isPassing(fault, 'throttling', 'absence');
}

/** The call itself may be the cause: after some tries its fault is the answer. */
function mayResolve(fault: Fault): boolean {
  return isPassing(fault, 'failure') || RESOLVABLE.has(fault.kind);
}

/** For what is stale, and for a page in place of an answer, another look is what it takes. */
function passing(fault: Fault): FaultError {
  const needsLook = fault.kind === 'stale' || fault.kind === 'not-exchange';
  return new FaultError(needsLook ? { ...fault, kind: 'transient', retryAfterMs: 1 } : fault);
}
