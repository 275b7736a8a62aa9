import type { DiscoveryFailure } from '../../lib/discovery.ts';
import { ProblemError } from '../../lib/problem.ts';
import type { LineFailure } from '../../lib/tls-facts.ts';
import type { DiscoverAttempt } from '../kernel/deps.ts';
import { problem, type EndpointCode } from './errors.ts';
import { problemOfLine } from './line-problems.ts';

/** Codes by the reasons for which a search ends without a server. */
const CODE_BY_FAILURE: Readonly<Partial<Record<DiscoveryFailure, EndpointCode>>> = {
  'exchange-online': 'endpoint-exchange-online',
  'needs-consent': 'endpoint-consent-needed',
  'sign-in-refused': 'endpoint-credentials-refused',
  'oauth-only': 'endpoint-oauth-only',
  'no-common-sign-in': 'endpoint-sign-in-unsupported',
  'unknown-mailbox': 'endpoint-mailbox-unknown',
  'needs-sign-in': 'endpoint-sign-in-needed',
};

const DETAIL_BY_FAILURE: Readonly<Partial<Record<DiscoveryFailure, string>>> = {
  'too-many-references': 'The servers refer to one another too many times.',
  circle: 'The servers refer to one another in a circle.',
  'no-usable-address': 'The server returns only addresses that cannot be reached from outside.',
  'out-of-time': 'The search took too long.',
};

/** What a search without a result is called; its parts are what was tried. */
export function problemOfSearch(
  failure: DiscoveryFailure,
  attempts: readonly Pick<DiscoverAttempt, 'url' | 'who' | 'said' | 'line'>[],
  hosts: readonly string[] = [],
): ProblemError {
  const code = CODE_BY_FAILURE[failure] ?? 'endpoint-not-discovered';
  const detail =
    hosts.length > 0 ? `These hosts ask for the password: ${hosts.join(', ')}.` : DETAIL_BY_FAILURE[failure];
  const consent = hosts.map((host) => ({ path: 'consentHosts', message: host }));
  const tried = attempts.map(({ url, said }, index) => ({
    path: `attempts[${String(index)}]`,
    message: `${url}: ${said}`,
  }));
  const blocked = code === 'endpoint-not-discovered' ? attempts.find((attempt) => isOfService(attempt)) : undefined;
  if (!blocked?.line) return problem(code, detail, [...consent, ...tried]);
  const { problem: ofLine } = problemOfLine(blocked.line, hostOf(blocked.url));
  return new ProblemError({ ...ofLine, errors: tried });
}

/** The problem of one thing that was tried, where its connection failed by TLS. */
export function problemOfAttempt({ url, line }: Pick<DiscoverAttempt, 'url' | 'line'>): ProblemError | undefined {
  return line && isOfTls(line) ? problemOfLine(line, hostOf(url)) : undefined;
}

/** Whether TLS failed where a service of the domain should be, and not only at its web site. */
function isOfService({ url, who = '', line }: Pick<DiscoverAttempt, 'url' | 'who' | 'line'>): boolean {
  return line !== undefined && isOfTls(line) && hostOf(url) !== who.slice(who.lastIndexOf('@') + 1).toLowerCase();
}

function isOfTls({ code }: LineFailure): boolean {
  return code === 'tls-unsupported' || code.startsWith('certificate-');
}

function hostOf(url: string): string {
  return new URL(url).hostname;
}
