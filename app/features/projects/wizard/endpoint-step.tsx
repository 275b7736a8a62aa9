import type { JSX } from 'solid-js';
import { Show, lazy } from 'solid-js';
import { Notice } from '../../../ui/parts.tsx';
import { createEndpointsQuery } from '../../endpoints/queries.ts';
import type { ProjectDraft } from './draft.ts';
import { RecordStep } from './record-step.tsx';

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
  const value = () => props.draft[`${props.side}EndpointId`];
  const choices = () =>
    (endpoints.data ?? []).map(({ id, name, url, domains }) => ({
      value: id,
      label: name,
      about: [new URL(url).host, ...domains].join(' · '),
    }));
  const isSame = () => value() !== '' && value() === props.draft[WORDS[props.side].other];
  return (
    <RecordStep
      title={WORDS[props.side].title}
      label="Endpoints"
      query={endpoints}
      choices={choices()}
      value={value()}
      onChoose={(id) => props.onTake({ [`${props.side}EndpointId`]: id })}
      addLabel="New endpoint"
      dialog={(events) => <EndpointDialog title={WORDS[props.side].dialog} {...events} />}
      notice={
        <Show when={isSame()}>
          <Notice tone="wait">
            Both sides are the same endpoint. Use this only to move mailboxes within one provider.
          </Notice>
        </Show>
      }
      about="An endpoint is a provider’s Exchange server, with an administrator’s account if you have one. A new one can be found by the provider’s name, by a domain or by an e-mail address."
    />
  );
}
