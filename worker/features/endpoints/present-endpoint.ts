import { toIso } from '../../lib/clock.ts';
import { chooseScheme, nameOfScheme } from '../../lib/sign-in-scheme.ts';
import type { OriginFacts } from '../../lib/origin-facts.ts';
import type { Problem } from '../../lib/problem.ts';
import type { Deps, EndpointUsage } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { presentConnection } from './connection.ts';
import type { Finding } from './find-server.ts';
import { problemOfLine } from './line-problems.ts';
import { problemOfAttempt } from './search-problems.ts';
import type { EndpointRow } from './table.ts';

/** So many projects are named where an endpoint is used. */
const NAMED_PROJECTS = 5;

type Uses = Pick<Deps, 'endpointUses'>;

/** Endpoints as the API shows them: never the password, only that there is one. */
export async function presentEndpoints({ endpointUses }: Uses, principal: Principal, rows: readonly EndpointRow[]) {
  const ids = rows.map(({ id }) => id);
  const uses = rows.length === 0 ? new Map() : await endpointUses(principal, ids, NAMED_PROJECTS);
  return rows.map((row) => present(row, uses.get(row.id)));
}

export async function presentEndpoint({ endpointUses }: Uses, principal: Principal, row: EndpointRow) {
  const uses = await endpointUses(principal, [row.id], NAMED_PROJECTS);
  return present(row, uses.get(row.id));
}

type Use = Pick<EndpointUsage, 'count' | 'projects'>;

function present(row: EndpointRow, use: Use = { count: 0, projects: [] }) {
  const scheme = chooseScheme(row.authSchemes, row.url.startsWith('https:'));
  const { origin: own, hostname } = new URL(row.url);
  const facts = wayTo(row, own);
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    foundFrom: row.foundFrom,
    foundBy: row.foundBy,
    consentHosts: row.consentHosts,
    domains: row.domains,
    username: row.username,
    hasPassword: row.passwordSealed !== null,
    useImpersonation: row.useImpersonation,
    version: row.version,
    authSchemes: row.authSchemes,
    signIn: scheme ? nameOfScheme(scheme) : null,
    health: row.health,
    healthDetail: row.healthDetail,
    problem: row.lineFailure ? presentProblem(problemOfLine(row.lineFailure, hostname).problem) : null,
    connection: facts ? presentConnection(facts) : null,
    origins: Object.keys(row.origins).flatMap((origin) => {
      const other = origin === own ? undefined : wayTo(row, origin);
      return other ? [{ origin, ...presentConnection(other) }] : [];
    }),
    throttling: row.throttling && {
      at: toIso(row.throttling.at),
      pauseMs: row.throttling.pauseMs ?? null,
      connections: row.throttling.connections ?? null,
    },
    trustedCertificate: row.trustedCertificates[hostname] ?? null,
    trustedCertificates: row.trustedCertificates,
    usedBy: { count: use.count, projects: [...use.projects] },
    checkedAt: toIso(row.checkedAt),
    createdAt: toIso(row.createdAt),
  };
}

/** How an origin was reached, without certificates that are no longer trusted. */
function wayTo({ origins, trustedCertificates }: EndpointRow, origin: string): OriginFacts | undefined {
  const facts = origins[origin];
  const isOver = facts?.why === 'certificate' && trustedCertificates[new URL(origin).hostname] === undefined;
  return isOver ? undefined : facts;
}

/** A search's result as the API shows it. */
export function presentFinding({ place, consentHosts, displayName, problem, attempts }: Finding) {
  return {
    ewsUrl: place?.url ?? null,
    foundFrom: place?.foundFrom ?? null,
    foundBy: place?.foundBy ?? null,
    consentHosts: [...consentHosts],
    displayName,
    problem: problem ? presentProblem(problem.problem) : null,
    attempts: attempts.map(({ what, url, who, outcome, said, line }) => ({
      what,
      url,
      who: who ?? null,
      outcome,
      said,
      problem: presentAttemptProblem({ url, line }),
    })),
  };
}

function presentAttemptProblem(attempt: Parameters<typeof problemOfAttempt>[0]) {
  const found = problemOfAttempt(attempt);
  return found ? presentProblem(found.problem) : null;
}

/** A problem within an answer: without what belongs to an answer of its own. */
function presentProblem({ type: _type, status: _status, errors: _errors, ...shown }: Problem) {
  return shown;
}
