import { HandshakeError } from '../../faults/handshake-error.ts';
import { within } from '../../../lib/within.ts';
import type { Fetch } from '../authenticator.ts';

/**
 * Finds out why there is no answer; `error` is what came in its place, undefined where nothing did so far. `retry`: there
 * is another way now, and the request may be made by it. `wait`: nothing is known against the way. Throws the reason
 * where there is one to tell.
 */
export type Diagnose = (url: URL, signal: AbortSignal, error?: unknown) => Promise<'retry' | 'wait'>;

/** A server is slow now and then, above all on its first request; a handshake that hangs must not cost all of the time. */
const PATIENCE_MS = 3_000;

/** The platform of Cloudflare answers so where a handshake failed, or a certificate did. */
const HANDSHAKE_FAILED = 525;
const CERTIFICATE_FAILED = 526;

type End = { response: Response } | { error: unknown };
type Outcome = End | 'slow';

/**
 * A fetch for looking at servers, whose requests change nothing: one that gets no answer, or none soon, is looked into,
 * and made again where that finds a way.
 */
export function diagnosingFetch(fetch: Fetch, diagnose: Diagnose, patienceMs = PATIENCE_MS): Fetch {
  const ask: Fetch = async (address, init) => {
    const outer = init.signal ?? new AbortController().signal;
    const own = new AbortController();
    const signal = AbortSignal.any([outer, own.signal]);
    const asked = fetch(address, { ...init, signal });
    const settled: Promise<End> = asked.then(
      (response) => ({ response }),
      (error: unknown) => ({ error }),
    );
    const outcome = await within(patienceMs, settled, () => 'slow' as const);
    if (outcome !== 'slow' && 'response' in outcome && !isPlatforms(outcome.response)) return outcome.response;
    if (outer.aborted) return asked;
    const error = errorOf(outcome);
    const diagnosis = diagnose(new URL(address), signal, error);
    try {
      // An answer may still come while the diagnosis runs.
      const late = () => settled.then((end) => ('response' in end ? ('wait' as const) : diagnosis));
      const verdict = await (outcome === 'slow' ? Promise.race([late(), diagnosis]) : diagnosis);
      if (verdict === 'wait') return asked;
    } catch (error) {
      own.abort(error);
      throw outer.aborted ? outer.reason : error;
    } finally {
      diagnosis.catch(() => {});
    }
    own.abort(new DOMException('another route is used', 'AbortError'));
    return fetch(address, init);
  };
  return ask;
}

function errorOf(outcome: Outcome): unknown {
  if (outcome === 'slow') return undefined;
  if ('error' in outcome) return outcome.error;
  return new HandshakeError(`the platform answers HTTP ${String(outcome.response.status)}`);
}

/** Whether an answer is the platform's own, in place of one by a server whose TLS failed. */
export function isPlatforms({ status }: Pick<Response, 'status'>): boolean {
  return status === HANDSHAKE_FAILED || status === CERTIFICATE_FAILED;
}
