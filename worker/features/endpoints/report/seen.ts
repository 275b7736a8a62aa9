import type { Finding, ProbeCheck, ProbeState } from '../../../lib/probe-checks.ts';
import type { ProbeFacts } from '../../../lib/probe-facts.ts';
import type { SeenThrottling } from '../../../lib/seen-throttling.ts';
import type { ScriptId } from '../../../lib/script-facts.ts';
import type { EndpointCode } from '../errors.ts';

/** What findings are decided by: what a test was to look at, and what came of it. */
export type Seen = {
  facts: ProbeFacts;
  url: string;
  /** Absent without credentials. */
  account?: string;
  /** Absent where none was named. */
  mailbox?: string;
  /** Absent where an endpoint serves as either. */
  side?: 'source' | 'destination';
  useImpersonation: boolean;
  authSchemes: readonly string[];
  /** Such as `Exchange2010_SP2 14.2.247.0`. */
  version: string | null;
  /** What keeps Mailferry from working there. */
  obstacle?: { code: EndpointCode; faultCode: string; sentence: string; remedy: string };
  /** Whether exactly one certificate is trusted there, whatever is wrong with it. */
  isPinned: boolean;
  /** How the server asked passes to slow down, the last time that it did. */
  throttling?: SeenThrottling;
  /** In ms since 1970. */
  now: number;
};

type Advice = { remedy?: string; scriptId?: ScriptId };

/** Makes the findings of one check. */
export function findingOf(check: ProbeCheck) {
  const make =
    (state: ProbeState) =>
    (sentence: string, { remedy, scriptId }: Advice = {}): Finding => ({
      check,
      state,
      sentence,
      remedy: remedy ?? null,
      ...(scriptId && { scriptId }),
    });
  return { ok: make('ok'), warning: make('warning'), failed: make('failed'), unknown: make('unknown') };
}

/** What was not reached has one sentence for all. */
export const NOT_REACHED = 'Not tested, because the test ended before.';
