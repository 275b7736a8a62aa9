import type { z } from 'zod';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { writeOn } from '../kernel/write-on.ts';
import { endpointUpdated } from './endpoint-events.ts';
import { problem } from './errors.ts';
import { requireServer } from './find-server.ts';
import { changedOrigins } from './origins.ts';
import { meansOf, openForLook, requireHealth, requireTrusted, UNKNOWN_HEALTH } from './probe-endpoint.ts';
import { boundToServer } from '../credentials/bound-to.ts';
import { endpointPasswordBinding } from '../credentials/open-credentials.ts';
import type { EndpointChange } from './schema.ts';
import { getEndpoint, updateEndpoint } from './store.ts';
import type { EndpointRow } from './table.ts';
import { isSameTrust, logTrust, requireTrustRight, trustAfter } from './trust.ts';

/**
 * Changes an endpoint. Where its address, its credentials or impersonation change, the server is tested first, and
 * nothing is written unless it answers well. Where trust alone changes, the look only must not meet another certificate.
 */
export async function changeEndpoint(
  deps: Deps,
  principal: Principal,
  row: EndpointRow,
  change: z.output<typeof EndpointChange>,
  how: { probe: boolean },
): Promise<EndpointRow> {
  requireTrustRight(principal, change);
  const isPlaced = change.url !== undefined || change.domain !== undefined || change.email !== undefined;
  // The password that is kept was given for another server; it does not look for this one.
  const { credentials: given, consentHosts = row.consentHosts } = change;
  const searchTrust = trustAfter(row.trustedCertificates, change, undefined);
  const means = { consentHosts, credentials: given ?? undefined, trustedCertificates: searchTrust };
  const { place, origins: met } = isPlaced
    ? await requireServer(deps, change, means)
    : { place: { url: row.url, foundFrom: row.foundFrom, foundBy: row.foundBy }, origins: {} };
  const { url } = place;
  const useImpersonation = change.useImpersonation ?? row.useImpersonation;
  const isMoved = url !== row.url;
  const isElsewhere = new URL(url).hostname !== new URL(row.url).hostname;
  // Trust and ways belong to the hosts of one provider.
  const before = isElsewhere ? { origins: {}, trustedCertificates: {} } : row;
  const trustedCertificates = trustAfter(before.trustedCertificates, change, new URL(url).hostname);
  const isTrustChanged = !isSameTrust(row.trustedCertificates, trustedCertificates);
  const isAccessChanged = isMoved || change.credentials !== undefined || useImpersonation !== row.useImpersonation;
  const changes: Partial<EndpointRow> = {
    ...place,
    consentHosts,
    useImpersonation,
    ...(isTrustChanged && { trustedCertificates }),
    // A server, an account and a way in have limits of their own.
    ...(isMoved && { throttling: null }),
    ...(isElsewhere && { origins: changedOrigins(url, met) }),
  };
  let learnt = isElsewhere ? {} : changedOrigins(url, met);
  if (change.name !== undefined) changes.name = change.name;
  if (change.domains !== undefined) changes.domains = change.domains;
  if (isAccessChanged && (await deps.openRuns.onEndpoint(row.workgroupId, row.id))) throw problem('endpoint-busy');
  // A password is given for one server and the hosts named with it. Others must be given it again, or could collect it.
  const isNewHost = consentHosts.some((host) => !row.consentHosts.includes(host));
  if ((isMoved || isNewHost) && change.credentials === undefined && row.passwordSealed !== null) {
    throw problem('endpoint-credentials-needed');
  }
  if (isAccessChanged || (isTrustChanged && how.probe)) {
    const credentials = change.credentials === undefined ? await openForLook(deps, row) : change.credentials;
    const request = {
      url,
      useImpersonation,
      ...meansOf({ origins: before.origins, trustedCertificates }),
      ...(credentials ? { credentials } : {}),
    };
    const look = isAccessChanged ? requireHealth : requireTrusted;
    const { health, origins } = how.probe ? await look(deps, request) : { health: UNKNOWN_HEALTH, origins: {} };
    Object.assign(changes, health);
    if (isElsewhere) changes.origins = { ...changes.origins, ...origins };
    else learnt = { ...learnt, ...origins };
  }
  if (change.credentials !== undefined) {
    const { credentials } = change;
    changes.username = credentials?.username ?? null;
    changes.passwordSealed = credentials
      ? await deps.vault.seal(
          endpointPasswordBinding(row.id),
          boundToServer({ url, consentHosts }),
          credentials.password,
        )
      : null;
  }
  const { workgroupId, id } = row;
  const written = await writeOn(
    row,
    () => getEndpoint(deps.db, workgroupId, id),
    async (before) => {
      // Two changes never bear the same instant.
      const stamped = { ...changes, updatedAt: Math.max(deps.now(), before.updatedAt + 1) };
      const events = endpointUpdated(deps, principal, before, changes, change.credentials);
      const guard = { events, from: before.updatedAt };
      return (await updateEndpoint(deps.db, workgroupId, id, stamped, learnt, guard)) ? stamped : undefined;
    },
  );
  if (!written) throw problem('endpoint-not-found');
  logTrust(deps, principal, id, row.trustedCertificates, trustedCertificates);
  return { ...row, ...written, ...(!isElsewhere && { origins: { ...row.origins, ...learnt } }) };
}
