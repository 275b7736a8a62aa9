import type { JSX } from 'solid-js';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import type { Language } from '../../../worker/lib/mail/languages.ts';
import type { InvitedRole } from '../../../worker/lib/new-invitation.ts';
import { isAbove } from '../../../worker/lib/roles.ts';
import type { Role } from '../../../worker/lib/roles.ts';
import { api, read } from '../../api.ts';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import { ROLE_WORDS } from './role-words.ts';

const INVITED: readonly InvitedRole[] = ['agent', 'manager', 'owner'];

/** Invites one address. Of roles it offers those that the inviter may give. */
export function InviteForm(props: {
  role: Role;
  /** That of the workgroup. */
  language: Language;
  onDone: (email: string) => Promise<void>;
}): JSX.Element {
  const values: { email: string; role: InvitedRole; language: Language } = {
    email: '',
    role: 'agent',
    language: props.language,
  };
  const form = createApiForm({
    values,
    schema: async () => (await import('../../../worker/lib/new-invitation.ts')).NewInvitation as never,
    submit: async (json) => {
      const made = await read(api.invitations.$post({ json }));
      await props.onDone(made.email);
    },
  });
  const roles = () => INVITED.filter((role) => !isAbove(role, props.role));
  return (
    <Form form={form} submitLabel="Send invitation" busyLabel="Inviting …">
      <Field label="E-mail" wrong={form.wrong('email')}>
        {(control) => (
          <input
            {...control()}
            type="email"
            name="email"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            required
            value={form.values().email}
            onInput={(event) => form.set('email', event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Role" hint={`Access to ${ROLE_WORDS[form.values().role].about}.`} wrong={form.wrong('role')}>
        {(control) => (
          <Select
            {...control()}
            value={form.values().role}
            options={roles().map((value) => ({ value, label: ROLE_WORDS[value].label }))}
            onChange={(role) => form.set('role', role)}
          />
        )}
      </Field>
      <Field label="Language of the message" wrong={form.wrong('language')}>
        {(control) => (
          <Select
            {...control()}
            value={form.values().language}
            options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            onChange={(language) => form.set('language', language)}
          />
        )}
      </Field>
    </Form>
  );
}
