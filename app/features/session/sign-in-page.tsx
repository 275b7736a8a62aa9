import { useNavigate, useSearchParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createEffect, createSignal, onCleanup, onMount } from 'solid-js';
import type { Problem } from '../../api.ts';
import { closeLeftOpen, isLeftOpen } from '../../lib/session-end.ts';
import { createTitle } from '../../lib/title.ts';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { Harbour } from './harbour.tsx';
import { createSetupQuery, signIn } from './queries.ts';
import { SecondStep } from './second-step.tsx';

const LEFT_OPEN: Problem = {
  code: 'session-left-open',
  title: 'Signed out here, not yet at the server',
  status: 0,
  cause: 'The server did not answer when you signed out. Only the session’s cookie is left on this device.',
  remedy:
    'The session ends as soon as this page reaches the server. If the device is not yours, stay until this notice is gone.',
};

const EXPIRED: Problem = {
  code: 'sign-in-expired',
  title: 'Sign-in expired',
  status: 401,
  cause: 'The code came too long after the password, or the password has changed.',
  remedy: 'Enter your e-mail address and password again.',
};

/** Where to go once signed in: a page of this app that was asked for, or the projects. */
function pageAfter(to: unknown): string {
  return typeof to === 'string' && to.startsWith('/') && !to.startsWith('//') ? to : '/projects';
}

export default function SignInPage(): JSX.Element {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const client = useQueryClient();
  const setup = createSetupQuery();
  createTitle(() => ['Sign in']);

  createEffect(() => {
    if (setup.data?.needsOwner) navigate('/setup', { replace: true });
  });

  onMount(() => {
    const close = () => void closeLeftOpen();
    close();
    window.addEventListener('online', close);
    onCleanup(() => window.removeEventListener('online', close));
  });

  const [isSecondStep, setSecondStep] = createSignal(false);
  const [isExpired, setExpired] = createSignal(false);
  const goOn = () => {
    client.clear();
    // What stands behind `#` is for the page that was asked for: the link of an invitation.
    navigate(pageAfter(search.to) + location.hash, { replace: true });
  };
  const form = createApiForm({
    values: { email: '', password: '' },
    schema: async () => (await import('../../../worker/lib/agent-requests.ts')).SignIn,
    submit: async ({ email, password }) => {
      setExpired(false);
      if (!(await signIn(email.trim(), password))) return goOn();
      form.set('password', '');
      setSecondStep(true);
    },
  });

  const passwordForm = () => (
    <>
      <Form form={form} layout="wide" submitLabel="Sign in" busyLabel="Signing in …">
        <Field label="E-mail" wrong={form.wrong('email')}>
          {(control) => (
            <input
              {...control()}
              type="email"
              name="email"
              autocomplete="username"
              required
              autofocus
              value={form.values().email}
              onInput={(event) => form.set('email', event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label="Password" wrong={form.wrong('password')}>
          {(control) => (
            <input
              {...control()}
              type="password"
              name="password"
              autocomplete="current-password"
              required
              value={form.values().password}
              onInput={(event) => form.set('password', event.currentTarget.value)}
            />
          )}
        </Field>
      </Form>
      <a class="plain-link" href="/forgot-password">
        Forgot password?
      </a>
    </>
  );

  return (
    <Harbour
      title={isSecondStep() ? 'Enter the code' : 'Sign in to Mailferry'}
      about={
        isSecondStep()
          ? 'This account has two-factor sign-in.'
          : 'Move mailboxes from one Exchange provider to another.'
      }
    >
      <Show when={isLeftOpen()}>
        <ProblemNotice tone="wait" problem={LEFT_OPEN} onRetry={() => void closeLeftOpen()} />
      </Show>
      <Show when={isExpired() && !isSecondStep()}>
        <ProblemNotice problem={EXPIRED} />
      </Show>
      <Show when={isSecondStep()} fallback={passwordForm()}>
        <SecondStep
          onDone={goOn}
          onBack={() => setSecondStep(false)}
          onExpired={() => {
            setExpired(true);
            setSecondStep(false);
          }}
        />
      </Show>
    </Harbour>
  );
}
