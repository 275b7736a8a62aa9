import { z } from 'zod';
import { toIso } from '../../../lib/clock.ts';
import { PROBE_CHECKS, PROBE_STATES } from '../../../lib/probe-checks.ts';
import { SCRIPT_IDS } from '../../../lib/script-facts.ts';
import { pageOf } from '../../kernel/page.ts';
import { Endpoint } from '../schema.ts';
import type { ReportRow } from '../table.ts';

const Check = z.enum(PROBE_CHECKS);
const Said = z.object({ state: z.enum(PROBE_STATES), sentence: z.string() });

const Finding = Said.extend({
  check: Check,
  remedy: z.string().nullable().describe('What to do; null if there is nothing to do.'),
  scriptId: z.enum(SCRIPT_IDS).optional().describe('The script for the provider’s administrator that fixes it.'),
}).meta({ ref: 'Finding' });

const REPORT = {
  at: z.string(),
  mailbox: z.string().nullable().describe('The mailbox that was tested with.'),
  findings: z.array(Finding).describe('One for each check.'),
  changes: z
    .array(z.object({ check: Check, before: Said, after: Said }))
    .describe('Since the test before with the same mailbox, or without one.'),
};

export const SideReport = z
  .object({ at: REPORT.at, findings: REPORT.findings, changes: REPORT.changes })
  .meta({ ref: 'SideReport' });
const ProbeReport = z.object({ id: z.string(), ...REPORT }).meta({ ref: 'ProbeReport' });
export const ProbeReportPage = pageOf('ProbeReport', ProbeReport);
/** The endpoint as it is after a test, with its report. */
export const TestedEndpoint = Endpoint.extend(REPORT).meta({ ref: 'TestedEndpoint' });

export function presentReport({ id, at, mailbox, findings, changes }: ReportRow) {
  return { id, at: toIso(at), mailbox, findings, changes };
}
