import type { Deps, ProbeResult } from '../../kernel/deps.ts';
import type { EndpointRow, ReportRow } from '../table.ts';
import { changesSince } from './changes-since.ts';
import { findingsOf, type Look } from './findings-of.ts';
import { getLatestReport } from './report-store.ts';

/** The report of a look, compared with the one before. Nothing is stored yet. */
export async function makeReport(
  deps: Pick<Deps, 'db' | 'newId' | 'now'>,
  endpoint: EndpointRow,
  look: Look,
  result: ProbeResult,
): Promise<ReportRow> {
  const mailbox = look.mailbox?.toLowerCase() ?? null;
  const findings = findingsOf(endpoint, look, result, deps.now());
  const before = await getLatestReport(deps.db, endpoint, mailbox);
  return {
    id: deps.newId('rpt'),
    workgroupId: endpoint.workgroupId,
    endpointId: endpoint.id,
    mailbox,
    findings,
    changes: before ? changesSince(before.findings, findings) : [],
    at: deps.now(),
  };
}
