import type { FaultError, RequestEffect } from '../faults/rule.ts';
import type { Profile, ThrottlePolicy } from '../profiles/profile.ts';
import type { Caller } from '../side.ts';
import { Budget } from './budget.ts';

/** How a refusal looks: a SOAP fault with HTTP 500, HTTP 503, or HTTP 200 around an inner error; or each in turn. */
export type BusyShape = 'fault' | 'http' | 'inner' | 'rotate';

export type ThrottleOptions = Partial<ThrottlePolicy> & {
  shape?: BusyShape;
  /** What a millisecond of a request costs; more drains budgets sooner. Default 1. */
  costFactor?: number;
  /** What each request costs besides. Milliseconds. */
  costMs?: number;
  /** Longest delay of a request in debt, milliseconds. Default 5000; unproven. */
  longestDelayMs?: number;
};

/** What was refused and delayed. */
export type ThrottleStats = { concurrency: number; syncConcurrency: number; budget: number; delayed: number };

export type Entry =
  | { kind: 'refused'; effect: RequestEffect }
  /** Wait so long, then go; call `leave` once when all is answered. */
  | { kind: 'admitted'; delayMs: number; leave: () => void };

const SYNC_CALLS: ReadonlySet<string> = new Set(['SyncFolderHierarchy', 'SyncFolderItems']);

// The words are those of recorded refusals, with both their spaces.
const overBudget = (part: string, limit: number, backOffMs: number): string =>
  `This operation exceeds the throttling budget for policy part '${part}', policy value '${limit}',  Budget type: 'Ews'.  Suggested backoff time ${backOffMs} ms.`;

const BUSY = { code: 'ErrorServerBusy', message: 'The server cannot service this request right now. Try again later.' };

/** EWSMaxConcurrency: https://github.com/OfficeDev/ews-managed-api/issues/293 has one whole. */
function tooMany(limit: number): RequestEffect {
  return {
    kind: 'soap-fault',
    code: 'ErrorExceededConnectionCount',
    message:
      'You have exceeded the available concurrent connections for your account.  Try again once your other requests have completed.',
    values: {
      Policy: 'MaxConcurrency',
      MaxConcurrencyLimit: limit,
      ErrorMessage: overBudget('MaxConcurrency', limit, 0),
    },
  };
}

/** ConcurrentSyncCalls came as ErrorServerBusy with HTTP 200: https://github.com/mustang-im/mustang/issues/121 */
function tooManySyncs(limit: number): RequestEffect {
  const values = {
    Policy: 'ConcurrentSyncCalls',
    MaxConcurrencyLimit: limit,
    ErrorMessage: overBudget('ConcurrentSyncCalls', limit, 5000),
    BackOffMilliseconds: 5000,
  };
  return { kind: 'batch-error', ...BUSY, values };
}

function busy(shape: Exclude<BusyShape, 'rotate'>, backOffMs: number): RequestEffect {
  if (shape === 'http') return { kind: 'http', page: 'unavailable' };
  if (shape === 'fault') return { kind: 'soap-fault', ...BUSY, values: { BackOffMilliseconds: backOffMs } };
  // Without a time to wait: who gets it has to know one of his own.
  const inner: FaultError = {
    code: 'ErrorInternalServerError',
    values: { InnerErrorMessageText: BUSY.message, InnerErrorResponseCode: BUSY.code },
  };
  return { kind: 'batch-error', ...inner };
}

const policyOf = (options: ThrottleOptions): ThrottlePolicy => ({
  concurrency: Number.POSITIVE_INFINITY,
  ...options,
});

const SHAPES = ['fault', 'http', 'inner'] as const;

/**
 * Lets requests in by the budget of who asks: the caller's own, for all mailboxes that he opens; under impersonation
 * that of the mailbox. Off without a policy.
 */
export class Throttle {
  stats: ThrottleStats = { concurrency: 0, syncConcurrency: 0, budget: 0, delayed: 0 };
  #options: ThrottleOptions | undefined;
  #budgets = new Map<string, Budget>();
  readonly #now: () => number;
  readonly #profile: Profile;
  readonly #ownOf: (key: string) => ThrottleOptions | undefined;

  /**
   * `now`: milliseconds; budgets recharge by it, and requests are charged by it. `ownOf`: what an administrator set for
   * one who is charged, instead of the policy of all; undefined: nothing.
   */
  constructor(
    profile: Profile,
    options: 'default' | ThrottleOptions | undefined,
    now: () => number,
    ownOf: (key: string) => ThrottleOptions | undefined = () => undefined,
  ) {
    this.#now = now;
    this.#ownOf = ownOf;
    this.#profile = profile;
    this.set(options);
  }

  /** Another policy from now on, with new budgets; without one it lets all in. `default` is that of the version. */
  set(options: 'default' | ThrottleOptions | undefined): void {
    this.#options = options === 'default' ? this.#profile.throttle : options;
    this.#budgets = new Map();
  }

  resetStats(): void {
    this.stats = { concurrency: 0, syncConcurrency: 0, budget: 0, delayed: 0 };
  }

  /** Who is charged. */
  keyOf({ mailbox, username }: Caller): string {
    return (mailbox?.email ?? username ?? '').toLowerCase();
  }

  /** Milliseconds in hand of a caller, by mailbox address or account name; undefined when it has used nothing yet. */
  balanceOf(key: string): number | undefined {
    const budget = this.#budgets.get(key.toLowerCase());
    const options = this.#optionsOf(key);
    return budget && options && budget.balanceAt(policyOf(options), this.#now());
  }

  enter(caller: Caller, operation: string): Entry {
    const key = this.keyOf(caller);
    const options = this.#optionsOf(key);
    if (!options) return { kind: 'admitted', delayMs: 0, leave: () => undefined };
    const policy = policyOf(options);
    const begun = this.#now();
    const budget = this.#budgets.get(key) ?? new Budget(policy, begun);
    this.#budgets.set(key, budget);
    const isSync = SYNC_CALLS.has(operation);
    const effect = this.#refusal(budget, options, isSync, begun);
    if (effect) return { kind: 'refused', effect };
    const delayMs = budget.delayAt(policy, begun, options.longestDelayMs ?? 5000);
    if (delayMs > 0) this.stats.delayed += 1;
    budget.active += 1;
    if (isSync) budget.activeSync += 1;
    const { costFactor = 1, costMs = 0 } = options;
    const leave = (): void => {
      budget.active -= 1;
      if (isSync) budget.activeSync -= 1;
      // A delay is no work of the server's.
      const now = this.#now();
      budget.charge(policy, now, costMs + Math.max(0, now - begun - delayMs) * costFactor);
    };
    return { kind: 'admitted', delayMs, leave };
  }

  #optionsOf(key: string): ThrottleOptions | undefined {
    const own = this.#ownOf(key);
    if (!own) return this.#options;
    const { shape, costFactor, costMs, longestDelayMs } = this.#options ?? {};
    const costs = Object.entries({ shape, costFactor, costMs, longestDelayMs }).filter(
      ([, each]) => each !== undefined,
    );
    return { ...Object.fromEntries(costs), ...own };
  }

  #refusal(budget: Budget, options: ThrottleOptions, isSync: boolean, nowMs: number): RequestEffect | undefined {
    const policy = policyOf(options);
    const { concurrency, syncConcurrency } = policy;
    if (budget.active >= concurrency) {
      this.stats.concurrency += 1;
      return tooMany(concurrency);
    }
    if (isSync && syncConcurrency !== undefined && budget.activeSync >= syncConcurrency) {
      this.stats.syncConcurrency += 1;
      return tooManySyncs(syncConcurrency);
    }
    const backOffMs = budget.backOffAt(policy, nowMs);
    if (backOffMs === undefined) return undefined;
    const shape = options.shape ?? 'fault';
    const own = shape === 'rotate' ? SHAPES[this.stats.budget % SHAPES.length] : shape;
    this.stats.budget += 1;
    return busy(own ?? 'fault', backOffMs);
  }
}
