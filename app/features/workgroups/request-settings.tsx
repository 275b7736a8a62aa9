import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import type { Workgroup } from '../../api.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Form, createApiForm } from '../../ui/form.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { showToast } from '../../ui/toast.tsx';

/** How long the links to end users work, when users are reminded, and when what they entered is deleted. */
export function RequestSettings(props: { workgroup: Workgroup }): JSX.Element {
  const client = useQueryClient();
  const { requestValidDays, reminderDays, purgeAfterDays } = props.workgroup;
  const form = createApiForm({
    values: {
      requestValidDays: String(requestValidDays),
      reminderDays: reminderDays.join(', '),
      purgeAfterDays: purgeAfterDays === null ? '' : String(purgeAfterDays),
    },
    schema: async () => (await import('./request-settings-schema.ts')).RequestSettingsText as never,
    submit: async (values) => {
      const { daysIn } = await import('./request-settings-schema.ts');
      const json = {
        requestValidDays: Number(values.requestValidDays),
        reminderDays: daysIn(values.reminderDays),
        purgeAfterDays: values.purgeAfterDays.trim() === '' ? null : Number(values.purgeAfterDays),
      };
      await read(api.workgroup.$patch({ json }));
      await client.invalidateQueries({ queryKey: keys.workgroup });
      showToast('The settings are saved.');
    },
  });
  return (
    <Form form={form} submitLabel="Save" busyLabel="Saving …">
      <TextInput
        label="Links work for (days)"
        hint="Counts from the message on. After that, the page offers to send a new link to the same address."
        name="requestValidDays"
        inputmode="numeric"
        autocomplete="off"
        wrong={form.wrong('requestValidDays')}
        value={form.values().requestValidDays}
        onChange={(value) => form.set('requestValidDays', value)}
      />
      <TextInput
        label="Remind after (days)"
        hint="Separate several by commas. Leave empty to send no reminders. They end when the user has answered."
        name="reminderDays"
        autocomplete="off"
        wrong={form.wrong('reminderDays')}
        value={form.values().reminderDays}
        onChange={(value) => form.set('reminderDays', value)}
      />
      <TextInput
        label="Purge passwords after (days without a pass)"
        hint="Deletes what users entered. Leave empty to keep it until someone purges it."
        name="purgeAfterDays"
        inputmode="numeric"
        autocomplete="off"
        wrong={form.wrong('purgeAfterDays')}
        value={form.values().purgeAfterDays}
        onChange={(value) => form.set('purgeAfterDays', value)}
      />
    </Form>
  );
}
