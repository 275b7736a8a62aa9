import type { PlanStep, StepState } from '../../lib/plan-steps.ts';
import { PLAN_STEPS, STEP_TITLES } from '../../lib/plan-steps.ts';
import type { PlanFacts } from './facts.ts';
import type { OwnStep } from './step.ts';
import { cleanUpStep, cutoverStep, outlookStep, proveStep } from './steps/by-hand.ts';
import { fullStep, inventoryStep, preStageStep, retryStep, trialStep, verifyStep } from './steps/passes.ts';
import { credentialsStep, notifyStep } from './steps/people.ts';
import { endpointsStep, fillStep, prepareStep, probeStep, scriptsStep } from './steps/preparation.ts';

export type PlannedStep = Omit<OwnStep, 'state' | 'isOptional'> & { title: string; state: StepState };

const STEPS: Readonly<Record<PlanStep, (facts: PlanFacts) => OwnStep>> = {
  prepare: prepareStep,
  endpoints: endpointsStep,
  probe: probeStep,
  scripts: scriptsStep,
  inventory: inventoryStep,
  fill: fillStep,
  credentials: credentialsStep,
  verify: verifyStep,
  trial: trialStep,
  'pre-stage': preStageStep,
  notify: notifyStep,
  cutover: cutoverStep,
  full: fullStep,
  'retry-errors': retryStep,
  outlook: outlookStep,
  prove: proveStep,
  'clean-up': cleanUpStep,
};

/** Steps that say by themselves how far a migration is. */
const LADDER: readonly PlanStep[] = ['verify', 'trial', 'pre-stage', 'full'];

/**
 * The plan of a project, from what is known of it. Each step decides for itself; then the first that can be done is the
 * next, and those that can be left out are not needed once a later pass has begun. Nobody is kept from starting anywhere.
 */
export function planOf(facts: PlanFacts): PlannedStep[] {
  const own = PLAN_STEPS.map((id) => STEPS[id](facts));
  const hasBegun = ({ id, state }: OwnStep) => LADDER.includes(id) && state !== 'open';
  const furthest = facts.mailboxes.total === 0 ? -1 : own.findLastIndex(hasBegun);
  const isSkipped = ({ state, isOptional }: OwnStep, index: number) =>
    state === 'open' && isOptional === true && index < furthest;
  const nextIndex = own.findIndex((step, index) => step.state === 'open' && !isSkipped(step, index));
  return own.map((step, index) => {
    const { isOptional: _, ...rest } = step;
    const shown = { ...rest, title: STEP_TITLES[step.id] };
    if (isSkipped(step, index)) return { ...shown, state: 'not-needed', status: `Skipped. ${step.status}` };
    return { ...shown, state: step.state === 'open' ? (index === nextIndex ? 'next' : 'waiting') : step.state };
  });
}
