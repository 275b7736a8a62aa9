import type { ThrottlePolicy } from '../profiles/profile.ts';

/** Longest wait that a refusal asks for: back-offs seen in the wild stay below five minutes. */
const LONGEST_BACK_OFF_MS = 300_000;

/**
 * What one caller may use of a server: it starts with a burst, loses the time its requests take and wins time back as
 * it goes by. In debt its requests are delayed; at the cutoff they are refused until the debt is below it again.
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange
 */
export class Budget {
  /** Requests and sync calls at this moment. */
  active = 0;
  activeSync = 0;
  #balanceMs: number;
  #at: number;

  constructor(policy: ThrottlePolicy, nowMs: number) {
    this.#balanceMs = policy.burstMs ?? 0;
    this.#at = nowMs;
  }

  /** Milliseconds in hand; less than nothing is debt. */
  balanceAt({ burstMs = 0, rechargeMsPerHour = 0 }: ThrottlePolicy, nowMs: number): number {
    const gained = (Math.max(0, nowMs - this.#at) / 3_600_000) * rechargeMsPerHour;
    this.#balanceMs = Math.min(burstMs, this.#balanceMs + gained);
    this.#at = nowMs;
    return this.#balanceMs;
  }

  charge(policy: ThrottlePolicy, nowMs: number, ms: number): void {
    this.#balanceMs = this.balanceAt(policy, nowMs) - ms;
  }

  /** How long until it is let in again; undefined while it is. */
  backOffAt(policy: ThrottlePolicy, nowMs: number): number | undefined {
    const { burstMs, rechargeMsPerHour = 0, cutoffMs } = policy;
    if (burstMs === undefined || cutoffMs === undefined) return undefined;
    const beyond = -this.balanceAt(policy, nowMs) - cutoffMs;
    if (beyond < 0) return undefined;
    const ms = rechargeMsPerHour > 0 ? ((beyond + 1) / rechargeMsPerHour) * 3_600_000 : LONGEST_BACK_OFF_MS;
    return Math.max(1, Math.ceil(Math.min(ms, LONGEST_BACK_OFF_MS)));
  }

  /** The delay that its debt earns: none without debt, `longest` at the cutoff. How a real one grows is unproven. */
  delayAt(policy: ThrottlePolicy, nowMs: number, longestMs: number): number {
    if (policy.burstMs === undefined || policy.cutoffMs === undefined) return 0;
    const debt = -this.balanceAt(policy, nowMs);
    return debt <= 0 ? 0 : Math.ceil(longestMs * Math.min(1, debt / Math.max(1, policy.cutoffMs)));
  }
}
