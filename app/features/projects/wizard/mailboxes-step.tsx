import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { Problem } from '../../../api.ts';
import { button } from '../../../ui/button.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Notice, ProblemNotice } from '../../../ui/parts.tsx';
import { createCustomersQuery } from '../../customers/queries.ts';
import { createEndpointsQuery } from '../../endpoints/queries.ts';
import type { ProjectDraft, Step } from './draft.ts';
import { NO_CUSTOMER, openSteps, STEP_TITLES } from './draft.ts';
import { KINDS } from './kinds.ts';
import styles from './wizard.module.css';

/** What the project will be, each line with the way back to it, and the two ways on. */
export function MailboxesStep(props: {
  draft: ProjectDraft;
  problem: Problem | undefined;
  isBusy: boolean;
  onGo: (step: Step) => void;
  onCreate: (then: 'add' | 'later') => void;
}): JSX.Element {
  const customers = createCustomersQuery();
  const endpoints = createEndpointsQuery();
  const open = () => openSteps(props.draft).filter((step) => step !== 'customer');
  const endpoint = (id: string) => {
    if (id === '') return undefined;
    const found = endpoints.data?.find((each) => each.id === id);
    return found ? found.name : endpoints.data && 'This endpoint was deleted. Choose another one.';
  };
  const customer = () => {
    const { customerId } = props.draft;
    if (customerId === '' || customerId === NO_CUSTOMER) return 'That of your workgroup';
    return customers.data?.find((each) => each.id === customerId)?.companyName ?? 'Archived or deleted';
  };
  const facts = (): [Step, string | undefined][] => [
    ['type', KINDS[props.draft.kind].title],
    ['name', props.draft.name],
    ['customer', customer()],
    ['source', endpoint(props.draft.sourceEndpointId)],
    ['destination', endpoint(props.draft.destinationEndpointId)],
  ];
  const isMade = () => props.draft.projectId !== '';
  return (
    <>
      <h2 tabindex="-1">Which mailboxes move?</h2>
      <dl class={styles.facts}>
        <For each={facts()}>
          {([step, words]) => (
            <div>
              <dt class="muted">{STEP_TITLES[step]}</dt>
              <dd class="truncate">
                <Show when={words} fallback={<span class="tone-wait">Not chosen yet</span>}>
                  {words}
                </Show>
              </dd>
              <dd>
                <button type="button" class={button('ghost')} onClick={() => props.onGo(step)}>
                  Change<span class="visually-hidden"> the {STEP_TITLES[step].toLowerCase()}</span>
                </button>
              </dd>
            </div>
          )}
        </For>
      </dl>
      <Show when={open().length > 0}>
        <Notice tone="wait">
          Still needed:{' '}
          {open()
            .map((step) => STEP_TITLES[step].toLowerCase())
            .join(', ')}
          .
        </Notice>
      </Show>
      <Show when={props.problem}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
      <p class="muted">
        Paste a list of addresses or drop a file; you see each line before anything is added. Nothing starts by itself.
      </p>
      <div class={styles.actions}>
        <button
          type="button"
          class={button()}
          disabled={open().length > 0}
          aria-disabled={props.isBusy || undefined}
          onClick={() => props.onCreate('later')}
        >
          {isMade() ? 'Save, and add later' : 'Add later'}
        </button>
        <button
          type="button"
          class={button('primary')}
          disabled={open().length > 0}
          aria-disabled={props.isBusy || undefined}
          onClick={() => props.onCreate('add')}
        >
          <Icon name="plus" /> {props.isBusy ? 'Creating …' : 'Add mailboxes'}
        </button>
      </div>
      <p class="small muted">{isMade() ? 'Each button saves your changes.' : 'Each button creates the project.'}</p>
    </>
  );
}
