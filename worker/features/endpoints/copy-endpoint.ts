import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { endpointCreated } from './endpoint-events.ts';
import { UNKNOWN_HEALTH } from './probe-endpoint.ts';
import { createEndpoint } from './store.ts';
import type { EndpointRow } from './table.ts';

const LONGEST_NAME = 100;

/**
 * Another endpoint of the same server. Without the password, which is sealed for one endpoint, and without the user name
 * that belongs to it; without trust in certificates, which is a decision about one endpoint.
 */
export async function copyEndpoint(
  deps: Deps,
  principal: Principal,
  row: EndpointRow,
  name = `Copy of ${row.name}`.slice(0, LONGEST_NAME),
): Promise<EndpointRow> {
  const now = deps.now();
  const copy: EndpointRow = {
    ...row,
    ...UNKNOWN_HEALTH,
    id: deps.newId('end'),
    name,
    username: null,
    passwordSealed: null,
    trustedCertificates: {},
    origins: {},
    throttling: null,
    createdAt: now,
    updatedAt: now,
  };
  await createEndpoint(deps.db, principal.workgroupId, copy, endpointCreated(deps, principal, copy));
  return copy;
}
