import type { z } from 'zod';
import { problem as customerProblem } from '../customers/errors.ts';
import { requireDefaultCustomer, requireOpenCustomer } from '../customers/require-customer.ts';
import { isForeignKeyViolation } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { requireEndpoints } from './change-project.ts';
import { projectCreated } from './project-events.ts';
import type { ProjectRequest } from './schema.ts';
import { createProject } from './store.ts';
import type { ProjectRow } from './table.ts';

/** The key of a request, and a hash of what it asked for. */
export type Idempotency = { key: string; hash: string };

/**
 * Adds a project; without a customer, to the default one. `copyOf`: see projectCreated. Throws `endpoint-not-found` and
 * what the customer's state says.
 */
export async function addProject(
  deps: Deps,
  principal: Principal,
  { customerId, ...request }: z.output<typeof ProjectRequest>,
  { copyOf, idempotency }: { copyOf?: string; idempotency?: Idempotency | undefined } = {},
): Promise<ProjectRow> {
  const { workgroupId } = principal;
  const { sourceEndpointId, destinationEndpointId } = request;
  const endpoints = await requireEndpoints(deps, workgroupId, [sourceEndpointId, destinationEndpointId]);
  const customer =
    customerId === undefined
      ? await requireDefaultCustomer(deps, principal, domainsOf([...endpoints.values()]))
      : await requireOpenCustomer(deps, workgroupId, customerId);
  const now = deps.now();
  const times = { createdBy: principal.onBehalfOf.agentId, archivedAt: null, createdAt: now, updatedAt: now };
  const keys = { idempotencyKey: idempotency?.key ?? null, idempotencyHash: idempotency?.hash ?? null };
  const row: ProjectRow = {
    id: deps.newId('prj'),
    workgroupId,
    customerId: customer.id,
    ...request,
    ...times,
    ...keys,
  };
  try {
    await createProject(deps.db, workgroupId, row, projectCreated(deps, principal, row, copyOf));
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    // One of them was deleted in between.
    await requireEndpoints(deps, workgroupId, [sourceEndpointId, destinationEndpointId]);
    throw customerProblem('customer-not-found');
  }
  return row;
}

const domainsOf = (endpoints: readonly { domains: readonly string[] }[]): string[] =>
  endpoints.flatMap(({ domains }) => domains);
