import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { KeyScope } from '../../../worker/lib/permissions.ts';
import { KEY_SCOPES } from '../../../worker/lib/permissions.ts';
import { isAbove } from '../../../worker/lib/roles.ts';
import { DAY_MS } from '../../../worker/lib/units.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Check } from '../../ui/check.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import { createMeQuery } from '../session/queries.ts';
import { ROLE_WORDS, SCOPE_WORDS } from './api-key-words.ts';
import styles from './api-keys.module.css';

const LIVES = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In one year' },
  { value: 'never', label: 'Never' },
] as const;
type Life = (typeof LIVES)[number]['value'];
const ROLES = ['agent', 'manager', 'owner'] as const;
type Role = (typeof ROLES)[number];
type Values = { name: string; role: Role; scopes: KeyScope[]; life: Life };

/** Creates a key. `onDone` gets the key itself, which nobody sees again. */
export function ApiKeyForm(props: { onDone: (key: string) => void }): JSX.Element {
  const client = useQueryClient();
  const me = createMeQuery();
  const form = createApiForm<Values>({
    values: { name: '', role: 'agent', scopes: ['read'], life: '90' },
    schema: async () => (await import('../../../worker/lib/new-api-key.ts')).NewApiKey.loose() as never,
    fieldOf: (path) => (path === 'expiresAt' ? 'life' : path.split('[')[0]!),
    submit: async ({ name, role, scopes, life }) => {
      const expiresAt = life === 'never' ? null : new Date(Date.now() + Number(life) * DAY_MS).toISOString();
      const made = await read(api['api-keys'].$post({ json: { name, role, scopes, expiresAt } }));
      await client.invalidateQueries({ queryKey: keys.apiKeys });
      props.onDone(made.key);
    },
  });
  // Nobody creates a key that may do more than they may.
  const roles = () => ROLES.filter((role) => !isAbove(role, me.data?.role ?? 'agent'));
  const turn = (scope: KeyScope, isOn: boolean) =>
    form.set('scopes', isOn ? [...form.values().scopes, scope] : form.values().scopes.filter((one) => one !== scope));
  return (
    <Form form={form} submitLabel="Create key" busyLabel="Creating …">
      <Field label="Name" hint="What uses it." wrong={form.wrong('name')}>
        {(control) => (
          <input
            {...control()}
            autocomplete="off"
            maxLength={100}
            placeholder="Monitoring"
            value={form.values().name}
            onInput={(event) => form.set('name', event.currentTarget.value)}
          />
        )}
      </Field>
      <fieldset class={styles.scopes}>
        <legend>Scopes</legend>
        <For each={KEY_SCOPES}>
          {(scope) => (
            <Check
              checked={form.values().scopes.includes(scope)}
              onChange={(isOn) => turn(scope, isOn)}
              hint={SCOPE_WORDS[scope].about}
            >
              {SCOPE_WORDS[scope].title}
            </Check>
          )}
        </For>
        <Show when={form.wrong('scopes')}>{(wrong) => <span class={styles.wrong}>{wrong()}</span>}</Show>
      </fieldset>
      <Field
        label="Role"
        hint="The key may do what both its role and its scopes allow, and never more than you."
        wrong={form.wrong('role')}
      >
        {(control) => (
          <Select
            {...control()}
            value={form.values().role}
            options={roles().map((role) => ({ value: role, label: ROLE_WORDS[role] }))}
            onChange={(role) => form.set('role', role)}
          />
        )}
      </Field>
      <Field label="Expires" wrong={form.wrong('life')}>
        {(control) => (
          <Select
            {...control()}
            value={form.values().life}
            options={LIVES}
            onChange={(life) => form.set('life', life)}
          />
        )}
      </Field>
    </Form>
  );
}
