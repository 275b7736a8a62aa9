import { useNavigate, useSearchParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Match, Show, Suspense, Switch, createEffect, createSignal, lazy, on, onCleanup } from 'solid-js';
import { createStore, unwrap } from 'solid-js/store';
import type { Problem } from '../../../api.ts';
import { problemIn } from '../../../api.ts';
import { keys } from '../../../lib/query-keys.ts';
import { button } from '../../../ui/button.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Skeleton } from '../../../ui/parts.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { createEndpointsQuery } from '../../endpoints/queries.ts';
import { CustomerStep } from './customer-step.tsx';
import { DoneStep } from './done-step.tsx';
import type { ProjectDraft, Step } from './draft.ts';
import { emptyDraft, isBegun, isStep, stepAfter, STEPS } from './draft.ts';
import { EndpointStep } from './endpoint-step.tsx';
import { keepDraft, readDraft } from './kept-draft.ts';
import { MailboxesStep } from './mailboxes-step.tsx';
import { NameStep } from './name-step.tsx';
import { saveProject } from './save-project.ts';
import { StepList } from './step-list.tsx';
import { TypeStep } from './type-step.tsx';
import styles from './wizard.module.css';

const AdvancedOptions = lazy(async () => ({
  default: (await import('./advanced-options.tsx')).AdvancedOptions,
}));

/** Makes a project step by step. What has been entered is kept at once, for whoever comes back to it. */
export function Wizard(props: { owner: string }): JSX.Element {
  const { owner } = props;
  const navigate = useNavigate();
  const client = useQueryClient();
  const endpoints = createEndpointsQuery();
  const [params, setParams] = useSearchParams<{ step: string; customer: string }>();
  const kept = readDraft(owner);
  // Who comes back after the end begins another project.
  const begun = kept && (kept.projectId === '' || params.step !== undefined) ? kept : undefined;
  const [draft, setDraft] = createStore<ProjectDraft>(begun ?? emptyDraft());
  if (params.customer) setDraft('customerId', params.customer);
  const [isResumed, setResumed] = createSignal(begun !== undefined && isBegun(begun) && params.step === undefined);
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  const [isOpen, setOpen] = createSignal(false);
  const step = (): Step => {
    const asked = isStep(params.step) ? params.step : draft.step;
    return asked === 'done' && draft.projectId === '' ? 'mailboxes' : asked;
  };
  let hasLeft = false;
  createEffect(() => {
    // Read one by one, so that each change is kept.
    const now = { ...draft, options: { ...draft.options }, step: step() };
    if (!hasLeft) keepDraft(owner, isBegun(now) ? now : undefined);
  });

  let heading!: HTMLDivElement;
  const go = (to: Step) => {
    setDraft('step', to);
    setParams({ step: to, customer: undefined });
  };
  // Who reads with their ears, and who uses the keyboard, continues at the step.
  createEffect(
    on(
      step,
      () => {
        const frame = requestAnimationFrame(() =>
          (heading.querySelector('input') ?? heading.querySelector<HTMLElement>('h2'))?.focus(),
        );
        onCleanup(() => cancelAnimationFrame(frame));
      },
      { defer: true },
    ),
  );
  const change = (changes: Partial<ProjectDraft>) => {
    setProblem();
    setDraft({ ...changes, key: '' });
  };
  /** Takes what a step has come to, and goes on. */
  const take = (changes: Partial<ProjectDraft>) => {
    const from = step();
    change(changes);
    go(stepAfter(from, draft));
  };
  const startOver = () => {
    const before = structuredClone(unwrap(draft));
    setDraft(emptyDraft());
    setResumed(false);
    go('type');
    showToast('The draft has been discarded.', () => {
      setDraft(before);
      go(before.step);
    });
  };
  /** The draft has served its purpose. */
  const leaveFor = (path: string) => {
    hasLeft = true;
    keepDraft(owner, undefined);
    navigate(path);
  };
  const create = async (then: 'add' | 'later') => {
    if (isBusy()) return;
    setBusy(true);
    setProblem();
    if (draft.key === '') setDraft('key', crypto.randomUUID());
    try {
      const project = await saveProject(unwrap(draft));
      setDraft('projectId', project.id);
      client.setQueryData(keys.project(project.id), project);
      void client.invalidateQueries({ queryKey: keys.customers });
      void client.invalidateQueries({ queryKey: keys.projects });
      if (then === 'add') leaveFor(`/projects/${project.id}/mailboxes/add`);
      else go('done');
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };
  const isImpersonated = () =>
    [draft.sourceEndpointId, draft.destinationEndpointId].every(
      (id) => endpoints.data?.find((each) => each.id === id)?.useImpersonation,
    );

  return (
    <div class="stack">
      <StepList draft={draft} step={step()} onGo={go} />
      <Show when={isResumed()}>
        <div class={`card ${styles.resumed}`} role="status">
          <span class="grow">This is your draft. Continue where you left off, or start over.</span>
          <button type="button" class={button()} onClick={startOver}>
            <Icon name="undo" /> Start over
          </button>
        </div>
      </Show>
      <section ref={heading} class="card pad stack" aria-label={`Step ${String(STEPS.indexOf(step()) + 1)} of 7`}>
        <Switch>
          <Match when={step() === 'type'}>
            <TypeStep draft={draft} onTake={take} />
          </Match>
          <Match when={step() === 'name'}>
            <NameStep draft={draft} onChange={change} onTake={take} />
          </Match>
          <Match when={step() === 'customer'}>
            <CustomerStep draft={draft} onTake={take} />
          </Match>
          <Match when={step() === 'source'}>
            <EndpointStep side="source" draft={draft} onTake={take} />
          </Match>
          <Match when={step() === 'destination'}>
            <EndpointStep side="destination" draft={draft} onTake={take} />
          </Match>
          <Match when={step() === 'mailboxes'}>
            <MailboxesStep
              draft={draft}
              problem={problem()}
              isBusy={isBusy()}
              onGo={go}
              onCreate={(then) => void create(then)}
            />
          </Match>
          <Match when={step() === 'done'}>
            <DoneStep
              projectId={draft.projectId}
              onAnother={() => {
                setDraft(emptyDraft());
                go('type');
              }}
              onLeave={leaveFor}
            />
          </Match>
        </Switch>
      </section>
      <Show when={step() !== 'done'}>
        <div class="stack">
          <button
            type="button"
            class={`${button('ghost')} ${styles.advanced}`}
            aria-expanded={isOpen()}
            onClick={() => setOpen((was) => !was)}
          >
            <Icon name="settings" /> Advanced options
            <Show when={Object.keys(draft.options).length}>
              {(count) => <span class="muted">{count()} changed</span>}
            </Show>
          </button>
          <Show when={isOpen()}>
            <Suspense fallback={<Skeleton lines={3} height={120} />}>
              <AdvancedOptions
                options={draft.options}
                onOptions={(options) => change({ options })}
                isImpersonated={isImpersonated()}
                problem={problem()}
              />
            </Suspense>
          </Show>
        </div>
      </Show>
    </div>
  );
}
