import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../lib/units.ts';
import type { DeliveryState, PauseReason } from '../../lib/webhook-facts.ts';
import { FAILING_LIMIT_MS } from '../../lib/webhook-facts.ts';
import { planRetry } from './retry-plan.ts';
import type { Attempt, WebhookRow } from './table.ts';

/** What came of an attempt. `retryAfterMs`: how long the receiver asks to wait. */
export type Outcome = { attempt: Attempt; retryAfterMs: number };

/** What happens to a delivery. `dueAt` is null once it has ended. */
export type Decision = { state: DeliveryState; dueAt: number | null };

/** The receiver says that it is no longer there. */
const GONE = 410;
/** Statuses by which a receiver, or what is in front of it, asks to slow down. */
const THROTTLED: ReadonlySet<number | null> = new Set([429, 502, 503, 504]);

export function isDelivered({ attempt: { status } }: Outcome): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** What an attempt means for its delivery. `chance` is 0..1. */
export function decideAttempt(
  { tries, isTest }: { tries: number; isTest: boolean },
  outcome: Outcome,
  now: number,
  chance: number,
): Decision {
  if (isDelivered(outcome)) return { state: 'delivered', dueAt: null };
  const isFinal = isTest || outcome.attempt.status === GONE;
  const wait = isFinal ? undefined : planRetry(tries, outcome.retryAfterMs, chance);
  return wait === undefined ? { state: 'failed', dueAt: null } : { state: 'pending', dueAt: now + wait };
}

/** How a receiver has done lately. */
export type Health = Pick<WebhookRow, 'failingSince' | 'failedAt' | 'failures' | 'restUntil'>;

const HEALTHY: Health = { failingSince: null, failedAt: null, failures: 0, restUntil: null };
/** Failures in a row from which on a receiver is asked less and less often. */
const PATIENT_FAILURES = 3;
const LONGEST_REST_MS = MINUTE_MS;
/** Failures further apart do not belong together: nothing was tried in between. The longest planned wait is shorter. */
const APART_MS = 2 * DAY_MS;

/**
 * What attempts that were made at the same time mean for the webhook. One that is delivered shows that the receiver
 * works. `pause` is set where nothing more is to be sent.
 */
export function decideHealth(
  before: Health,
  outcomes: readonly Outcome[],
  now: number,
): { health: Health; pause?: PauseReason } {
  if (outcomes.length === 0) return { health: before };
  const rest = restOf(outcomes, now);
  const isGone = outcomes.some(({ attempt }) => attempt.status === GONE);
  if (outcomes.some(isDelivered)) return { health: { ...HEALTHY, restUntil: rest }, ...(isGone && { pause: 'gone' }) };
  const isNew = before.failingSince === null || before.failedAt === null || now - before.failedAt > APART_MS;
  const failures = (isNew ? 0 : before.failures) + 1;
  const failingSince = isNew ? now : before.failingSince!;
  const health = { failingSince, failedAt: now, failures, restUntil: later(rest, backOff(failures, now)) };
  if (isGone) return { health, pause: 'gone' };
  return now - failingSince >= FAILING_LIMIT_MS ? { health, pause: 'failing' } : { health };
}

/** Until when the receiver asked to be left alone. */
function restOf(outcomes: readonly Outcome[], now: number): number | null {
  const asked = outcomes.filter(({ attempt, retryAfterMs }) => THROTTLED.has(attempt.status) && retryAfterMs > 0);
  const longest = Math.max(0, ...asked.map(({ retryAfterMs }) => Math.min(retryAfterMs, DAY_MS)));
  return longest === 0 ? null : now + longest;
}

/** Thousands of deliveries may wait for a dead receiver: one at a time finds out whether it is back. */
function backOff(failures: number, now: number): number | null {
  if (failures <= PATIENT_FAILURES) return null;
  return now + Math.min(SECOND_MS * 2 ** Math.min(failures - PATIENT_FAILURES - 1, 10), LONGEST_REST_MS);
}

function later(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
