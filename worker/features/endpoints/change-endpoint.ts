import type { z } from 'zod';
import type { Deps } from '../kernel/deps.ts';
import { requireEndpointUrl } from './endpoint-url.ts';
import { problem } from './errors.ts';
import { openCredentials, passwordBinding, requireHealth, UNKNOWN_HEALTH } from './probe-endpoint.ts';
import type { EndpointChange } from './schema.ts';
import { isEndpointBusy, updateEndpoint } from './store.ts';
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
  const url = change.url === undefined ? row.url : requireEndpointUrl(change.url, deps.settings.addresses);
  const useImpersonation = change.useImpersonation ?? row.useImpersonation;
  const isMoved = url !== row.url;
  const isAccessChanged = isMoved || change.credentials !== undefined || useImpersonation !== row.useImpersonation;
  const changes: Partial<EndpointRow> = { url, useImpersonation, updatedAt: deps.now() };
  if (change.name !== undefined) changes.name = change.name;
  if (change.domains !== undefined) changes.domains = change.domains;
  if (isAccessChanged) {
    if (await isEndpointBusy(deps.db, row.workgroupId, row.id)) throw problem('endpoint-busy');
    // A password is given for one server; another one must be given it anew, or could be made to collect it.
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
    changes.passwordSealed = credentials ? await deps.vault.seal(passwordBinding(row.id), credentials.password) : null;
  }
  await updateEndpoint(deps.db, row.workgroupId, row.id, changes);
  return { ...row, ...changes };
}
