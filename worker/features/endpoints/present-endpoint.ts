import { toIso } from '../../lib/clock.ts';
import { chooseScheme, nameOfScheme } from '../../lib/sign-in-scheme.ts';
import type { Problem } from '../../lib/problem.ts';
import type { Finding } from './find-server.ts';
import type { EndpointRow } from './table.ts';

/** An endpoint as the API shows it: never the password, only that there is one. */
export function presentEndpoint(row: EndpointRow) {
  const scheme = chooseScheme(row.authSchemes, row.url.startsWith('https:'));
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
    checkedAt: toIso(row.checkedAt),
    createdAt: toIso(row.createdAt),
  };
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
    attempts: attempts.map(({ what, url, who, outcome, said }) => ({ what, url, who: who ?? null, outcome, said })),
  };
}

function presentProblem({ code, title, detail, cause, remedy }: Problem) {
  return { code, title, detail, cause, remedy };
}
