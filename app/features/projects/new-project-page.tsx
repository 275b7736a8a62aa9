import { useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import type { Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { createTitle } from '../../lib/title.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Field, ProblemNotice } from '../../ui/parts.tsx';
import { EndpointForm } from '../endpoints/endpoint-form.tsx';
import { createEndpointsQuery } from '../endpoints/queries.ts';

type Side = 'source' | 'destination';

export default function NewProjectPage(): JSX.Element {
  const navigate = useNavigate();
  const client = useQueryClient();
  const endpoints = createEndpointsQuery();
  createTitle(() => ['New project']);
  const [name, setName] = createSignal('');
  const [ids, setIds] = createSignal<Record<Side, string>>({ source: '', destination: '' });
  const [adding, setAdding] = createSignal<Side>();
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  const isSame = () => ids().source !== '' && ids().source === ids().destination;

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem();
    try {
      const { source, destination } = ids();
      const project = await read(
        api.projects.$post({ json: { name: name(), sourceEndpointId: source, destinationEndpointId: destination } }),
      );
      await client.invalidateQueries({ queryKey: keys.projects });
      navigate(`/projects/${project.id}`);
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };

  const side = (which: Side, label: string) => (
    <Field label={label}>
      {(id) => (
        <div class="row">
          <select
            id={id}
            class="input"
            required
            value={ids()[which]}
            onChange={(event) => setIds({ ...ids(), [which]: event.currentTarget.value })}
          >
            <option value="" disabled>
              Choose an endpoint
            </option>
            <For each={endpoints.data}>
              {(endpoint) => (
                <option value={endpoint.id} selected={ids()[which] === endpoint.id}>
                  {endpoint.name} ({new URL(endpoint.url).host})
                </option>
              )}
            </For>
          </select>
          <button type="button" class="button" onClick={() => setAdding(which)}>
            <Icon name="plus" /> New
          </button>
        </div>
      )}
    </Field>
  );

  return (
    <div class="page narrow">
      <h1>New project</h1>
      <form class="card pad stack" onSubmit={(event) => void submit(event)}>
        <Field label="Name" hint="What you will look for: the customer, and what moves.">
          {(id) => (
            <input
              id={id}
              class="input"
              required
              autofocus
              placeholder="Fjord Trading, all mailboxes"
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        {side('source', 'From')}
        {side('destination', 'To')}
        <Show when={isSame()}>
          <div class="notice tone-wait">
            <Icon name="warning" />
            <div>Both sides are the same endpoint. That is only right when mailboxes move within one provider.</div>
          </div>
        </Show>
        <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
        <div class="form-actions">
          <button type="submit" class="button primary" disabled={isBusy()}>
            {isBusy() ? 'Creating …' : 'Create project'}
          </button>
        </div>
      </form>
      <Show when={adding()}>
        {(which) => (
          <Dialog
            title={which() === 'source' ? 'The provider to leave' : 'The provider to go to'}
            onClose={() => setAdding()}
          >
            <EndpointForm
              onDone={(endpoint) => {
                setIds({ ...ids(), [which()]: endpoint.id });
                setAdding();
              }}
            />
          </Dialog>
        )}
      </Show>
    </div>
  );
}
