import type { JSX } from 'solid-js';
import { For, Show, Suspense, createSignal, lazy } from 'solid-js';
import type { Project } from '../../api.ts';
import { Icon } from '../../ui/icon.tsx';
import { choosePlan, chosenPlan } from './choice.ts';
import styles from './plan.module.css';
import { createPlanQuery } from './queries.ts';
import type { Press } from './step-action.tsx';
import { STEP_LOOKS, headlineOf } from './step-looks.ts';

const PlanSteps = lazy(async () => ({ default: (await import('./plan-steps.tsx')).PlanSteps }));
const PANEL_ID = 'plan-steps';

/**
 * The plan of a project: one line that says what is next, and opens to all steps. It is open at first where there is no
 * mailbox yet; then as it was left on this device.
 */
export function PlanLine(props: { project: Project; onPress: (press: Press) => void }): JSX.Element {
  const plan = createPlanQuery(
    () => props.project.id,
    () => JSON.stringify(props.project.counters),
  );
  const [chosen, setChosen] = createSignal(chosenPlan());
  const isOpen = () => chosen() ?? props.project.counters.total === 0;
  const toggle = () => {
    const next = !isOpen();
    choosePlan(next);
    setChosen(next);
  };
  const steps = () => plan.data?.steps ?? [];
  const over = () => steps().filter(({ state }) => state === 'done' || state === 'not-needed').length;
  return (
    <section class={styles.plan} data-plan={isOpen() ? 'open' : 'closed'} aria-label="Plan">
      <button
        type="button"
        class={styles.line}
        aria-expanded={isOpen()}
        aria-controls={isOpen() ? PANEL_ID : undefined}
        onClick={toggle}
      >
        <Icon name={isOpen() ? 'down' : 'next'} class="faint" />
        <span class={styles.name}>Plan</span>
        <span class={`truncate ${styles.headline}`}>
          <For each={headlineOf(steps())}>
            {(step, index) => (
              <span class={index() > 0 ? styles.further : ''}>
                <span class={`tone-${STEP_LOOKS[step.state].tone}`}>{STEP_LOOKS[step.state].word}:</span> {step.title}
              </span>
            )}
          </For>
          <Show when={plan.data && headlineOf(steps()).length === 0}>Nothing left to do</Show>
          <Show when={plan.error && !plan.data}>
            <span class="faint">The plan could not be loaded.</span>
          </Show>
        </span>
        <Show when={plan.data}>
          <span class={`small faint ${styles.far}`}>
            {over()} of {steps().length}
          </span>
        </Show>
      </button>
      <Show when={isOpen()}>
        {/* There from the beginning: the button says that it opens it. */}
        <div id={PANEL_ID}>
          <Show when={!plan.error}>
            <Suspense fallback={<div class={styles.loading} />}>
              <Show when={plan.data} fallback={<div class={styles.loading} />}>
                {(data) => <PlanSteps projectId={props.project.id} steps={data().steps} onPress={props.onPress} />}
              </Show>
            </Suspense>
          </Show>
        </div>
      </Show>
    </section>
  );
}
