import type { Finding } from '../../../lib/probe-checks.ts';
import type { ProbeResult } from '../../kernel/deps.ts';
import { problemOfProbe } from '../probe-problems.ts';
import type { EndpointRow } from '../table.ts';
import { decideFindings } from './decide-findings.ts';
import type { Seen } from './seen.ts';

/** How a look was made. */
export type Look = {
  /** The address that was looked at; not always the endpoint's own. */
  url: string;
  /** Who signed in. */
  account: string | undefined;
  mailbox: string | undefined;
  useImpersonation: boolean;
  side?: 'source' | 'destination';
};

/** What a look came to, check by check. `now` in ms since 1970. */
export function findingsOf(
  { trustedCertificates, throttling }: Pick<EndpointRow, 'trustedCertificates' | 'throttling'>,
  { url, account, mailbox, useImpersonation, side }: Look,
  result: ProbeResult,
  now: number,
): Finding[] {
  const { hostname } = new URL(url);
  const seen: Seen = {
    facts: result.facts ?? (result.ok && account !== undefined ? { isSignedIn: true } : {}),
    url,
    useImpersonation,
    authSchemes: result.authSchemes,
    version: result.version,
    isPinned: trustedCertificates[hostname] !== undefined,
    now,
    ...(throttling && { throttling }),
    ...(account !== undefined && { account }),
    ...(mailbox !== undefined && { mailbox }),
    ...(side && { side }),
    ...obstacleIn(result, hostname),
  };
  return decideFindings(seen);
}

function obstacleIn(result: ProbeResult, host: string): Pick<Seen, 'obstacle'> {
  if (result.ok) return {};
  const { code, detail, title, remedy } = problemOfProbe(result, host).problem;
  return {
    obstacle: {
      code: code as NonNullable<Seen['obstacle']>['code'],
      faultCode: result.code,
      sentence: detail || `${title}.`,
      remedy,
    },
  };
}
