import type { z } from 'zod';
import type { Deps } from '../kernel/deps.ts';
import { requireServer } from './find-server.ts';
import { requireHealth, UNKNOWN_HEALTH } from './probe-endpoint.ts';
import { endpointPasswordBinding } from '../credentials/open-credentials.ts';
import type { EndpointRequest } from './schema.ts';
import { createEndpoint } from './store.ts';
import type { EndpointRow } from './table.ts';

/** Adds an endpoint once its server has shown that it is one; until then nothing is written. */
export async function addEndpoint(
  deps: Deps,
  workgroupId: string,
  request: z.output<typeof EndpointRequest>,
  how: { probe: boolean },
): Promise<EndpointRow> {
  const { name, domains, credentials, useImpersonation, consentHosts } = request;
  const { url, ...found } = await requireServer(deps, request, request);
  const health = how.probe
    ? await requireHealth(deps, { url, useImpersonation, ...(credentials ? { credentials } : {}) })
    : UNKNOWN_HEALTH;
  const id = deps.newId('end');
  const now = deps.now();
  const row: EndpointRow = {
    id,
    workgroupId,
    name,
    url,
    ...found,
    consentHosts,
    domains,
    username: credentials?.username ?? null,
    passwordSealed: credentials ? await deps.vault.seal(endpointPasswordBinding(id), credentials.password) : null,
    useImpersonation,
    ...health,
    createdAt: now,
    updatedAt: now,
  };
  await createEndpoint(deps.db, workgroupId, row);
  return row;
}
