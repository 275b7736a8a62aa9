import type { z } from 'zod';
import type { Deps } from '../kernel/deps.ts';
import { problem } from './errors.ts';
import { requireServer } from './find-server.ts';
import { requireHealth, UNKNOWN_HEALTH } from './probe-endpoint.ts';
import { openCredentials, endpointPasswordBinding } from '../credentials/open-credentials.ts';
import type { EndpointChange } from './schema.ts';
import { updateEndpoint } from './store.ts';
import type { EndpointRow } from './table.ts';

/**
 * Changes an endpoint. Where its address, its credentials or impersonation change, the server is looked at first, and
 * nothing is written unless it answers well.
 */
export async function changeEndpoint(
  deps: Deps,
  row: EndpointRow,
  change: z.output<typeof EndpointChange>,
  how: { probe: boolean },
): Promise<EndpointRow> {
  const isPlaced = change.url !== undefined || change.domain !== undefined || change.email !== undefined;
  // The password that is kept was given for another server; it does not look for this one.
  const { credentials: given, consentHosts = row.consentHosts } = change;
  const place = isPlaced
    ? await requireServer(deps, change, { consentHosts, credentials: given ?? undefined })
    : { url: row.url, foundFrom: row.foundFrom, foundBy: row.foundBy };
  const { url } = place;
  const useImpersonation = change.useImpersonation ?? row.useImpersonation;
  const isMoved = url !== row.url;
  const isAccessChanged = isMoved || change.credentials !== undefined || useImpersonation !== row.useImpersonation;
  const changes: Partial<EndpointRow> = { ...place, consentHosts, useImpersonation, updatedAt: deps.now() };
  if (change.name !== undefined) changes.name = change.name;
  if (change.domains !== undefined) changes.domains = change.domains;
  if (isAccessChanged) {
    if (await deps.openRuns.onEndpoint(row.workgroupId, row.id)) throw problem('endpoint-busy');
    // A password is given for one server; another one must be given it again, or could be made to collect it.
    if (isMoved && change.credentials === undefined && row.passwordSealed !== null) {
      throw problem('endpoint-credentials-needed');
    }
    const credentials = change.credentials === undefined ? await openCredentials(deps, row) : change.credentials;
    const health = how.probe
      ? await requireHealth(deps, { url, useImpersonation, ...(credentials ? { credentials } : {}) })
      : UNKNOWN_HEALTH;
    Object.assign(changes, health);
  }
  if (change.credentials !== undefined) {
    const { credentials } = change;
    changes.username = credentials?.username ?? null;
    changes.passwordSealed = credentials
      ? await deps.vault.seal(endpointPasswordBinding(row.id), credentials.password)
      : null;
  }
  await updateEndpoint(deps.db, row.workgroupId, row.id, changes);
  return { ...row, ...changes };
}
