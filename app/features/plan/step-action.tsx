import type { JSX } from 'solid-js';
import { button } from '../../ui/button.ts';
import type { Step } from './step-looks.ts';

type Action = NonNullable<Step['action']>;
/** What a step does on the page of its project. */
export type Press = Extract<Action, { kind: 'press' }>;

/** The one button of a step. */
export function StepAction(props: { action: Action; isMain: boolean; onPress: (press: Press) => void }): JSX.Element {
  const look = () => (props.isMain ? button('primary') : button());
  const { action } = props;
  return action.kind === 'link' ? (
    <a class={look()} href={action.href}>
      {action.label}
    </a>
  ) : (
    <button type="button" class={look()} onClick={() => props.onPress(action)}>
      {action.label}
    </button>
  );
}
