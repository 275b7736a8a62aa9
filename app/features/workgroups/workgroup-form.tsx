import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import type { Language } from '../../../worker/lib/mail/languages.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import type { Workgroup } from '../../api.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { timeZoneChoices, zoneLabel } from '../../lib/time-zones.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toast.tsx';

/** The name of the company, and how messages to its agents are written. */
export function WorkgroupForm(props: { workgroup: Workgroup }): JSX.Element {
  const client = useQueryClient();
  const { name, language, timeZone } = props.workgroup;
  const values: { name: string; language: Language; timeZone: string } = {
    name,
    language: language ?? 'en',
    timeZone: timeZone ?? 'UTC',
  };
  const form = createApiForm({
    values,
    schema: async () => (await import('../../../worker/lib/new-workgroup-facts.ts')).NewWorkgroupFacts as never,
    submit: async (json) => {
      await read(api.workgroup.$patch({ json }));
      await Promise.all([keys.workgroup, keys.me].map((queryKey) => client.invalidateQueries({ queryKey })));
      showToast('The workgroup has been saved.');
    },
  });
  return (
    <Form form={form} submitLabel="Save" busyLabel="Saving …">
      <Field
        label="Company"
        hint="Agents see it, and so does everyone who gets messages from you."
        wrong={form.wrong('name')}
      >
        {(control) => (
          <input
            {...control()}
            name="name"
            autocomplete="organization"
            required
            value={form.values().name}
            onInput={(event) => form.set('name', event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Language" hint="For messages to agents who have not chosen one." wrong={form.wrong('language')}>
        {(control) => (
          <Select
            {...control()}
            value={form.values().language}
            options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            onChange={(value) => form.set('language', value)}
          />
        )}
      </Field>
      <Combobox
        label="Time zone"
        hint="For dates in those messages."
        wrong={form.wrong('timeZone')}
        choices={timeZoneChoices()}
        labelOf={zoneLabel}
        value={form.values().timeZone}
        onChange={(value) => form.set('timeZone', value)}
      />
    </Form>
  );
}
