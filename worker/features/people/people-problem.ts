import type { ProblemError } from '../../lib/problem.ts';
import { problemOfProbe } from '../endpoints/probe-problems.ts';
import type { PeopleResult } from '../kernel/deps.ts';
import { problem } from './errors.ts';

type Failure = Extract<PeopleResult, { ok: false }>;

/** What servers say that do not search for names: some call it their own failure. */
const NOT_OFFERED: ReadonlySet<Failure['kind']> = new Set(['unsupported', 'corrupt', 'version', 'unknown']);

/** The problem of an address list that could not be read. `host` is the one that was asked. */
export function problemOfPeople(failure: Failure, host: string): ProblemError {
  const { kind, code, message, operation } = failure;
  if (kind === 'access' || kind === 'refused') return problem('people-refused', message);
  const isSearch = operation === 'ResolveNames';
  if (NOT_OFFERED.has(kind) || (isSearch && (kind === 'not-exchange' || code.startsWith('soap-'))))
    return problem('people-not-offered', message);
  return problemOfProbe(failure, host);
}
