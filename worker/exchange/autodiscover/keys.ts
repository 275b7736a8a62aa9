import type { State, Step } from './steps.ts';

/** Key of a step; signing in is a step of its own. */
export function keyOf(step: Step): string {
  if (step.kind === 'ask')
    return `${step.url.toLowerCase()} ${step.who.toLowerCase()} ${step.schemes ? 'signed in' : ''}`;
  return step.kind === 'dns' ? `dns ${step.domain}` : `${step.kind} ${step.url.toLowerCase()}`;
}

/** Whether none of these steps is new: who refers to them leads in a circle. */
export function leadsInCircle(state: State, steps: readonly Step[]): boolean {
  return steps.every((step) => state.taken.includes(keyOf(step)));
}
