import { useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createEffect } from 'solid-js';
import { api, read } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Harbour } from './harbour.tsx';
import { createSetupQuery } from './queries.ts';

const EMPTY = { setupToken: '', workgroupName: '', name: '', email: '', password: '' };

/** The first visitor becomes the owner of the first workgroup. */
export default function SetupPage(): JSX.Element {
  const navigate = useNavigate();
  const client = useQueryClient();
  const setup = createSetupQuery();
  createTitle(() => ['Set up']);

  createEffect(() => {
    if (setup.data && !setup.data.needsOwner && !setup.data.openSignUp) navigate('/sign-in', { replace: true });
  });

  const form = createApiForm({
    values: EMPTY,
    schema: async () => (await import('../../../worker/lib/agent-requests.ts')).FirstOwner.required(),
    submit: async ({ setupToken, ...owner }) => {
      const token = setupToken.trim();
      await read(api.setup.$post({ json: { ...owner, ...(token !== '' && { setupToken: token }) } }));
      client.clear();
      navigate('/projects', { replace: true });
    },
  });
  const field = (name: keyof typeof EMPTY, label: string, type: string, autocomplete: string, hint?: string) => (
    <Field label={label} hint={hint} wrong={form.wrong(name)}>
      {(control) => (
        <input
          {...control()}
          type={type}
          name={name}
          autocomplete={autocomplete}
          required={name !== 'setupToken'}
          value={form.values()[name]}
          onInput={(event) => form.set(name, event.currentTarget.value)}
        />
      )}
    </Field>
  );

  return (
    <Harbour
      title="Set up Mailferry"
      about="You become the owner. A workgroup is your company: its projects, endpoints and agents."
    >
      <Form form={form} layout="wide" submitLabel="Set up" busyLabel="Setting up …">
        {/* Until it is known that nobody needs it: what comes later pushes the rest down. */}
        <Show when={setup.data?.needsOwner ?? true}>
          {field(
            'setupToken',
            'Set-up token',
            'text',
            'off',
            'npm start printed it. On Cloudflare, it is the secret SETUP_TOKEN.',
          )}
        </Show>
        {field('workgroupName', 'Company', 'text', 'organization')}
        {field('name', 'Your name', 'text', 'name')}
        {field('email', 'E-mail', 'email', 'username')}
        {field('password', 'Password', 'password', 'new-password', 'At least ten characters.')}
      </Form>
    </Harbour>
  );
}
