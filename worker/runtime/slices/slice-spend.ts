import type { Spend } from '../../engine/pacing/spend.ts';
import { createSpend } from '../../engine/pacing/spend.ts';
import type { Env } from '../passes/env.ts';
import { numberOf } from '../platform/number-of.ts';

/** Of Workers Paid, for one invocation: https://developers.cloudflare.com/workers/platform/limits/#subrequests */
const SUBREQUEST_LIMIT = 10_000;
/** Likewise, of D1: https://developers.cloudflare.com/d1/platform/limits/ */
const STATEMENT_LIMIT = 1_000;

/** What one slice spends of its invocation, within the limits of the settings. */
export function openSpend(env: Pick<Env, 'SUBREQUEST_LIMIT' | 'STATEMENT_LIMIT'>): Spend {
  return createSpend({
    calls: numberOf(env.SUBREQUEST_LIMIT, SUBREQUEST_LIMIT),
    statements: numberOf(env.STATEMENT_LIMIT, STATEMENT_LIMIT),
  });
}
