import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import { WEBHOOK_EVENTS } from '../../../worker/lib/event-types.ts';
import type { Webhook } from '../../api.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Check } from '../../ui/check.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { createProjectsQuery } from '../projects/queries.ts';
import styles from './webhooks.module.css';

/** Creates a webhook, or changes one. `onDone` gets the secret of a new one. */
export function WebhookForm(props: {
  webhook?: Webhook;
  onDone: (webhook: Webhook, secret: string | undefined) => void;
}): JSX.Element {
  const client = useQueryClient();
  const start = props.webhook;
  const projects = createProjectsQuery();
  const form = createApiForm({
    values: {
      url: start?.url ?? '',
      description: start?.description ?? '',
      events: start?.events ?? ['*'],
      projectIds: start?.projectIds ?? [],
    },
    schema: async () => {
      const { NewWebhook } = await import('../../../worker/lib/new-webhook.ts');
      return NewWebhook.pick({ url: true, events: true }).loose() as never;
    },
    submit: async ({ url, description, events, projectIds }) => {
      const json = { url, events };
      if (start) {
        const changed = await read(
          api.webhooks[':id'].$patch({
            param: { id: start.id },
            header: {},
            json: {
              ...json,
              description: description.trim() || null,
              projectIds: projectIds.length > 0 ? projectIds : null,
            },
          }),
        );
        await readAgain();
        props.onDone(changed, undefined);
        return;
      }
      const { secret, ...made } = await read(
        api.webhooks.$post({
          json: {
            ...json,
            ...(description.trim() && { description }),
            ...(projectIds.length > 0 && { projectIds }),
          },
        }),
      );
      await readAgain();
      props.onDone(made, secret);
    },
  });
  const readAgain = async () => {
    await client.invalidateQueries({ queryKey: keys.webhooks });
    if (start) await client.invalidateQueries({ queryKey: keys.webhook(start.id) });
  };
  const isAll = () => form.values().events.includes('*');
  const turn = (name: 'events' | 'projectIds', value: string, isOn: boolean) =>
    form.set(name, isOn ? [...form.values()[name], value] : form.values()[name].filter((one) => one !== value));
  const [isSome, setSome] = createSignal((start?.projectIds?.length ?? 0) > 0);
  const pickAll = () => {
    setSome(false);
    form.set('projectIds', []);
  };
  return (
    <Form form={form} submitLabel={start ? 'Save' : 'Create webhook'} busyLabel={start ? 'Saving …' : 'Creating …'}>
      <Field label="Address" hint="Mailferry sends POST requests to it." wrong={form.wrong('url')}>
        {(control) => (
          <input
            {...control()}
            type="url"
            inputmode="url"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            placeholder="https://hooks.example.com/mailferry"
            value={form.values().url}
            onInput={(event) => form.set('url', event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Description" hint="Optional." wrong={form.wrong('description')}>
        {(control) => (
          <input
            {...control()}
            maxLength={200}
            placeholder="Tickets"
            value={form.values().description}
            onInput={(event) => form.set('description', event.currentTarget.value)}
          />
        )}
      </Field>
      <fieldset class={styles.group}>
        <legend>Events</legend>
        <Check choiceOf="webhook-events" checked={isAll()} onChange={() => form.set('events', ['*'])}>
          All events, also those of later versions
        </Check>
        <Check choiceOf="webhook-events" checked={!isAll()} onChange={() => form.set('events', [])}>
          Only some
        </Check>
        <Show when={!isAll()}>
          <div class={styles.types}>
            <For each={WEBHOOK_EVENTS}>
              {({ type, title, description }) => (
                <Check
                  checked={form.values().events.includes(type)}
                  onChange={(isOn) => turn('events', type, isOn)}
                  hint={description}
                >
                  {title}
                </Check>
              )}
            </For>
          </div>
        </Show>
        <Show when={form.wrong('events')}>{(wrong) => <span class={styles.wrong}>{wrong()}</span>}</Show>
      </fieldset>
      <Show when={(projects.data?.length ?? 0) > 0}>
        <fieldset class={styles.group}>
          <legend>Projects</legend>
          <Check choiceOf="webhook-projects" checked={!isSome()} onChange={pickAll}>
            All projects
          </Check>
          <Check choiceOf="webhook-projects" checked={isSome()} onChange={() => setSome(true)}>
            Only some
          </Check>
          <Show when={isSome()}>
            <div class={styles.projects}>
              <For each={projects.data}>
                {({ id, name }) => (
                  <Check
                    checked={form.values().projectIds.includes(id)}
                    onChange={(isOn) => turn('projectIds', id, isOn)}
                  >
                    {name}
                  </Check>
                )}
              </For>
            </div>
          </Show>
        </fieldset>
      </Show>
    </Form>
  );
}
