import type { MessageState } from '../../lib/mail/message-states.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/units.ts';
import type { Outcome } from '../../lib/mail/outcome.ts';
import { sayOutcome } from '../../lib/mail/outcome.ts';

/** After the first attempt, the second and so on; then always the last. Greylisting wants minutes, a broken server hours. */
const WAITS_MS = [1, 5, 15, 30, 60, 120, 240].map((minutes) => minutes * MINUTE_MS);
/** A message that nobody took for this long has failed. */
const LONGEST_TRY_MS = 2 * DAY_MS;
/** As often may an attempt end without an answer: each may have delivered the message. */
export const MOST_UNCLEAR_ENDS = 3;
const UNCLEAR_WAIT_MS = 10 * MINUTE_MS;
const LONGEST_PAUSE_MS = HOUR_MS;

export type Attempt = {
  /** This one included. */
  attempts: number;
  /** Before this one. */
  unclearEnds: number;
  queuedAt: number;
};

export type Next = {
  state: Extract<MessageState, 'queued' | 'sent' | 'failed' | 'bounced'>;
  /** When it is sent next, if it is queued. */
  dueAt: number;
  unclearEnds: number;
  lastResponse: string;
};

/** Up to a tenth more, so that what failed together does not come back together. `random` from 0 to 1. */
function spread(waitMs: number, random: number): number {
  return Math.round(waitMs * (1 + random / 10));
}

/** What happens to a message after an attempt. */
export function decideNext(attempt: Attempt, outcome: Outcome, now: number, random: number): Next {
  const unclearEnds = attempt.unclearEnds + (outcome.end === 'unclear' ? 1 : 0);
  const lastResponse = sayOutcome(outcome);
  const done = (state: Next['state'], text = lastResponse): Next => ({
    state,
    dueAt: now,
    unclearEnds,
    lastResponse: text,
  });
  const again = (waitMs: number): Next =>
    now - attempt.queuedAt >= LONGEST_TRY_MS
      ? done('failed', `Not sent within two days. Last attempt: ${lastResponse}`)
      : { state: 'queued', dueAt: now + spread(waitMs, random), unclearEnds, lastResponse };
  switch (outcome.end) {
    case 'accepted':
      return done('sent');
    case 'unclear':
      return unclearEnds >= MOST_UNCLEAR_ENDS ? done('failed') : again(UNCLEAR_WAIT_MS);
    case 'refused':
      if (outcome.isFinal && outcome.by === 'recipient') return done('bounced');
      if (outcome.isFinal && outcome.by === 'content') return done('failed');
      return again(WAITS_MS[Math.min(attempt.attempts, WAITS_MS.length) - 1] ?? MINUTE_MS);
  }
}

/** How long nothing is sent after faults that concern every message; `faults` in a row, this one included. */
export function decidePause(faults: number, random: number): number {
  return spread(Math.min(LONGEST_PAUSE_MS, MINUTE_MS * 2 ** Math.min(faults - 1, 10)), random);
}
