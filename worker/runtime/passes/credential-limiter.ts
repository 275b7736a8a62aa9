import { DurableObject } from 'cloudflare:workers';
import { startLimiter } from '../../engine/pacing/limiter.ts';
import type { Limiter } from '../../engine/pacing/limiter.ts';
import { numberOf } from '../platform/number-of.ts';
import type { Desk, Grant, Renewal } from '../../engine/pacing/share.ts';
import { renew } from '../../engine/pacing/share.ts';

/** What was learnt is forgotten after this long without a refusal: policies are lifted for a migration. */
const FORGET_MS = 3_600_000;

type Learnt = { limiter: Limiter; at: number };

/**
 * What one account may ask of one server, for all the slices that use it: a server charges an account for every
 * mailbox that it opens by its own rights. Shares live in memory and run out by themselves; what the server has refused
 * outlives the process.
 */
export class CredentialLimiter extends DurableObject {
  readonly #desk: Desk;
  readonly #longestRestMs: number | undefined;
  #learntAt = 0;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    this.#longestRestMs = env.LONGEST_WAIT_MS === undefined ? undefined : numberOf(env.LONGEST_WAIT_MS, Infinity);
    this.#desk = { limiter: startLimiter(this.#longestRestMs), holders: new Map() };
    void state.blockConcurrencyWhile(async () => {
      const learnt = await state.storage.get<Learnt>('learnt');
      if (!learnt) return;
      this.#desk.limiter = { ...startLimiter(this.#longestRestMs), ...learnt.limiter };
      this.#learntAt = learnt.at;
    });
  }

  /** Takes a slice's report and grants its share. */
  async renew(holder: string, renewal: Renewal): Promise<Grant> {
    const now = Date.now();
    if (this.#learntAt > 0 && now - this.#learntAt > FORGET_MS) {
      this.#desk.limiter = startLimiter(this.#longestRestMs);
      this.#learntAt = 0;
    }
    const grant = renew(this.#desk, holder, renewal, now);
    if (renewal.observations.some(({ type }) => type === 'fault')) {
      this.#learntAt = now;
      await this.ctx.storage.put<Learnt>('learnt', { limiter: this.#desk.limiter, at: now });
    }
    return grant;
  }

  /** A slice has ended: its share is free. */
  leave(holder: string): void {
    this.#desk.holders.delete(holder);
  }
}
