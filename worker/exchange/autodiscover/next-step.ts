import type { DiscoveryFailure } from '../../lib/discovery.ts';
import { conventionalSteps, domainOf, isOnline, refusalIn, stepsFor } from './hosts.ts';
import type { Found, Search, State, Step } from './steps.ts';
import { keyOf } from './keys.ts';

/** More than any real search needs. */
const MAX_STEPS = 40;
/** A password that two servers refused is wrong; a third try could lock the account. */
const MAX_REFUSALS = 2;

/** How a search starts. */
export function beginSearch(search: Search): State {
  const start: State = {
    search,
    queue: stepsFor(search, search.address),
    attempts: [],
    taken: [],
    references: 0,
    refusals: 0,
    closed: [],
    asking: [],
    consentHosts: [],
    failures: [],
    isLastResort: false,
  };
  const url = search.address;
  if (isOnline(url)) {
    const said = 'The domain belongs to Exchange Online.';
    const attempt = { what: 'dns', url, outcome: 'exchange-online', said } as const;
    return { ...start, queue: [], attempts: [attempt], failures: ['exchange-online'] };
  }
  const said = refusalIn(search, `https://${domainOf(url)}`);
  if (said === undefined) return start;
  const attempt = { what: 'dns', url, outcome: 'not-followed', said } as const;
  return { ...start, queue: [], attempts: [attempt], failures: ['no-usable-address'], isLastResort: true };
}

function isWorthwhile(state: State, step: Step): boolean {
  if (state.taken.includes(keyOf(step))) return false;
  if (step.kind === 'dns') return true;
  const { origin } = new URL(step.url);
  return !state.closed.includes(origin) || (step.kind === 'look' && state.asking.includes(origin));
}

/** Failures that a look at the conventional addresses may still mend. */
const MENDABLE: readonly DiscoveryFailure[] = ['needs-sign-in', 'no-usable-address', 'circle'];

/**
 * What to do next, and the state that it leaves; no step where the search is over. Conventional addresses come last,
 * and only where no server has said anything that a guess would pass over.
 */
export function nextStep(state: State): { step: Step; state: State } | undefined {
  const isOver =
    state.found !== undefined ||
    state.failures.includes('exchange-online') ||
    state.refusals >= MAX_REFUSALS ||
    state.taken.length >= MAX_STEPS;
  if (isOver) return undefined;
  const at = state.queue.findIndex((step) => isWorthwhile(state, step));
  const step = state.queue[at];
  if (step) {
    return { step, state: { ...state, queue: state.queue.slice(at + 1), taken: [...state.taken, keyOf(step)] } };
  }
  if (
    state.isLastResort ||
    state.search.server !== undefined ||
    state.failures.some((failure) => !MENDABLE.includes(failure))
  )
    return undefined;
  return nextStep({ ...state, queue: conventionalSteps(state.search, state.asking), isLastResort: true });
}

/** Most informative for people first. */
const ORDER: readonly DiscoveryFailure[] = [
  'exchange-online',
  'needs-consent',
  'sign-in-refused',
  'oauth-only',
  'no-common-sign-in',
  'too-many-references',
  'unknown-mailbox',
  'no-usable-address',
  'circle',
  'out-of-time',
  'needs-sign-in',
];

/** What a search that is over has come to. */
export function resultOf(state: State): { found: Found } | { failure: DiscoveryFailure } {
  if (state.found) return { found: state.found };
  return { failure: ORDER.find((failure) => state.failures.includes(failure)) ?? 'not-found' };
}
