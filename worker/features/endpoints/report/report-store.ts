import { and, desc, eq, isNull, lt, notInArray } from 'drizzle-orm';
import type { Db, Statement } from '../../kernel/db.ts';
import { probeReports, type ReportRow } from '../table.ts';

/** As many reports of an endpoint are kept. */
const MOST_REPORTS = 100;

/** Of an endpoint, latest first. */
export function listReports(
  db: Db,
  workgroupId: string,
  endpointId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<ReportRow[]> {
  return db
    .select()
    .from(probeReports)
    .where(
      and(
        eq(probeReports.workgroupId, workgroupId),
        eq(probeReports.endpointId, endpointId),
        cursor === undefined ? undefined : lt(probeReports.id, cursor),
      ),
    )
    .orderBy(desc(probeReports.id))
    .limit(limit);
}

/** The latest report with a mailbox, or without one. */
export async function getLatestReport(
  db: Db,
  { workgroupId, id }: { workgroupId: string; id: string },
  mailbox: string | null,
): Promise<ReportRow | undefined> {
  const [row] = await db
    .select()
    .from(probeReports)
    .where(
      and(
        eq(probeReports.workgroupId, workgroupId),
        eq(probeReports.endpointId, id),
        mailbox === null ? isNull(probeReports.mailbox) : eq(probeReports.mailbox, mailbox),
      ),
    )
    .orderBy(desc(probeReports.id))
    .limit(1);
  return row;
}

/** Statements that keep a report, and forget the oldest of its endpoint. */
export function reportStatements(db: Db, row: ReportRow): Statement[] {
  const ofEndpoint = and(eq(probeReports.workgroupId, row.workgroupId), eq(probeReports.endpointId, row.endpointId));
  const latest = db
    .select({ id: probeReports.id })
    .from(probeReports)
    .where(ofEndpoint)
    .orderBy(desc(probeReports.id))
    .limit(MOST_REPORTS);
  return [
    db.insert(probeReports).values(row),
    db.delete(probeReports).where(and(ofEndpoint, notInArray(probeReports.id, latest))),
  ];
}
