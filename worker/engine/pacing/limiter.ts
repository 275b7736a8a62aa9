import type { Fault } from '../model/fault.ts';

/** `sync` counts the calls that list changes, `all` every call: servers have a limit of their own for each. */
export type Lane = 'all' | 'sync';
export type Counts = Record<Lane, number>;

/** What one account may ask of a server at once, as far as the server has shown. A value; see `observe`. */
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
  /** When it was busy last. */
  busyAt: number;
  /** How long the last wait was, all in all. */
  idleMs: number;
  /** Answers for each millisecond of the last wait without a rest: what longer ones are measured by. */
  gain: number;
  /** It never becomes longer. */
  longestRestMs: number;
  /** Answers since the server was busy last, and since the cap grew last. */
  sinceBusy: number;
  sinceGrown: number;
  /** Where the cap goes back to, once the server lets calls in again: the first of them go nearly alone. */
  resumeTo: number;
  /** How often in a row it was busy again at once. */
  busyAgain: number;
  /** It has refused something: from then on caps grow slowly. */
  isKnown: boolean;
};

export type Observation =
  /** `count` answers came; `isFull` if as many requests were in flight as the cap allows. */
  | { type: 'answers'; count: number; isFull: boolean }
  /** `since`: when the call was made (epoch ms); `jitter`: 0..1. */
  | { type: 'fault'; lane: Lane; fault: Fault; since: number; now: number; jitter: number };

/**
 * Exchange allows 27 concurrent calls by default (10 in 2010), of which 5 may list changes; providers usually lift the
 * limits for a migration. So the caps grow step by step until the first refusal shows the limit.
 */
const CEILINGS: Counts = { all: 100, sync: 100 };
const START: Counts = { all: 8, sync: 4 };
/** Answers until the cap of a server whose limit is known is tried one higher. */
const GROW_AFTER = 200;
/** Once a budget is spent, rests last long enough for about this many calls to go through in a row. */
const CALLS_BETWEEN = 400;
/** A refusal within this many calls of the previous one counts as immediate. */
const SOON_CALLS = 10;
const BUSY_FIRST_MS = 2_000;
const BUSY_LONGEST_MS = 300_000;
/** A rest grows by this factor at most from one refusal to the next, and shrinks by it where it did not help. */
const REST_GROWTH = 8;
/** A rest that gains less than this part of what a short wait gained, by its length, does not help. */
const LEAST_GAIN = 1 / 4;

export function startLimiter(longestRestMs = BUSY_LONGEST_MS): Limiter {
  return {
    longestRestMs,
    caps: { ...START },
    ceilings: { ...CEILINGS },
    notBeforeAt: 0,
    restMs: 0,
    busyAt: 0,
    idleMs: 0,
    gain: 0,
    resumeTo: 0,
    sinceBusy: 0,
    sinceGrown: 0,
    busyAgain: 0,
    isKnown: false,
  };
}

/** Adjusts the caps and rests to an answer or a refusal of the server. */
export function observe(limiter: Limiter, observation: Observation): Limiter {
  if (observation.type === 'answers') return answered(limiter, observation);
  const { fault, since, now, jitter, lane } = observation;
  if (fault.kind === 'too-many-connections') return lowered(limiter, fault.limit?.lane ?? lane, fault.limit?.value);
  // A request that was in flight when the server was last busy says nothing new, however late its answer comes.
  if (fault.kind !== 'busy' || now < limiter.notBeforeAt || since < limiter.busyAt) return limiter;
  const busyAgain = limiter.fault !== undefined && limiter.sinceBusy < SOON_CALLS ? limiter.busyAgain + 1 : 0;
  const wait = fault.retryAfterMs ?? Math.min(BUSY_LONGEST_MS, BUSY_FIRST_MS * 2 ** Math.min(busyAgain, 10));
  const restMs = restOf(limiter, wait);
  const idleMs = Math.round(wait * (1 + jitter / 5) + restMs);
  return {
    ...limiter,
    caps: { ...limiter.caps, all: 1 },
    resumeTo: Math.max(1, Math.floor(Math.max(limiter.caps.all, limiter.resumeTo) / 2)),
    notBeforeAt: now + idleMs,
    fault,
    restMs,
    busyAt: now,
    idleMs,
    gain: limiter.restMs === 0 ? gainOf(limiter) : limiter.gain,
    sinceBusy: 0,
    sinceGrown: 0,
    busyAgain,
    isKnown: true,
  };
}

const gainOf = ({ sinceBusy, idleMs }: Limiter): number => (sinceBusy + 1) / Math.max(1, idleMs);

/**
 * A spent budget admits one call for each refusal if the client returns as soon as it may. After a longer rest it has
 * recovered as much, and admits many calls in a row. A single refusal causes no rest. Neither do random refusals, after
 * which a long rest gains no more calls than a short one.
 */
function restOf(limiter: Limiter, wait: number): number {
  const { fault, sinceBusy, restMs, gain, longestRestMs } = limiter;
  if (fault === undefined) return 0;
  const factor = CALLS_BETWEEN / Math.max(1, sinceBusy);
  if (factor <= 1) return Math.round(restMs * factor);
  if (restMs > 0 && gainOf(limiter) < gain * LEAST_GAIN) return Math.round(restMs / REST_GROWTH);
  const rested = Math.max(restMs, Math.min(wait, BUSY_FIRST_MS));
  return Math.min(longestRestMs, Math.round(rested * Math.min(REST_GROWTH, factor)));
}

function answered(limiter: Limiter, { count, isFull }: Extract<Observation, { type: 'answers' }>): Limiter {
  const sinceBusy = limiter.sinceBusy + count;
  const sinceGrown = limiter.sinceGrown + count;
  const { caps, ceilings, isKnown, resumeTo } = limiter;
  if (caps.all < resumeTo) {
    const all = Math.min(resumeTo, ceilings.all, caps.all + count);
    return { ...limiter, caps: { ...caps, all }, resumeTo: all < resumeTo ? resumeTo : 0, sinceBusy, sinceGrown };
  }
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
