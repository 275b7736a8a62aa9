import { useNavigate, useSearchParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, Suspense, createEffect, createSignal, lazy, untrack } from 'solid-js';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { createTitle } from '../../lib/title.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { CustomerChoice } from '../customers/customer-choice.tsx';
import { createCustomersQuery } from '../customers/queries.ts';
import { createEndpointsQuery } from '../endpoints/queries.ts';
import styles from './new-project-page.module.css';
import { button } from '../../ui/button.ts';
import page from '../../ui/page.module.css';
import { Notice, Skeleton } from '../../ui/parts.tsx';

const EndpointDialog = lazy(async () => ({
  default: (await import('../endpoints/endpoint-dialog.tsx')).EndpointDialog,
}));

type Side = 'sourceEndpointId' | 'destinationEndpointId';

export default function NewProjectPage(): JSX.Element {
  const navigate = useNavigate();
  const client = useQueryClient();
  const endpoints = createEndpointsQuery();
  const customers = createCustomersQuery();
  const [params] = useSearchParams<{ customer: string }>();
  createTitle(() => ['New project']);
  const [adding, setAdding] = createSignal<Side>();
  const form = createApiForm({
    values: { name: '', customerId: params.customer ?? '', sourceEndpointId: '', destinationEndpointId: '' },
    schema: async () => (await import('./project-schema.ts')).ProjectFormSchema,
    submit: async ({ customerId, ...others }) => {
      const json = { ...others, ...(customerId && { customerId }) };
      const project = await read(api.projects.$post({ json }));
      void client.invalidateQueries({ queryKey: keys.customers });
      await client.invalidateQueries({ queryKey: keys.projects });
      navigate(`/projects/${project.id}`);
    },
  });
  // Where there is only one to choose, it is chosen.
  createEffect(() => {
    const [only, ...others] = customers.data ?? [];
    if (only && others.length === 0 && untrack(form.values).customerId === '') form.preset('customerId', only.id);
  });
  const isSame = () => {
    const { sourceEndpointId, destinationEndpointId } = form.values();
    return sourceEndpointId !== '' && sourceEndpointId === destinationEndpointId;
  };

  const choices = () =>
    (endpoints.data ?? []).map(({ id, name, url }) => ({ value: id, label: name, hint: new URL(url).host }));
  const side = (which: Side, label: string) => (
    <div class={styles.side}>
      {/* Choices that come after the first letters would not be found by them. */}
      <Show when={endpoints.data ?? endpoints.error} fallback={<Skeleton lines={1} height={60} />}>
        <Combobox
          label={label}
          placeholder="Choose an endpoint"
          choices={choices()}
          value={form.values()[which]}
          onChange={(id) => form.set(which, id)}
          wrong={form.wrong(which)}
        />
      </Show>
      <button type="button" class={button()} onClick={() => setAdding(which)}>
        <Icon name="plus" /> New
      </button>
    </div>
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
        <CustomerChoice
          value={form.values().customerId}
          onChange={(id) => form.set('customerId', id)}
          wrong={form.wrong('customerId')}
          hint="Optional. Without one, the project goes to a customer with the name of your workgroup."
        />
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
          <Suspense>
            <EndpointDialog
              title={which() === 'sourceEndpointId' ? 'The provider to migrate from' : 'The provider to migrate to'}
              onDone={(endpoint) => {
                form.set(which(), endpoint.id);
                setAdding();
              }}
              onClose={() => setAdding()}
            />
          </Suspense>
        )}
      </Show>
    </div>
  );
}
