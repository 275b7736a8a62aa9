import { toIso } from '../../lib/clock.ts';
import type { EndpointRow } from '../endpoints/table.ts';
import type { Db } from '../kernel/db.ts';
import { listStateTotals, sumUp } from '../mailboxes/state-totals.ts';
import { listEndpointsByIds } from '../endpoints/store.ts';
import type { ProjectRow } from './table.ts';

function summarize(row: EndpointRow | undefined) {
  // A foreign key keeps the endpoints of projects from going away.
  if (!row) throw new Error('A project without its endpoint');
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    domains: row.domains,
    hasPassword: row.passwordSealed !== null,
    useImpersonation: row.useImpersonation,
    version: row.version,
    health: row.health,
    healthDetail: row.healthDetail,
    checkedAt: toIso(row.checkedAt),
  };
}

/** Projects as the API shows them: two queries for any number of them. */
export async function presentProjects(db: Db, workgroupId: string, rows: readonly ProjectRow[]) {
  const endpointIds = rows.flatMap((row) => [row.sourceEndpointId, row.destinationEndpointId]);
  const [endpoints, sums] = await Promise.all([
    listEndpointsByIds(db, workgroupId, endpointIds),
    listStateTotals(
      db,
      workgroupId,
      rows.map((row) => row.id),
    ),
  ]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    sourceEndpointId: row.sourceEndpointId,
    destinationEndpointId: row.destinationEndpointId,
    source: summarize(endpoints.get(row.sourceEndpointId)),
    destination: summarize(endpoints.get(row.destinationEndpointId)),
    options: row.options,
    ...sumUp(sums.filter((sum) => sum.projectId === row.id)),
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  }));
}

export async function presentProject(db: Db, row: ProjectRow) {
  const [project] = await presentProjects(db, row.workgroupId, [row]);
  if (!project) throw new Error('One row makes one project');
  return project;
}
