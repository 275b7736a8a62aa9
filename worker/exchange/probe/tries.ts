import { faultOf, type Fault } from '../../engine/model/fault.ts';
import type { ProbeFacts, Try } from '../../lib/probe-facts.ts';
import { endedFault } from '../faults/ended-fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import type { Side } from '../faults/make-fault.ts';
import type { XmlElement } from '../xml/scan.ts';

export const WENT: Try = { ok: true };

/** A fault as the outcome of a question. */
export function refusedBy({
  kind,
  code,
  message,
}: Pick<Fault, 'kind' | 'code' | 'message'>): Extract<Try, { ok: false }> {
  // Nobody stops a test: it was cut off by its own limit.
  if (kind === 'stopped')
    return { ok: false, kind: 'transient', code: 'timeout', message: 'The server took too long.' };
  return { ok: false, kind, code, message };
}

/** What one response message says. */
export function tryOf(message: XmlElement | undefined, side: Side): Try {
  if (message === undefined) return { ok: false, kind: 'unknown', code: 'empty-answer', message: '' };
  const fault = responseFault(message, side);
  return fault === undefined ? WENT : refusedBy(fault);
}

/** Questions of one test: each may fail by itself, and requests to slow down are counted. */
export type Tries = {
  /** Gives what `work` does, or its fault. Never rejects. */
  ask<T>(work: () => Promise<T>): Promise<T | Extract<Try, { ok: false }>>;
  throttled(): ProbeFacts['throttled'];
};

export function createTries(signal: AbortSignal, side: Side): Tries {
  let times = 0;
  let pauseMs = 0;
  return {
    ask: async (work) => {
      try {
        return await work();
      } catch (error) {
        const fault = signal.aborted ? endedFault(signal, side) : faultOf(error, 'endpoint');
        if (fault.kind === 'busy' || fault.kind === 'too-many-connections') {
          times += 1;
          pauseMs = Math.max(pauseMs, fault.retryAfterMs ?? 0);
        }
        return refusedBy(fault);
      }
    },
    throttled: () => (times === 0 ? undefined : { times, ...(pauseMs > 0 && { pauseMs }) }),
  };
}
