import type { z } from 'zod';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { endpointCreated } from './endpoint-events.ts';
import { requireServer } from './find-server.ts';
import { changedOrigins } from './origins.ts';
import { meansOf, requireHealth, UNKNOWN_HEALTH } from './probe-endpoint.ts';
import { boundToServer } from '../credentials/bound-to.ts';
import { endpointPasswordBinding } from '../credentials/open-credentials.ts';
import type { EndpointRequest } from './schema.ts';
import { createEndpoint } from './store.ts';
import type { EndpointRow } from './table.ts';
import { logTrust, requireTrustRight, trustAfter } from './trust.ts';

/** Adds an endpoint once its server has shown that it is one; until then nothing is written. */
export async function addEndpoint(
  deps: Deps,
  principal: Principal,
  request: z.output<typeof EndpointRequest>,
  how: { probe: boolean },
): Promise<EndpointRow> {
  requireTrustRight(principal, request);
  const { workgroupId } = principal;
  const { name, domains, credentials, useImpersonation, consentHosts } = request;
  const means = { credentials, consentHosts, trustedCertificates: trustAfter({}, request, undefined) };
  const { place, origins: met } = await requireServer(deps, request, means);
  const { url } = place;
  const trustedCertificates = trustAfter({}, request, new URL(url).hostname);
  const { health, origins } = how.probe
    ? await requireHealth(deps, {
        url,
        useImpersonation,
        ...meansOf({ origins: {}, trustedCertificates }),
        ...(credentials ? { credentials } : {}),
      })
    : { health: UNKNOWN_HEALTH, origins: {} };
  const id = deps.newId('end');
  const now = deps.now();
  const row: EndpointRow = {
    id,
    workgroupId,
    name,
    ...place,
    consentHosts,
    domains,
    username: credentials?.username ?? null,
    passwordSealed: credentials
      ? await deps.vault.seal(endpointPasswordBinding(id), boundToServer({ url, consentHosts }), credentials.password)
      : null,
    useImpersonation,
    ...health,
    origins: { ...changedOrigins(url, met), ...origins },
    throttling: null,
    trustedCertificates,
    createdAt: now,
    updatedAt: now,
  };
  await createEndpoint(deps.db, workgroupId, row, endpointCreated(deps, principal, row));
  logTrust(deps, principal, id, {}, trustedCertificates);
  return row;
}
