import { timeZoneChoices, zoneLabel } from '../../lib/time-zones.ts';
import type { JSX } from 'solid-js';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import type { Language } from '../../../worker/lib/mail/languages.ts';
import { api, read } from '../../api.ts';
import { Combobox } from '../../ui/combobox.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toast.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import type { Account } from './queries.ts';
import { createAccountRefresh } from './queries.ts';

/** In the place of a choice of one's own. */
const OF_WORKGROUP = '';

const LANGUAGE_CHOICES = [
  { value: OF_WORKGROUP, label: 'Same as the workgroup' },
  ...LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] })),
];

const NO_ZONE = { value: OF_WORKGROUP, label: 'Same as the workgroup' };

/** Name, language and time zone. */
export function ProfileForm(props: { account: Account }): JSX.Element {
  const refresh = createAccountRefresh();
  const { name, language, timeZone } = props.account;
  const form = createApiForm({
    values: { name, language: language ?? OF_WORKGROUP, timeZone: timeZone ?? OF_WORKGROUP },
    submit: async (values) => {
      const json = {
        name: values.name,
        language: values.language === OF_WORKGROUP ? null : (values.language as Language),
        timeZone: values.timeZone === OF_WORKGROUP ? null : values.timeZone,
      };
      await read(api.account.$patch({ json }));
      await refresh();
      showToast('Your profile is saved.');
    },
  });
  return (
    <Form form={form} submitLabel="Save" busyLabel="Saving …">
      <TextInput
        label="Name"
        hint="Colleagues see it, and the activity log keeps it."
        name="name"
        autocomplete="name"
        required
        value={form.values().name}
        wrong={form.wrong('name')}
        onChange={(value) => form.set('name', value)}
      />
      <Field label="Language of messages" hint="The app itself is in English." wrong={form.wrong('language')}>
        {(control) => (
          <Select
            {...control()}
            options={LANGUAGE_CHOICES}
            value={form.values().language}
            onChange={(value) => form.set('language', value)}
          />
        )}
      </Field>
      <Combobox
        label="Time zone of messages"
        hint="The app shows times in the zone of your device."
        choices={[NO_ZONE, ...timeZoneChoices()]}
        labelOf={(zone) => (zone === NO_ZONE.value ? NO_ZONE.label : zoneLabel(zone))}
        value={form.values().timeZone}
        wrong={form.wrong('timeZone')}
        onChange={(value) => form.set('timeZone', value)}
      />
    </Form>
  );
}
