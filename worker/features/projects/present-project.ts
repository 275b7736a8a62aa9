import { toIso } from '../../lib/clock.ts';
import { listCustomersByIds } from '../customers/store.ts';
import type { CustomerRow } from '../customers/table.ts';
import type { EndpointRow } from '../endpoints/table.ts';
import type { Deps, ProjectTotals, SlotLimit } from '../kernel/deps.ts';
import { listEndpointsByIds } from '../endpoints/store.ts';
import type { ProjectRow } from './table.ts';

type Needs = Pick<Deps, 'db' | 'projectTotals'>;

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

function nameCustomer(row: CustomerRow | undefined) {
  // A foreign key keeps the customers of projects from going away.
  if (!row) throw new Error('A project without its customer');
  return { id: row.id, companyName: row.companyName };
}

/** Projects as the API shows them: three queries for any number of them. */
export async function presentProjects(deps: Needs, workgroupId: string, rows: readonly ProjectRow[]) {
  const endpointIds = rows.flatMap((row) => [row.sourceEndpointId, row.destinationEndpointId]);
  const customerIds = rows.map((row) => row.customerId);
  const [customers, endpoints, totals] = await Promise.all([
    listCustomersByIds(deps.db, workgroupId, customerIds),
    listEndpointsByIds(deps.db, workgroupId, endpointIds),
    deps.projectTotals(
      workgroupId,
      rows.map((row) => row.id),
    ),
  ]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    customerId: row.customerId,
    customer: nameCustomer(customers.get(row.customerId)),
    sourceEndpointId: row.sourceEndpointId,
    destinationEndpointId: row.destinationEndpointId,
    source: summarize(endpoints.get(row.sourceEndpointId)),
    destination: summarize(endpoints.get(row.destinationEndpointId)),
    options: row.options,
    ...requireTotals(totals, row),
    slotLimit: null as SlotLimit | null,
    archivedAt: toIso(row.archivedAt),
    createdAt: toIso(row.createdAt),
    updatedAt: toIso(row.updatedAt),
  }));
}

function requireTotals(totals: ReadonlyMap<string, ProjectTotals>, { id }: ProjectRow): ProjectTotals {
  const own = totals.get(id);
  if (!own) throw new Error('A project without its totals');
  return own;
}

export async function presentProject(deps: Needs, row: ProjectRow) {
  const [project] = await presentProjects(deps, row.workgroupId, [row]);
  if (!project) throw new Error('One row makes one project');
  return project;
}
