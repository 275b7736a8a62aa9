import type { JSX } from 'solid-js';
import { For, Show, createSignal, createUniqueId } from 'solid-js';
import type { ManualStep, PlanStep } from '../../../worker/lib/plan-steps.ts';
import { can } from '../../../worker/lib/permissions.ts';
import type { Problem } from '../../api.ts';
import { createIsPhone } from '../../lib/is-phone.ts';
import { button } from '../../ui/button.ts';
import { Icon } from '../../ui/icon.tsx';
import { Ago, ProblemNotice } from '../../ui/parts.tsx';
import { createMeQuery } from '../session/queries.ts';
import styles from './plan.module.css';
import { createMarkStep } from './queries.ts';
import type { Press } from './step-action.tsx';
import { StepAction } from './step-action.tsx';
import type { Step } from './step-looks.ts';
import { STEP_LOOKS, headlineOf } from './step-looks.ts';

/** All steps, one of them with what is to be known and done. On a phone its words follow it, elsewhere they are beside. */
export function PlanSteps(props: {
  projectId: string;
  steps: readonly Step[];
  onPress: (press: Press) => void;
}): JSX.Element {
  const isPhone = createIsPhone();
  const [chosen, setChosen] = createSignal<PlanStep | null>();
  /** Until someone chooses, it is what the line names first. */
  const openId = () => (chosen() === undefined ? (headlineOf(props.steps)[0] ?? props.steps[0])?.id : chosen());
  const open = () => props.steps.find(({ id }) => id === openId());
  const detailId = createUniqueId();
  const choose = (id: PlanStep) => setChosen(isPhone() && openId() === id ? null : id);
  return (
    <div class={styles.steps}>
      <ol class={styles.list}>
        <For each={props.steps.map(({ id }) => id)}>
          {(id, index) => {
            const step = () => props.steps[index()]!;
            const look = () => STEP_LOOKS[step().state];
            return (
              <li>
                <button
                  type="button"
                  class={styles.step}
                  classList={{ [styles.quiet!]: step().state === 'not-needed' }}
                  aria-expanded={openId() === id}
                  aria-controls={openId() === id ? detailId : undefined}
                  aria-current={step().state === 'next' ? 'step' : undefined}
                  onClick={() => choose(id)}
                >
                  <Icon name={look().icon} class={`tone-${look().tone}`} />
                  <span class="truncate">{step().title}</span>
                  <span class={`small ${styles.state} ${step().state === 'done' ? 'faint' : `tone-${look().tone}`}`}>
                    {look().word}
                  </span>
                </button>
                <Show when={isPhone() && openId() === id}>
                  <Detail id={detailId} projectId={props.projectId} step={step()} onPress={props.onPress} />
                </Show>
              </li>
            );
          }}
        </For>
      </ol>
      <Show when={!isPhone() && open()}>
        {(step) => <Detail id={detailId} projectId={props.projectId} step={step()} onPress={props.onPress} />}
      </Show>
    </div>
  );
}

function Detail(props: { id: string; projectId: string; step: Step; onPress: (press: Press) => void }): JSX.Element {
  const [problem, setProblem] = createSignal<Problem>();
  const { mark, isBusy } = createMarkStep(() => props.projectId, setProblem);
  const me = createMeQuery();
  const may = () => can(me.data?.role ?? 'inactive', 'project.update');
  const isMarked = () => props.step.isManual && (props.step.state === 'done' || props.step.state === 'attention');
  return (
    <div id={props.id} class={styles.detail} aria-live="polite">
      <p class={styles.status}>
        <strong>{props.step.title}</strong>
        <span>
          <span class={`tone-${STEP_LOOKS[props.step.state].tone}`}>{STEP_LOOKS[props.step.state].word}</span>
          <Show when={props.step.at}>
            {' '}
            <span class="faint">
              <Ago at={props.step.at} />
            </span>
          </Show>
        </span>
      </p>
      <p>{props.step.status}</p>
      <p class="muted">{props.step.text}</p>
      <Show when={problem()}>{(trouble) => <ProblemNotice problem={trouble()} />}</Show>
      <div class="row wrap">
        <Show when={props.step.action} keyed>
          {(action) => (
            <StepAction
              action={action}
              isMain={props.step.state === 'next' || props.step.state === 'attention'}
              onPress={props.onPress}
            />
          )}
        </Show>
        <Show when={props.step.isManual && may()}>
          <button
            type="button"
            class={isMarked() ? button('ghost') : button()}
            aria-disabled={isBusy()}
            onClick={() => void mark(props.step.id as ManualStep, !isMarked())}
          >
            <Icon name={isMarked() ? 'undo' : 'check'} /> {isMarked() ? 'Not done yet' : 'Mark as done'}
          </button>
        </Show>
      </div>
    </div>
  );
}
