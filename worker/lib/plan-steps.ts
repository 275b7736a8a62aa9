/** The steps of a migration in order, with their titles. */
export const STEP_TITLES = {
  prepare: 'Choose the customer',
  endpoints: 'Set up both endpoints',
  probe: 'Test the connections',
  scripts: 'Have the providers run the scripts',
  inventory: 'Find out how much there is',
  fill: 'Add the mailboxes',
  credentials: 'Collect credentials',
  verify: 'Verify credentials',
  trial: 'Try a few mailboxes',
  'pre-stage': 'Pre-stage older items',
  notify: 'Notify users',
  cutover: 'Change MX and Autodiscover',
  full: 'Run a full pass',
  'retry-errors': 'Retry errors',
  outlook: 'Switch Outlook',
  prove: 'Prove that all has arrived',
  'clean-up': 'Clean up',
} as const;
export type PlanStep = keyof typeof STEP_TITLES;
export const PLAN_STEPS = Object.keys(STEP_TITLES) as PlanStep[];

/**
 * How far a step is. `now`: it is under way. `next`: the first that can be done. `waiting`: for an earlier step, or for
 * someone else. `attention`: something in it failed.
 */
export const STEP_STATES = ['done', 'now', 'next', 'waiting', 'not-needed', 'attention'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** Steps outside Mailferry: no fact says that they are done, so people do. */
export const MANUAL_STEPS = ['scripts', 'cutover', 'outlook', 'prove', 'clean-up'] as const satisfies PlanStep[];
export type ManualStep = (typeof MANUAL_STEPS)[number];
