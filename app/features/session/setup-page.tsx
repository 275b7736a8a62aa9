import { useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createEffect, createSignal } from 'solid-js';
import type { Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import type { ControlProps } from '../../ui/field.tsx';
import { Field } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { createSetupQuery } from './queries.ts';

/** The first visitor becomes the owner of the first workgroup. */
export default function SetupPage(): JSX.Element {
  const navigate = useNavigate();
  const client = useQueryClient();
  const setup = createSetupQuery();
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  createTitle(() => ['Set up']);
  const values = { setupToken: '', workgroupName: '', name: '', email: '', password: '' };

  createEffect(() => {
    if (setup.data && !setup.data.needsOwner && !setup.data.openSignUp) navigate('/sign-in', { replace: true });
  });
  const wrong = (path: string) => problem()?.errors?.find((part) => part.path === path)?.message;

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem();
    try {
      const { setupToken, ...owner } = values;
      const token = setupToken.trim();
      await read(api.setup.$post({ json: { ...owner, ...(token !== '' && { setupToken: token }) } }));
      client.clear();
      navigate('/projects', { replace: true });
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };
  const input = (control: () => ControlProps, name: keyof typeof values, type: string, autocomplete: string) => (
    <input
      {...control()}
      class="input"
      type={type}
      name={name}
      autocomplete={autocomplete}
      required={name !== 'setupToken'}
      onInput={(event) => (values[name] = event.currentTarget.value)}
    />
  );

  return (
    <main class="harbour">
      <form class="card" onSubmit={(event) => void submit(event)}>
        <img class="mark" src="/icon.svg" alt="" />
        <div>
          <h1>Set Mailferry up</h1>
          <p class="muted">You become the owner. A workgroup is your company: its projects, endpoints and agents.</p>
        </div>
        <Show when={problem()}>{(value) => <ProblemNotice problem={{ ...value(), errors: [] }} />}</Show>
        <Show when={setup.data?.needsOwner}>
          <Field
            label="Set-up token"
            hint="npm start has printed it. On Cloudflare it is the secret SETUP_TOKEN."
            wrong={wrong('setupToken')}
          >
            {(control) => input(control, 'setupToken', 'text', 'off')}
          </Field>
        </Show>
        <Field label="Company" wrong={wrong('workgroupName')}>
          {(control) => input(control, 'workgroupName', 'text', 'organization')}
        </Field>
        <Field label="Your name" wrong={wrong('name')}>
          {(control) => input(control, 'name', 'text', 'name')}
        </Field>
        <Field label="E-mail" wrong={wrong('email')}>
          {(control) => input(control, 'email', 'email', 'username')}
        </Field>
        <Field label="Password" hint="At least ten characters." wrong={wrong('password')}>
          {(control) => input(control, 'password', 'password', 'new-password')}
        </Field>
        <button type="submit" class="button primary" disabled={isBusy()}>
          {isBusy() ? 'Setting up …' : 'Set up'}
        </button>
      </form>
    </main>
  );
}
