import type { StepState } from '../../../worker/lib/plan-steps.ts';
import type { Plan } from '../../api.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/parts.tsx';

export type Step = Plan['steps'][number];

export const STEP_LOOKS: Readonly<Record<StepState, { word: string; icon: IconName; tone: Tone }>> = {
  done: { word: 'Done', icon: 'check-circle', tone: 'ok' },
  now: { word: 'Now', icon: 'running', tone: 'run' },
  next: { word: 'Next', icon: 'arrow', tone: 'run' },
  waiting: { word: 'Waiting', icon: 'clock', tone: 'idle' },
  'not-needed': { word: 'Not needed', icon: 'circle', tone: 'idle' },
  attention: { word: 'Needs attention', icon: 'warning', tone: 'bad' },
};

/** What the plan says in one line: first what needs someone, then what runs, then what is next. */
export function headlineOf(steps: readonly Step[]): Step[] {
  const first = (state: StepState) => steps.find((step) => step.state === state);
  return [first('attention'), first('now'), first('next')].filter((step) => step !== undefined).slice(0, 2);
}
