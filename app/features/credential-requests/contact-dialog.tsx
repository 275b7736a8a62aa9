import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import type { Language } from '../../../worker/lib/mail/languages.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import type { Mailbox } from '../../api.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';

const LANGUAGE_CHOICES: readonly { value: Language | ''; label: string }[] = [
  { value: '', label: 'As the customer’s' },
  ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
];

/** Who is written to about a mailbox, and in which language. */
export function ContactDialog(props: { mailbox: Mailbox; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const { id, projectId, sourceEmail, contactEmail, contactName, contactLanguage } = props.mailbox;
  const values: { contactEmail: string; contactName: string; language: Language | '' } = {
    contactEmail: contactEmail ?? '',
    contactName: contactName ?? '',
    language: contactLanguage ?? '',
  };
  const form = createApiForm({
    values,
    submit: async ({ contactEmail: to, contactName: name, language }) => {
      const json = { contactEmail: to.trim() || null, contactName: name.trim() || null, language: language || null };
      await read(api.mailboxes[':id'].$patch({ param: { id }, json }));
      void client.invalidateQueries({ queryKey: keys.mailboxes(projectId) });
      props.onClose();
    },
  });
  return (
    <Dialog title={`Contact for ${sourceEmail}`} onClose={props.onClose}>
      <Form form={form} submitLabel="Save" busyLabel="Saving …">
        <TextInput
          label="E-mail"
          hint={`Leave empty to write to ${sourceEmail}. A message that is sent later goes to the new address.`}
          name="contactEmail"
          type="email"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          wrong={form.wrong('contactEmail')}
          value={form.values().contactEmail}
          onChange={(value) => form.set('contactEmail', value)}
        />
        <TextInput
          label="Name"
          name="contactName"
          autocomplete="off"
          wrong={form.wrong('contactName')}
          value={form.values().contactName}
          onChange={(value) => form.set('contactName', value)}
        />
        <Field label="Language" hint="Of messages and of the page behind the link." wrong={form.wrong('language')}>
          {(control) => (
            <Select
              {...control()}
              value={form.values().language}
              options={LANGUAGE_CHOICES}
              onChange={(value) => form.set('language', value)}
            />
          )}
        </Field>
      </Form>
    </Dialog>
  );
}
