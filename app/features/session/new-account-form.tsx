import type { JSX } from 'solid-js';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';

/** The account of an invited person; the address is the one that was invited. */
export function NewAccountForm(props: {
  email: string;
  submit: (account: { name: string; password: string }) => Promise<void>;
}): JSX.Element {
  const form = createApiForm({
    values: { name: '', password: '' },
    schema: async () => (await import('../../../worker/lib/new-invitation.ts')).InvitedAgent,
    submit: (account) => props.submit(account),
  });
  return (
    <Form form={form} layout="wide" submitLabel="Join" busyLabel="Joining …">
      <Field label="E-mail">
        {(control) => <input {...control()} type="email" autocomplete="username" readonly value={props.email} />}
      </Field>
      <Field label="Your name" wrong={form.wrong('name')}>
        {(control) => (
          <input
            {...control()}
            name="name"
            autocomplete="name"
            required
            value={form.values().name}
            onInput={(event) => form.set('name', event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Password" hint="At least ten characters." wrong={form.wrong('password')}>
        {(control) => (
          <input
            {...control()}
            type="password"
            name="password"
            autocomplete="new-password"
            required
            value={form.values().password}
            onInput={(event) => form.set('password', event.currentTarget.value)}
          />
        )}
      </Field>
    </Form>
  );
}
