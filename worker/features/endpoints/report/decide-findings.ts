import { PROBE_CHECKS, type Finding } from '../../../lib/probe-checks.ts';
import { accountFindings } from './account-findings.ts';
import { lineFindings } from './line-findings.ts';
import { rightsFindings } from './rights-findings.ts';
import type { Seen } from './seen.ts';
import { serverFindings } from './server-findings.ts';

/** What a test found, one finding a check, in the order of PROBE_CHECKS. */
export function decideFindings(seen: Seen): Finding[] {
  const all = [...lineFindings(seen), ...accountFindings(seen), ...rightsFindings(seen), ...serverFindings(seen)];
  return all.toSorted((a, b) => PROBE_CHECKS.indexOf(a.check) - PROBE_CHECKS.indexOf(b.check));
}
