import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import { problemIn } from '../../../api.ts';
import { button } from '../../../ui/button.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Notice, ProblemNotice, Skeleton } from '../../../ui/parts.tsx';
import { createEndpointsQuery } from '../../endpoints/queries.ts';
import { ChoiceList } from './choice-list.tsx';
import type { ProjectDraft } from './draft.ts';
import styles from './wizard.module.css';

const EndpointDialog = lazy(async () => ({
  default: (await import('../../endpoints/endpoint-dialog.tsx')).EndpointDialog,
}));

const WORDS = {
  source: {
    title: 'Where are the mailboxes now?',
    dialog: 'The provider to migrate from',
    other: 'destinationEndpointId',
  },
  destination: {
    title: 'Where do the mailboxes go?',
    dialog: 'The provider to migrate to',
    other: 'sourceEndpointId',
  },
} as const;

export function EndpointStep(props: {
  side: 'source' | 'destination';
  draft: ProjectDraft;
  onTake: (changes: Partial<ProjectDraft>) => void;
}): JSX.Element {
  const endpoints = createEndpointsQuery();
  const [isAdding, setAdding] = createSignal(false);
  const value = () => props.draft[`${props.side}EndpointId`];
  const choose = (id: string) => props.onTake({ [`${props.side}EndpointId`]: id });
  const choices = () =>
    (endpoints.data ?? []).map(({ id, name, url, domains }) => ({
      value: id,
      label: name,
      about: [new URL(url).host, ...domains].join(' · '),
    }));
  const isSame = () => value() !== '' && value() === props.draft[WORDS[props.side].other];
  return (
    <>
      <h2 tabindex="-1">{WORDS[props.side].title}</h2>
      <Show when={endpoints.error}>
        <ProblemNotice problem={problemIn(endpoints.error)} onRetry={() => void endpoints.refetch()} />
      </Show>
      <Show
        when={endpoints.data}
        fallback={
          <Show when={!endpoints.error}>
            <Skeleton lines={3} />
          </Show>
        }
      >
        <ChoiceList label="Endpoints" choices={choices()} value={value()} onChoose={choose} />
      </Show>
      <Show when={isSame()}>
        <Notice tone="wait">
          Both sides are the same endpoint. Use this only to move mailboxes within one provider.
        </Notice>
      </Show>
      <div class={styles.actions}>
        <button type="button" class={button('primary')} onClick={() => setAdding(true)}>
          <Icon name="plus" /> New endpoint
        </button>
      </div>
      <p class="small muted">
        An endpoint is a provider’s Exchange server, with an administrator’s account if you have one. A new one can be
        found by the provider’s name, by a domain or by an e-mail address.
      </p>
      <Show when={isAdding()}>
        <Suspense>
          <EndpointDialog
            title={WORDS[props.side].dialog}
            onDone={({ id }) => {
              setAdding(false);
              choose(id);
            }}
            onClose={() => setAdding(false)}
          />
        </Suspense>
      </Show>
    </>
  );
}
