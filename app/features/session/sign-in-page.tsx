import { useNavigate, useSearchParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createEffect, createSignal, onCleanup, onMount } from 'solid-js';
import type { Problem } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { closeLeftOpen, isLeftOpen } from '../../lib/session-end.ts';
import { createTitle } from '../../lib/title.ts';
import { Field } from '../../ui/field.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { createSetupQuery, signIn } from './queries.ts';

const LEFT_OPEN: Problem = {
  code: 'session-left-open',
  title: 'Signed out here, not yet at the server',
  status: 0,
  cause: 'The server did not answer when you signed out. Nothing of the session is left on this device but its cookie.',
  remedy:
    'The session ends as soon as this page reaches the server. If the device is not yours, stay until this notice is gone.',
};

export default function SignInPage(): JSX.Element {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const client = useQueryClient();
  const setup = createSetupQuery();
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
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

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem();
    try {
      await signIn(email(), password());
      client.clear();
      const to =
        typeof search.to === 'string' && search.to.startsWith('/') && !search.to.startsWith('//')
          ? search.to
          : '/projects';
      navigate(to, { replace: true });
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <main class="harbour">
      <form class="card" onSubmit={(event) => void submit(event)}>
        <img class="mark" src="/icon.svg" alt="" />
        <div>
          <h1>Sign in to Mailferry</h1>
          <p class="muted">Mailboxes cross, nothing goes overboard.</p>
        </div>
        <Show when={isLeftOpen()}>
          <ProblemNotice tone="wait" problem={LEFT_OPEN} onRetry={() => void closeLeftOpen()} />
        </Show>
        <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
        <Field label="E-mail">
          {(control) => (
            <input
              {...control()}
              class="input"
              type="email"
              name="email"
              autocomplete="username"
              required
              autofocus
              value={email()}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label="Password">
          {(control) => (
            <input
              {...control()}
              class="input"
              type="password"
              name="password"
              autocomplete="current-password"
              required
              value={password()}
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
          )}
        </Field>
        <button type="submit" class="button primary" disabled={isBusy()}>
          {isBusy() ? 'Signing in …' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}
