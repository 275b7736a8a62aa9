import type { SliceResult } from '../../engine/context/slice-result.ts';
import type { Fault } from '../../engine/model/fault.ts';
import { FaultError, faultOf } from '../../engine/model/fault.ts';
import { isStorageFull } from '../../lib/storage-full.ts';

/** Most retries after an error of our own (a database out of reach, a key that does not fit). */
const MAX_OWN_FAILURES = 8;
const OWN_FAILURE_MS = 2_000;
/** Freeing space takes people longer than seconds. */
const STORAGE_FULL_MS = 15_000;

const STORAGE_FULL: Fault = {
  kind: 'unknown',
  scope: 'mailbox',
  code: 'storage-full',
  message: 'The storage is full.',
};

/**
 * The end of a slice that failed before or after its work: a fault is final, unless it says how long to wait; any other
 * error is retried a few times, and full storage without limit.
 */
export function failureOf(error: unknown, attempts: number, now: number): SliceResult {
  const fault = faultOf(error);
  if (fault.kind === 'stopped') return { outcome: 'stopped' };
  if (fault.retryAfterMs !== undefined) return { outcome: 'wait', resumeAt: now + fault.retryAfterMs, fault };
  if (isStorageFull(error)) return { outcome: 'wait', resumeAt: now + STORAGE_FULL_MS, fault: STORAGE_FULL };
  if (error instanceof FaultError || attempts >= MAX_OWN_FAILURES) return { outcome: 'failed', fault };
  return { outcome: 'wait', resumeAt: now + OWN_FAILURE_MS * 2 ** attempts, fault };
}
