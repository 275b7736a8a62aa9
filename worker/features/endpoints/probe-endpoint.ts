import { openCredentials } from '../credentials/open-credentials.ts';
import { SealError } from '../credentials/seal-error.ts';
import type { Deps, ProbeRequest, ProbeResult } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { endpointTested } from './endpoint-events.ts';
import { problem } from './errors.ts';
import { changedOrigins } from './origins.ts';
import { problemOfProbe } from './probe-problems.ts';
import { getEndpoint, updateEndpoint } from './store.ts';
import { makeReport } from './report/make-report.ts';
import { reportStatements } from './report/report-store.ts';
import { isMissing } from './report/rights-findings.ts';
import type { EndpointRow, ReportRow } from './table.ts';

/** What of a probe is kept with the endpoint. */
export type Health = Pick<
  EndpointRow,
  'version' | 'authSchemes' | 'health' | 'healthDetail' | 'lineFailure' | 'checkedAt' | 'capabilities'
>;

export const UNKNOWN_HEALTH: Health = {
  version: null,
  authSchemes: [],
  health: 'unknown',
  healthDetail: null,
  lineFailure: null,
  checkedAt: null,
  capabilities: {},
};

/** What a probe says of an endpoint's health, in the words of its problem. */
function healthOf(result: ProbeResult, url: string, now: number): Health {
  // Who looks again may know that the server was renewed.
  const seen = { version: result.version, authSchemes: result.authSchemes, checkedAt: now, capabilities: {} };
  if (result.ok) return { ...seen, health: 'ok', healthDetail: null, lineFailure: null };
  const { title, detail } = problemOfProbe(result, new URL(url).hostname).problem;
  return { ...seen, health: 'failing', healthDetail: `${title}: ${detail}`, lineFailure: result.line ?? null };
}

/** Looks at a server; throws the problem of what is wrong with it. */
export async function requireHealth(
  deps: Deps,
  request: ProbeRequest,
): Promise<{ health: Health; origins: EndpointRow['origins'] }> {
  const result = await deps.probe(request);
  if (!result.ok) throw problemOfProbe(result, new URL(request.url).hostname);
  return { health: healthOf(result, request.url, deps.now()), origins: changedOrigins(request.url, result.origins) };
}

/**
 * Probes a server after a change of trust. Throws the problem if its certificate is still not the trusted one (if there
 * is one); any other fault becomes its health.
 */
export async function requireTrusted(
  deps: Deps,
  request: ProbeRequest,
): Promise<{ health: Health; origins: EndpointRow['origins'] }> {
  const result = await deps.probe(request);
  const { url, trustedCertificates = {} } = request;
  const { hostname } = new URL(url);
  const isStillUntrusted = !result.ok && result.code === 'certificate-changed';
  if (isStillUntrusted && trustedCertificates[hostname] !== undefined) throw problemOfProbe(result, hostname);
  return { health: healthOf(result, url, deps.now()), origins: changedOrigins(url, result.origins) };
}

/**
 * Looks at the server of an endpoint again and keeps what was found. Unlike at creation, a failing server is no
 * problem of the request: the answer is the endpoint with its health, the report, and the code of what is wrong.
 */
export async function refreshHealth(
  deps: Deps,
  principal: Principal,
  row: EndpointRow,
  mailbox: string | undefined,
): Promise<{ row: EndpointRow; report: ReportRow; code: string | undefined }> {
  const credentials = await openForLook(deps, row);
  const { url, useImpersonation, origins, trustedCertificates } = row;
  const result = await deps.probe({
    url,
    useImpersonation,
    isWhole: true,
    ...meansOf({ origins, trustedCertificates }),
    ...(credentials ? { credentials } : {}),
    ...(mailbox === undefined ? {} : { mailbox }),
  });
  const look = { url, account: credentials?.username, mailbox, useImpersonation };
  const side = await onlySideOf(deps, principal, row.id);
  const report = await makeReport(deps, row, side ? { ...look, side } : look, result);
  const found = healthOf(isMailboxAlone(result) ? { ...result, ok: true } : result, url, deps.now());
  const health = { ...found, version: found.version ?? row.version };
  const events = [endpointTested(deps, principal, row, health)];
  const also = reportStatements(deps.db, report);
  await updateEndpoint(deps.db, row.workgroupId, row.id, health, changedOrigins(url, result.origins), { events, also });
  const seen = await getEndpoint(deps.db, row.workgroupId, row.id);
  if (!seen) throw problem('endpoint-not-found');
  return {
    row: seen,
    report,
    code: result.ok ? undefined : problemOfProbe(result, new URL(url).hostname).problem.code,
  };
}

/** Whether nothing is wrong but the address that the test was to open: a typing error fails no endpoint. */
function isMailboxAlone(result: ProbeResult): boolean {
  return !result.ok && result.facts?.isSignedIn === true && isMissing(result);
}

/** The side that all projects have an endpoint on. Undefined where they use it on both, and where none uses it. */
async function onlySideOf(
  { endpointUses }: Pick<Deps, 'endpointUses'>,
  principal: Principal,
  endpointId: string,
): Promise<'source' | 'destination' | undefined> {
  const [side, other] = (await endpointUses(principal, [endpointId], 0)).get(endpointId)?.sides ?? [];
  return other === undefined ? side : undefined;
}

/** The credentials of an endpoint for its own server. Throws `endpoint-credentials-needed` where they do not open for it. */
export async function openForLook(
  deps: Pick<Deps, 'vault'>,
  row: EndpointRow,
): Promise<{ username: string; password: string } | undefined> {
  try {
    return await openCredentials(deps, row, row.url);
  } catch (error) {
    if (error instanceof SealError) throw problem('endpoint-credentials-needed', error.message);
    throw error;
  }
}

/** What of an endpoint a look at a server goes by; left out where there is nothing. */
export function meansOf({
  origins,
  trustedCertificates,
}: Pick<EndpointRow, 'origins' | 'trustedCertificates'>): Pick<ProbeRequest, 'origins' | 'trustedCertificates'> {
  return {
    ...(Object.keys(origins).length > 0 && { origins }),
    ...(Object.keys(trustedCertificates).length > 0 && { trustedCertificates }),
  };
}
