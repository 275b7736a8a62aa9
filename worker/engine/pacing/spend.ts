import type { CopyMethod } from '../../lib/copy-methods.ts';

/** Whom a slice calls. Its ledger lies in the object that runs it: only calls to the others leave the invocation. */
export type Edge = 'server' | 'ledger' | 'coordinator' | 'limiter' | 'database';

/** Calls made so far. A batch of database statements counts as many as it holds. */
export type Spent = Record<Edge, number>;

/** What the platform lets one invocation make; beyond that every call throws, the slice's own report too. */
export type SpendLimits = {
  /** Calls that leave it, of every kind. */
  calls: number;
  /** Database statements among them. */
  statements: number;
};

/** What of the limits stays unspent for what comes later. */
type Kept = SpendLimits;

/** A step of the slice that begins now: a page that is read and written down, say, with a repeated try or two. */
const STEP: Kept = { calls: 15, statements: 5 };
/** Reserve for the end of a slice: requests in flight settle, watermarks are written, and heartbeats continue. */
const ENDING: Kept = { calls: 40, statements: 10 };
/** Reserve for the report and for what is returned: statistics, errors and omissions, shares, the lease. */
const REPORT: Kept = { calls: 40, statements: 30 };
/** Largest part of the calls that one batch may reserve: others run concurrently. */
const LARGEST_HOLD = 1 / 20;

/** What one slice spends of its invocation. */
export type Spend = {
  /** Before each call. */
  count(edge: Edge, calls?: number): void;
  /** Keeps room for the calls that work on its way may still make, until the result is called. */
  hold(calls: number): () => void;
  /** Nothing new begins: the rest is for work in flight and for the end. Once true, it stays true. */
  isSpent(): boolean;
  /** No more requests to the servers: the rest is for the end. */
  isEnding(): boolean;
  /** The rest is for the report only. */
  isAtReport(): boolean;
  /** Another round of the report fits; the last calls are for the settlement of the lease. */
  hasRoomForReport(): boolean;
  spent(): Readonly<Spent>;
};

export function createSpend(limits: SpendLimits): Spend {
  const spent: Spent = { server: 0, ledger: 0, coordinator: 0, limiter: 0, database: 0 };
  let held = 0;
  let isOver = false;
  return {
    count: (edge, calls = 1) => {
      spent[edge] += calls;
    },
    hold: (wanted) => {
      let calls = Math.min(wanted, Math.floor(limits.calls * LARGEST_HOLD));
      held += calls;
      return () => {
        held -= calls;
        calls = 0;
      };
    },
    isSpent: () => (isOver ||= exceeds(spent, limits, [STEP, ENDING, REPORT, { calls: held, statements: 0 }])),
    isEnding: () => exceeds(spent, limits, [ENDING, REPORT]),
    isAtReport: () => exceeds(spent, limits, [REPORT]),
    hasRoomForReport: () => !exceeds(spent, limits, [{ calls: REPORT.calls / 2, statements: REPORT.statements / 2 }]),
    spent: () => ({ ...spent }),
  };
}

/** Whether less is left of the limits than the reserve. */
export function exceeds(spent: Readonly<Spent>, limits: SpendLimits, kept: readonly Kept[]): boolean {
  const sum = (name: keyof Kept) => kept.reduce((total, each) => total + each[name], 0);
  return callsOf(spent) + sum('calls') > limits.calls || spent.database + sum('statements') > limits.statements;
}

/** Calls that left the invocation. */
export function callsOf({ server, coordinator, limiter, database }: Readonly<Spent>): number {
  return server + coordinator + limiter + database;
}

/** Most calls for each item of a batch, in addition to those for the whole batch, by method. */
const CALLS_PER_ITEM: Readonly<Record<CopyMethod, number>> = { transfer: 0, mime: 1, typed: 3 };
/** To read, to write, to ask about its result; with a repeated try each. */
const CALLS_PER_BATCH = 6;

/** Most calls for a batch of `items` items. */
export function callsForBatch(method: CopyMethod, items: number): number {
  return CALLS_PER_BATCH + CALLS_PER_ITEM[method] * items;
}
