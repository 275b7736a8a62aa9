import { openCredentials } from '../credentials/open-credentials.ts';
import type { Deps, ProbeRequest, ProbeResult } from '../kernel/deps.ts';
import { problemOfProbe } from './errors.ts';
import { getEndpoint, updateEndpoint } from './store.ts';
import type { EndpointRow } from './table.ts';

/** What of a probe is kept with the endpoint. */
export type Health = Pick<EndpointRow, 'version' | 'authSchemes' | 'health' | 'healthDetail' | 'checkedAt'>;

export const UNKNOWN_HEALTH: Health = {
  version: null,
  authSchemes: [],
  health: 'unknown',
  healthDetail: null,
  checkedAt: null,
};

/** What a probe says of an endpoint's health, in the words of its problem. */
function healthOf(result: ProbeResult, now: number): Health {
  const seen = { version: result.version, authSchemes: result.authSchemes, checkedAt: now };
  if (result.ok) return { ...seen, health: 'ok', healthDetail: null };
  const { title, detail } = problemOfProbe(result).problem;
  return { ...seen, health: 'failing', healthDetail: `${title}: ${detail}` };
}

/** Looks at a server; throws the problem of what is wrong with it. */
export async function requireHealth(deps: Deps, request: ProbeRequest): Promise<Health> {
  const result = await deps.probe(request);
  if (!result.ok) throw problemOfProbe(result);
  return healthOf(result, deps.now());
}

/**
 * Looks at the server of an endpoint again and keeps what was found. Unlike at creation, a failing server is no
 * problem of the request: the answer is the endpoint with its health.
 */
export async function refreshHealth(deps: Deps, row: EndpointRow, mailbox: string | undefined): Promise<EndpointRow> {
  const credentials = await openCredentials(deps, row);
  const result = await deps.probe({
    url: row.url,
    useImpersonation: row.useImpersonation,
    ...(credentials ? { credentials } : {}),
    ...(mailbox === undefined ? {} : { mailbox }),
  });
  const found = healthOf(result, deps.now());
  const health = { ...found, version: found.version ?? row.version };
  await updateEndpoint(deps.db, row.workgroupId, row.id, health);
  return (await getEndpoint(deps.db, row.workgroupId, row.id)) ?? { ...row, ...health };
}
