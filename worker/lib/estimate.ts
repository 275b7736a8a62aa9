import { HOUR_MS, SECOND_MS } from './units.ts';
import type { Work } from './units.ts';
import { workOf } from './units.ts';

/** A time between two, in ms. */
export type TimeRange = { fromMs: number; toMs: number };

/** What a pass would copy: over all mailboxes, and of the largest of them, which takes longest. */
export type EstimatedWork = { mailboxes: number; total: Work; largest: Work };

/** A run that is over: what it copied, and when it worked (epoch ms). */
export type MeasuredRun = { copied: Work; startedAt: number; endedAt: number };

export type EstimateFacts = {
  work: EstimatedWork;
  /** Mailboxes that the project copies at once. */
  slots: number;
  /** As many as the servers let work at once, where all share the budget of one account. */
  budgetSlots: number;
  /** Runs between this pair of endpoints; any order. */
  runs: readonly MeasuredRun[];
  /** How long the servers have asked to wait from now on. */
  throttledMs: number;
};

export type Estimate = TimeRange & { basis: 'measured' | 'assumed' };

/**
 * What a mailbox is copied at between servers that nothing is known of, in bytes of work per second: a quarter of a
 * gigabyte an hour, as the slowest published figures, to twenty, as servers without a throttle allow.
 */
const ASSUMED = { slowest: 0.25e9 / 3600, fastest: 20e9 / 3600 };
/** What a run takes beside its items, where that was not measured: signing in, folders, comparing. */
const ASSUMED_RUN_MS = { least: 2 * SECOND_MS, most: 60 * SECOND_MS };
/** Runs that copied less say how long a run takes that copies nothing. */
const LEAST_WORK = 2_000_000;
/** Even a speed that was measured often changes so much from day to night. */
const LEAST_SPREAD = 0.2;
const LONGEST_MS = 10_000 * HOUR_MS;

/** How long a pass takes with this work. Pure; the range narrows as more is measured. */
export function estimateOf(facts: EstimateFacts): Estimate {
  const { work, slots, budgetSlots, runs, throttledMs } = facts;
  const measured = speedOf(runs);
  const basis = measured ? 'measured' : 'assumed';
  if (work.mailboxes === 0 || work.total.count === 0) return { fromMs: 0, toMs: 0, basis };
  const atOnce = Math.max(1, Math.min(slots, work.mailboxes));
  const pace = measured ?? {
    slowest: ASSUMED.slowest,
    fastest: ASSUMED.fastest,
    atOnce: Math.min(atOnce, budgetSlots),
    runMs: ASSUMED_RUN_MS,
  };
  // More mailboxes at once bring more only as far as the servers go along: at worst no more than was seen.
  const time = (speed: number, parallel: number, runMs: number) =>
    throttledMs +
    runMs * Math.ceil(work.mailboxes / atOnce) +
    SECOND_MS * Math.max(workOf(work.total) / (speed * Math.max(1, parallel)), workOf(work.largest) / speed);
  return {
    fromMs: bounded(time(pace.fastest, atOnce, pace.runMs.least)),
    toMs: bounded(time(pace.slowest, Math.min(atOnce, pace.atOnce), pace.runMs.most)),
    basis,
  };
}

function bounded(ms: number): number {
  return Math.round(Math.min(LONGEST_MS, ms));
}

/** The speed of one mailbox in bytes of work per second, and how many mailboxes worked at once when it was measured. */
function speedOf(runs: readonly MeasuredRun[]) {
  const timed = runs.map((run) => ({ work: workOf(run.copied), ms: Math.max(1, run.endedAt - run.startedAt) }));
  const copying = timed.filter(({ work }) => work >= LEAST_WORK);
  const idle = timed.filter(({ work }) => work < LEAST_WORK).map(({ ms }) => ms);
  const idleMs = idle.toSorted((one, other) => one - other)[Math.floor(idle.length / 2)];
  const work = copying.reduce((sum, run) => sum + run.work, 0);
  if (work === 0) return undefined;
  // No run is faster than what it takes to copy nothing, but it may have been measured on a slower day.
  const busyMs = copying.reduce((sum, { ms }) => sum + Math.max(ms / 2, ms - (idleMs ?? 0)), 0);
  const speed = (work / busyMs) * SECOND_MS;
  const spread = LEAST_SPREAD + 0.8 / Math.sqrt(copying.length) + 0.5 * Math.min(1, (20 * LEAST_WORK) / work);
  return {
    slowest: speed / (1 + spread),
    fastest: speed * (1 + spread),
    atOnce: meanAtOnce(runs.filter(({ copied }) => workOf(copied) >= LEAST_WORK)),
    runMs: { least: (idleMs ?? 0) / 2, most: 2 * (idleMs ?? ASSUMED_RUN_MS.least) },
  };
}

/** How many of these runs worked at once, on average over the time in which any did. */
function meanAtOnce(runs: readonly MeasuredRun[]): number {
  let [worked, span, until] = [0, 0, -Infinity];
  for (const { startedAt, endedAt } of runs.toSorted((one, other) => one.startedAt - other.startedAt)) {
    worked += endedAt - startedAt;
    span += Math.max(0, endedAt - Math.max(startedAt, until));
    until = Math.max(until, endedAt);
  }
  return span > 0 ? worked / span : 1;
}

/** How far a time lies outside what was estimated, as a share of the nearer end; 0 within the range. */
export function errorOf({ fromMs, toMs }: TimeRange, actualMs: number): number {
  if (actualMs > toMs) return toMs > 0 ? (actualMs - toMs) / toMs : 1;
  return actualMs < fromMs ? (actualMs - fromMs) / fromMs : 0;
}
