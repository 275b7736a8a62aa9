import { describe, expect, test } from 'vitest';
import { planOf } from '../../../worker/features/plan/plan-of.ts';
import type { PlanStep, StepState } from '../../../worker/lib/plan-steps.ts';
import { PLAN_STEPS, STEP_STATES } from '../../../worker/lib/plan-steps.ts';
import { someFacts } from './some-facts.ts';

type Facts = Parameters<typeof someFacts>[0];
type Case = [step: PlanStep, state: StepState, facts: Facts, status: RegExp, at?: number];

const NOBODY = { mailboxes: { total: 0, lastAddedAt: null } };
const ALL_COPIED = { verified: 4, copied: 4, passes: { full: { completed: 4, lastEndedAt: 9_000 } } };

const FRIDAY = Date.parse('2026-12-04T21:00:00Z');
const WAVES = [
  { name: 'Berlin', cutoverAt: FRIDAY, timeZone: 'Europe/Berlin', mailboxes: 12 },
  { name: 'Rest', cutoverAt: null, timeZone: null, mailboxes: 1 },
];

/** Every state that a step can have, with facts that lead to it. */
const CASES: Case[] = [
  ['prepare', 'done', {}, /^Fjord$/, 1_000],
  ['prepare', 'next', { customer: { isDefault: true } }, /no customer yet/],
  ['prepare', 'not-needed', { customer: { isDefault: true }, verified: 4 }, /^Skipped/],
  ['endpoints', 'done', {}, /^old → new, both with admin credentials\.$/, 1_000],
  ['endpoints', 'done', { source: { hasAdministrator: false } }, /Without admin credentials: source\./],
  ['probe', 'done', {}, /answer/, 1_200],
  ['probe', 'next', { source: { health: 'unknown', checkedAt: null } }, /^Not tested: old\.$/],
  ['probe', 'waiting', { customer: { isDefault: true }, source: { health: 'unknown' } }, /^Not tested: old\.$/],
  [
    'probe',
    'attention',
    { destination: { health: 'failing', healthDetail: 'No answer.' } },
    /^new: No answer\.$/,
    1_200,
  ],
  ['scripts', 'next', {}, /The providers run them/],
  ['scripts', 'waiting', { source: { health: 'unknown' } }, /The providers run them/],
  ['scripts', 'done', { marks: { scripts: 5_000 } }, /Marked/, 5_000],
  ['scripts', 'not-needed', { verified: 1 }, /has been granted/],
  [
    'scripts',
    'not-needed',
    { source: { hasAdministrator: false }, destination: { hasAdministrator: false } },
    /no rights to grant/,
  ],
  ['inventory', 'waiting', NOBODY, /Add the mailboxes first/],
  ['inventory', 'waiting', {}, /No mailbox counted yet/],
  ['inventory', 'next', { marks: { scripts: 1 } }, /No mailbox counted yet/],
  ['inventory', 'now', { passes: { inventory: { open: 3, completed: 1 } } }, /^Running on 3 mailboxes\. 1 of 4/],
  ['inventory', 'attention', { passes: { inventory: { failed: 1, lastEndedAt: 7 } } }, /^1 mailbox failed/, 7],
  [
    'inventory',
    'done',
    {
      passes: { inventory: { completed: 4, lastEndedAt: 8 } },
      inventory: { items: 12_000, bytes: 3e9, oversize: 2, withoutDestination: 1 },
    },
    /^4 mailboxes counted\. 12,000 items, 3\.0 GB\. 2 items too large for the destination\. 1 mailbox not found/,
    8,
  ],
  ['inventory', 'not-needed', { verified: 4 }, /^Skipped/],
  ['fill', 'next', { ...NOBODY, marks: { scripts: 1 } }, /No mailbox yet/],
  ['fill', 'waiting', NOBODY, /No mailbox yet/],
  ['fill', 'done', {}, /^4 mailboxes\.$/, 2_000],
  ['credentials', 'waiting', NOBODY, /Add the mailboxes first/],
  ['credentials', 'not-needed', {}, /open every mailbox/],
  [
    'credentials',
    'next',
    { marks: { scripts: 1 }, passes: { inventory: { completed: 4 } }, mailboxes: { withoutCredentials: 2 } },
    /^2 mailboxes without credentials/,
  ],
  ['credentials', 'waiting', { mailboxes: { withoutCredentials: 2 } }, /^2 mailboxes without credentials/],
  [
    'credentials',
    'waiting',
    { mailboxes: { withoutCredentials: 2 }, requests: { open: 2, lapsed: 0 } },
    /^2 owners asked/,
  ],
  [
    'credentials',
    'attention',
    { mailboxes: { withoutCredentials: 2 }, requests: { open: 1, lapsed: 1 } },
    /^1 link expired/,
  ],
  ['credentials', 'done', { mailboxes: { ofOwners: 2, givenByOwners: 2 } }, /^2 mailboxes opened by/],
  ['verify', 'waiting', NOBODY, /Add the mailboxes first/],
  ['verify', 'waiting', {}, /No mailbox verified yet/],
  ['verify', 'next', { marks: { scripts: 1 }, passes: { inventory: { completed: 4 } } }, /No mailbox verified yet/],
  ['verify', 'next', { verified: 3, passes: { inventory: { completed: 4 } } }, /^3 of 4 mailboxes verified\.$/],
  [
    'verify',
    'now',
    { verified: 1, passes: { verify: { open: 3, waitingForOwner: 1 } } },
    /^Running on 3 mailboxes\. 1 mailbox waiting for its owner\. 1 of 4/,
  ],
  ['verify', 'waiting', { verified: 3, passes: { verify: { waitingForOwner: 1 } } }, /waiting for its owner/],
  [
    'verify',
    'attention',
    { verified: 3, passes: { verify: { failed: 1, lastEndedAt: 6 } } },
    /^1 mailbox failed, stopped or paused\. 3 of 4/,
    6,
  ],
  ['verify', 'done', { verified: 4, passes: { verify: { lastEndedAt: 6 } } }, /^4 mailboxes verified/, 6],
  [
    'verify',
    'not-needed',
    { mailboxes: { beyondVerify: 4 }, passes: { full: { open: 4 } } },
    /^Later passes sign in as well\. No mailbox verified yet/,
  ],
  ['verify', 'next', { mailboxes: { beyondVerify: 3 }, passes: { full: { open: 3 } } }, /No mailbox verified yet/],
  ['trial', 'waiting', NOBODY, /Add the mailboxes first/],
  ['trial', 'waiting', {}, /No mailbox tried/],
  ['trial', 'next', { verified: 4 }, /No mailbox tried/],
  ['trial', 'now', { passes: { trial: { open: 2 } } }, /^Running on 2/],
  ['trial', 'attention', { passes: { trial: { failed: 1 } } }, /^1 mailbox failed/],
  ['trial', 'done', { verified: 4, passes: { trial: { completed: 1, lastEndedAt: 6 } } }, /^1 mailbox tried/, 6],
  ['trial', 'not-needed', { verified: 4, copied: 1, passes: { 'pre-stage': { open: 3 } } }, /^Skipped/],
  ['pre-stage', 'waiting', {}, /No mailbox copied/],
  ['pre-stage', 'next', { verified: 4, passes: { trial: { completed: 1 } } }, /No mailbox copied/],
  ['pre-stage', 'now', { passes: { 'pre-stage': { open: 4 } } }, /^Running on 4/],
  ['pre-stage', 'attention', { passes: { 'pre-stage': { waitingForLicence: 2 } } }, /^2 mailboxes without a licence/],
  ['pre-stage', 'done', { copied: 4, passes: { 'pre-stage': { lastEndedAt: 6 } } }, /^4 mailboxes copied/, 6],
  ['pre-stage', 'not-needed', { verified: 4, passes: { full: { open: 4 } } }, /^Skipped/],
  ['notify', 'waiting', NOBODY, /Add the mailboxes first/],
  ['notify', 'waiting', {}, /Nobody has been notified/],
  ['notify', 'next', { verified: 4, copied: 4 }, /Nobody has been notified/],
  ['notify', 'waiting', { notice: { scheduled: 1, nextAt: 77 } }, /scheduled/, 77],
  ['notify', 'done', { notice: { sent: 2, lastSentAt: 70 } }, /^2 notices sent/, 70],
  ['notify', 'not-needed', { ...ALL_COPIED }, /^Skipped/],
  ['cutover', 'waiting', {}, /after the first copy/],
  ['cutover', 'next', { copied: 4, verified: 4, notice: { sent: 1 } }, /outside Mailferry/],
  ['cutover', 'waiting', { copied: 4, verified: 4 }, /outside Mailferry/],
  ['cutover', 'done', { marks: { cutover: 80 } }, /Marked/, 80],
  [
    'cutover',
    'waiting',
    { waves: WAVES },
    /^2 waves\. Berlin: 4 December 2026 at 22:00 \(Europe\/Berlin\), 12 mailboxes\. Rest: no date, 1 mailbox\. Comes after/,
    FRIDAY,
  ],
  ['cutover', 'waiting', { waves: WAVES.slice(1) }, /^1 wave\. Rest: no date, 1 mailbox\./],
  ['cutover', 'done', { waves: WAVES, marks: { cutover: 80 } }, /Rest: no date, 1 mailbox\. Marked/, 80],
  [
    'cutover',
    'waiting',
    { waves: Array.from({ length: 7 }, () => WAVES[1]!) },
    /^7 waves\.(?: Rest: no date, 1 mailbox\.){5} 2 more\. Comes/,
  ],
  ['full', 'waiting', {}, /No mailbox copied/],
  ['full', 'next', { copied: 4, verified: 4, notice: { sent: 1 }, marks: { cutover: 80 } }, /No mailbox copied/],
  [
    'full',
    'now',
    { passes: { full: { open: 3, failed: 1, completed: 1 } } },
    /^Running on 3 mailboxes\. 1 mailbox failed, stopped or paused\. 1 of 4/,
  ],
  ['full', 'attention', { passes: { full: { failed: 1, completed: 3 } } }, /^1 mailbox failed/],
  ['full', 'attention', { passes: { full: { waitingForLicence: 3, completed: 1 } } }, /^3 mailboxes without a licence/],
  ['full', 'waiting', { passes: { full: { waitingForOwner: 1, completed: 3 } } }, /waiting for its owner/],
  ['full', 'done', ALL_COPIED, /^4 mailboxes copied/, 9_000],
  ['retry-errors', 'waiting', {}, /Nothing copied/],
  ['retry-errors', 'now', { passes: { 'retry-errors': { open: 1 } } }, /^Running on 1 mailbox/],
  [
    'retry-errors',
    'attention',
    { ...ALL_COPIED, mailboxes: { withErrors: 2, errors: 7 } },
    /^7 items failed in 2 mailboxes/,
  ],
  ['retry-errors', 'attention', { passes: { 'retry-errors': { failed: 1 } } }, /^1 mailbox failed/],
  ['retry-errors', 'not-needed', ALL_COPIED, /Nothing failed/],
  ['outlook', 'waiting', {}, /after the full pass/],
  ['outlook', 'next', { ...ALL_COPIED, marks: { cutover: 1 } }, /outside Mailferry/],
  ['outlook', 'waiting', ALL_COPIED, /outside Mailferry/],
  ['outlook', 'done', { marks: { outlook: 90 } }, /Marked/, 90],
  ['prove', 'waiting', {}, /after the full pass/],
  ['prove', 'next', { ...ALL_COPIED, marks: { cutover: 1, outlook: 2 } }, /outside Mailferry/],
  ['prove', 'done', { marks: { prove: 91 } }, /Marked/, 91],
  ['clean-up', 'waiting', { mailboxes: { givenByOwners: 1 } }, /after the full pass/],
  ['clean-up', 'next', { ...ALL_COPIED, marks: { cutover: 1, outlook: 2, prove: 3 } }, /outside Mailferry/],
  [
    'clean-up',
    'next',
    { ...ALL_COPIED, mailboxes: { givenByOwners: 3 }, marks: { cutover: 1, outlook: 2, prove: 3 } },
    /^3 mailboxes with a stored password/,
  ],
  ['clean-up', 'done', { marks: { 'clean-up': 92 } }, /Marked/, 92],
  [
    'clean-up',
    'attention',
    { ...ALL_COPIED, mailboxes: { givenByOwners: 1 }, marks: { 'clean-up': 92 } },
    /^1 mailbox with a stored password/,
  ],
];

describe('each step says by itself how far it is', () => {
  test.each(CASES)('%s is %s', (id, state, facts, status, at) => {
    const step = planOf(someFacts(facts)).find((one) => one.id === id);
    expect(step).toMatchObject({ id, state });
    expect(step?.status).toMatch(status);
    if (at !== undefined) expect(step?.at).toBe(at);
  });

  test('the cases know every step in every state that it can have', () => {
    expect(new Set(CASES.map(([id]) => id))).toEqual(new Set(PLAN_STEPS));
    expect(new Set(CASES.map(([, state]) => state))).toEqual(new Set(STEP_STATES));
  });
});

test.each(CASES)('the plan around %s, %s, has all steps in order and at most one that is next', (_, __, facts) => {
  const plan = planOf(someFacts(facts));
  expect(plan.map(({ id }) => id)).toEqual(PLAN_STEPS);
  expect(plan.filter(({ state }) => state === 'next').length).toBeLessThanOrEqual(1);
});

test('a whole migration goes from step to step', () => {
  const nextOf = (facts: Facts) => planOf(someFacts(facts)).find(({ state }) => state === 'next')?.id;
  const marks = { scripts: 1 };
  expect(nextOf({ ...NOBODY, source: { health: 'unknown' } })).toBe('probe');
  expect(nextOf(NOBODY)).toBe('scripts');
  expect(nextOf({ ...NOBODY, marks })).toBe('fill');
  expect(nextOf({ marks })).toBe('inventory');
  const counted = { inventory: { completed: 4 } };
  expect(nextOf({ marks, passes: counted })).toBe('verify');
  expect(nextOf({ marks, passes: counted, verified: 4 })).toBe('trial');
  expect(nextOf({ marks, passes: { trial: { completed: 1 } }, verified: 4 })).toBe('pre-stage');
  expect(nextOf({ marks, verified: 4, copied: 4 })).toBe('notify');
  const notice = { sent: 1 };
  expect(nextOf({ marks, verified: 4, copied: 4, notice })).toBe('cutover');
  expect(nextOf({ verified: 4, copied: 4, notice, marks: { cutover: 2 } })).toBe('full');
  expect(nextOf({ ...ALL_COPIED, marks: { cutover: 2 } })).toBe('outlook');
  expect(nextOf({ ...ALL_COPIED, marks: { cutover: 2, outlook: 3 } })).toBe('prove');
  expect(nextOf({ ...ALL_COPIED, marks: { cutover: 2, outlook: 3, prove: 4 } })).toBe('clean-up');
  expect(nextOf({ ...ALL_COPIED, marks: { cutover: 2, outlook: 3, prove: 4, 'clean-up': 5 } })).toBeUndefined();
});

test('an expert who starts with a full pass is not led back to what it made needless', () => {
  const plan = planOf(someFacts({ ...ALL_COPIED, customer: { isDefault: true } }));
  const needless = plan.filter(({ state }) => state === 'not-needed').map(({ id }) => id);
  expect(needless).toEqual(['prepare', 'scripts', 'inventory', 'credentials', 'trial', 'notify', 'retry-errors']);
  expect(plan.find(({ state }) => state === 'next')?.id).toBe('cutover');
});
