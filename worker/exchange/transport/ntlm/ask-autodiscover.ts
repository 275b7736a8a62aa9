import type { Attempts, NtlmRequest } from './attempts.ts';
import { USER_AGENT } from '../../../lib/user-agent.ts';
import type { Pool } from '../http/pool.ts';
import { blamesBindings, type RefusalSteps } from './refusal.ts';

const PATH = '/autodiscover/autodiscover.xml';
/** EWS of the same server has just answered, and the caller waits for this explanation. */
const PATIENCE_MS = 5_000;

/** Whether an address belongs to Autodiscover itself, which Exchange leaves without Extended Protection. */
export function isOfAutodiscover({ pathname }: URL): boolean {
  return pathname.toLowerCase().startsWith('/autodiscover/');
}

/**
 * Whether the server takes the user name and password at its Autodiscover, by the same scheme and bound to nothing. The
 * request is one that Autodiscover only complains about. Rejects only with the signal's reason. `patienceMs`: longest
 * wait for all of it.
 */
export async function askAutodiscover(
  attempts: Attempts,
  pool: Pool,
  { url, signal: outer }: Pick<NtlmRequest, 'url' | 'signal'>,
  patienceMs = PATIENCE_MS,
): ReturnType<RefusalSteps['askAutodiscover']> {
  const headers = new Headers({ 'user-agent': USER_AGENT });
  const signal = AbortSignal.any([outer, AbortSignal.timeout(patienceMs)]);
  const request = { method: 'GET', url: new URL(PATH, url), headers, signal };
  try {
    const { kind, response, connection } = await attempts.run(request, { pool, binds: false }, true);
    if (kind === 'refused') return blamesBindings(await response.text()) ? 'right' : 'wrong';
    // A sign-in without binding may not serve for EWS.
    connection.close();
    const isIn = kind === 'answered' && response.status < 500 && response.status !== 429;
    return isIn ? 'right' : 'untold';
  } catch (error) {
    if (outer.aborted) throw error;
    return 'untold';
  }
}
