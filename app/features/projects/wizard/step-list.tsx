import type { JSX } from 'solid-js';
import { For, Show, createEffect, onCleanup } from 'solid-js';
import { Icon } from '../../../ui/icon.tsx';
import type { ProjectDraft, Step } from './draft.ts';
import { openSteps, STEPS, STEP_TITLES } from './draft.ts';
import styles from './wizard.module.css';

/** All steps; each can be gone to at any time, the last one when there is a project. */
export function StepList(props: { draft: ProjectDraft; step: Step; onGo: (step: Step) => void }): JSX.Element {
  const isReady = (step: Step) => {
    if (step === 'done' || step === 'mailboxes') return props.draft.projectId !== '';
    const isPassed = STEPS.indexOf(step) < STEPS.indexOf(props.draft.step) || props.draft.projectId !== '';
    return step === 'type' ? isPassed : !openSteps(props.draft).includes(step);
  };
  let list!: HTMLOListElement;
  // On a phone there are more steps than room: the open one is in sight.
  createEffect(() => {
    const at = STEPS.indexOf(props.step);
    const frame = requestAnimationFrame(() => {
      const own = list.children[at] as HTMLElement;
      list.scrollLeft = own.offsetLeft - list.offsetLeft - (list.clientWidth - own.offsetWidth) / 2;
    });
    onCleanup(() => cancelAnimationFrame(frame));
  });
  return (
    <nav aria-label="Steps">
      <ol ref={list} class={styles.steps} data-sideways>
        <For each={STEPS}>
          {(step, index) => (
            <li>
              <button
                type="button"
                class={styles.step}
                aria-current={props.step === step ? 'step' : undefined}
                disabled={step === 'done' && props.draft.projectId === ''}
                onClick={() => props.onGo(step)}
              >
                <span class={styles.number} classList={{ [styles.ready!]: isReady(step) }}>
                  <Show when={isReady(step)} fallback={index() + 1}>
                    <Icon name="check" />
                  </Show>
                </span>
                {STEP_TITLES[step]}
                <Show when={isReady(step)}>
                  <span class="visually-hidden"> (done)</span>
                </Show>
              </button>
            </li>
          )}
        </For>
      </ol>
    </nav>
  );
}
