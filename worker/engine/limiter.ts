import type { Fault } from './fault.ts';

/** `sync` counts the calls that list changes, `all` every call: servers have a limit of their own for each. */
export type Lane = 'all' | 'sync';
export type Counts = Record<Lane, number>;

/** What one account may ask of a server at once, as far as the server has told. A value; see `tell`. */
export type Limiter = {
  caps: Counts;
  /** What the caps never grow beyond. */
  ceilings: Counts;
  /** Nothing is asked before this moment (epoch ms): the server said so. */
  notBeforeAt: number;
  /** Why nothing is asked before then. */
  fault?: Fault;
  /** How much longer than the server asked for the last wait was. */
  restMs: number;
  /** It never becomes longer. */
  longestRestMs: number;
  /** Answers since the server was busy last, and since the cap grew last. */
  sinceBusy: number;
  sinceGrown: number;
  /** Times in a row that it was busy again at once. */
  busyAgain: number;
  /** It has refused something: from then on caps grow slowly. */
  isKnown: boolean;
};

export type Told =
  /** So many answers came; `isFull` when as many were asked for at once as the cap allows. */
  | { type: 'answers'; count: number; isFull: boolean }
  | { type: 'fault'; lane: Lane; fault: Fault; now: number; /** 0..1 */ jitter: number };

/**
 * Exchange allows 27 calls by default (10 in 2010), of which 5 may list changes; for a migration the limits are lifted
 * as a rule. The first refusal tells, and until then more is tried step by step.
 */
const CEILINGS: Counts = { all: 100, sync: 100 };
const START: Counts = { all: 8, sync: 4 };
/** Answers until the cap of a server whose limit is known is tried one higher. */
const GROW_AFTER = 200;
/** A server that is busy is left alone for so long that about so many calls go through before it is busy again. */
const CALLS_BETWEEN = 400;
const AT_ONCE_AGAIN = 20;
const BUSY_FIRST_MS = 2_000;
const BUSY_LONGEST_MS = 300_000;

export function startLimiter(longestRestMs = BUSY_LONGEST_MS): Limiter {
  return {
    longestRestMs,
    caps: { ...START },
    ceilings: { ...CEILINGS },
    notBeforeAt: 0,
    restMs: 0,
    sinceBusy: 0,
    sinceGrown: 0,
    busyAgain: 0,
    isKnown: false,
  };
}

/** What the server's answers, and its refusals, mean for what is asked of it from now on. */
export function tell(limiter: Limiter, told: Told): Limiter {
  if (told.type === 'answers') return answered(limiter, told);
  const { fault, now, jitter, lane } = told;
  if (fault.kind === 'too-many-connections') return lowered(limiter, fault.limit?.lane ?? lane, fault.limit?.value);
  if (fault.kind !== 'busy' || now < limiter.notBeforeAt) return limiter;
  const isAgain = limiter.fault !== undefined && limiter.sinceBusy < AT_ONCE_AGAIN;
  const busyAgain = isAgain ? limiter.busyAgain + 1 : 0;
  const wait = fault.retryAfterMs ?? Math.min(BUSY_LONGEST_MS, BUSY_FIRST_MS * 2 ** Math.min(busyAgain, 10));
  const restMs = restOf(limiter, wait);
  return {
    ...limiter,
    caps: { ...limiter.caps, all: Math.max(1, Math.floor(limiter.caps.all / 2)) },
    notBeforeAt: now + Math.round(wait * (1 + jitter / 5) + restMs),
    fault,
    restMs,
    sinceBusy: 0,
    sinceGrown: 0,
    busyAgain,
    isKnown: true,
  };
}

/**
 * A budget that is spent lets in one call for each refusal, if one comes back as soon as it may. Left alone for longer
 * it gains as much, and then serves a row of calls.
 */
function restOf({ sinceBusy, restMs, longestRestMs }: Limiter, wait: number): number {
  const factor = CALLS_BETWEEN / Math.max(1, sinceBusy);
  if (factor <= 1) return Math.round(restMs * factor);
  return Math.min(longestRestMs, Math.round(Math.max(restMs, Math.min(wait, BUSY_FIRST_MS)) * Math.min(32, factor)));
}

function answered(limiter: Limiter, { count, isFull }: Extract<Told, { type: 'answers' }>): Limiter {
  const sinceBusy = limiter.sinceBusy + count;
  const sinceGrown = limiter.sinceGrown + count;
  const { caps, ceilings, isKnown } = limiter;
  const steps = isFull ? Math.floor(sinceGrown / (isKnown ? GROW_AFTER : caps.all)) : 0;
  if (steps === 0) return { ...limiter, sinceBusy, sinceGrown };
  const grown = { all: Math.min(ceilings.all, caps.all + steps), sync: Math.min(ceilings.sync, caps.sync + steps) };
  return { ...limiter, caps: grown, sinceBusy, sinceGrown: 0 };
}

/** From now on always below what the server named; below half of what was asked where it named nothing. */
function lowered(limiter: Limiter, lane: Lane, value: number | undefined): Limiter {
  const { caps, ceilings } = limiter;
  const ceiling = Math.max(1, Math.min(ceilings[lane], value === undefined ? caps[lane] : value - 1));
  const cap = Math.max(1, Math.min(ceiling, value === undefined ? Math.floor(caps[lane] / 2) : ceiling));
  return {
    ...limiter,
    caps: { ...caps, [lane]: cap },
    ceilings: { ...ceilings, [lane]: ceiling },
    sinceGrown: 0,
    isKnown: true,
  };
}
