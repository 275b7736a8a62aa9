import { useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import { NewProject } from '../../../worker/lib/new-project.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { createTitle } from '../../lib/title.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EndpointForm } from '../endpoints/endpoint-form.tsx';
import { createEndpointsQuery } from '../endpoints/queries.ts';
import { button } from '../../ui/button.ts';
import page from '../../ui/page.module.css';
import { Notice } from '../../ui/parts.tsx';

type Side = 'sourceEndpointId' | 'destinationEndpointId';

export default function NewProjectPage(): JSX.Element {
  const navigate = useNavigate();
  const client = useQueryClient();
  const endpoints = createEndpointsQuery();
  createTitle(() => ['New project']);
  const [adding, setAdding] = createSignal<Side>();
  const form = createApiForm({
    values: { name: '', sourceEndpointId: '', destinationEndpointId: '' },
    schema: NewProject,
    submit: async (json) => {
      const project = await read(api.projects.$post({ json }));
      await client.invalidateQueries({ queryKey: keys.projects });
      navigate(`/projects/${project.id}`);
    },
  });
  const isSame = () => {
    const { sourceEndpointId, destinationEndpointId } = form.values();
    return sourceEndpointId !== '' && sourceEndpointId === destinationEndpointId;
  };

  const side = (which: Side, label: string) => (
    <Field label={label} wrong={form.wrong(which)}>
      {(control) => (
        <div class="row">
          <select
            {...control()}
            required
            value={form.values()[which]}
            onChange={(event) => form.set(which, event.currentTarget.value)}
          >
            <option value="" disabled>
              Choose an endpoint
            </option>
            <For each={endpoints.data}>
              {(endpoint) => (
                <option value={endpoint.id} selected={form.values()[which] === endpoint.id}>
                  {endpoint.name} ({new URL(endpoint.url).host})
                </option>
              )}
            </For>
          </select>
          <button type="button" class={button()} onClick={() => setAdding(which)}>
            <Icon name="plus" /> New
          </button>
        </div>
      )}
    </Field>
  );

  return (
    <div class={page.narrow}>
      <h1>New project</h1>
      <Form form={form} class="card pad stack" submitLabel="Create project" busyLabel="Creating …">
        <Field label="Name" hint="For example, the customer and what you migrate." wrong={form.wrong('name')}>
          {(control) => (
            <input
              {...control()}
              required
              autofocus
              placeholder="Fjord Trading, all mailboxes"
              value={form.values().name}
              onInput={(event) => form.set('name', event.currentTarget.value)}
            />
          )}
        </Field>
        {side('sourceEndpointId', 'From')}
        {side('destinationEndpointId', 'To')}
        <Show when={isSame()}>
          <Notice tone="wait">
            Both sides are the same endpoint. Use this only to move mailboxes within one provider.
          </Notice>
        </Show>
      </Form>
      <Show when={adding()}>
        {(which) => (
          <Dialog
            title={which() === 'sourceEndpointId' ? 'The provider to migrate from' : 'The provider to migrate to'}
            onClose={() => setAdding()}
          >
            <EndpointForm
              onDone={(endpoint) => {
                form.set(which(), endpoint.id);
                setAdding();
              }}
            />
          </Dialog>
        )}
      </Show>
    </div>
  );
}
