import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { ApiError } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { Form, createApiForm } from '../../ui/form.tsx';
import { sendCode } from './queries.ts';
import { TextInput } from '../../ui/text-input.tsx';

/** The code after the password. `onExpired`: the password has to be entered again. */
export function SecondStep(props: { onDone: () => void; onBack: () => void; onExpired: () => void }): JSX.Element {
  const [isRecovery, setRecovery] = createSignal(false);
  const goOn = async (given: Parameters<typeof sendCode>[0]) => {
    try {
      await sendCode(given);
    } catch (error) {
      if (error instanceof ApiError && error.problem.code === 'sign-in-expired') props.onExpired();
      throw error;
    }
    props.onDone();
  };
  const byCode = createApiForm({
    values: { code: '' },
    schema: async () => (await import('../../../worker/lib/account-requests.ts')).GivenOtpCode,
    submit: goOn,
  });
  const byRecovery = createApiForm({
    values: { recoveryCode: '' },
    schema: async () => (await import('../../../worker/lib/account-requests.ts')).GivenRecoveryCode,
    submit: goOn,
  });
  const switchWay = () => {
    byCode.reset();
    byRecovery.reset();
    setRecovery((before) => !before);
  };
  return (
    <>
      <Show
        when={isRecovery()}
        fallback={
          <Form form={byCode} layout="wide" submitLabel="Sign in" busyLabel="Signing in …">
            <TextInput
              label="Code"
              hint="Six digits from your authenticator app."
              name="code"
              autocomplete="one-time-code"
              inputmode="numeric"
              required
              autofocus
              ref={(input) => queueMicrotask(() => input.focus())}
              value={byCode.values().code}
              wrong={byCode.wrong('code')}
              onChange={(value) => byCode.set('code', value)}
            />
          </Form>
        }
      >
        <Form form={byRecovery} layout="wide" submitLabel="Sign in" busyLabel="Signing in …">
          <TextInput
            label="Recovery code"
            hint="One of those that you saved when you set up two-factor sign-in. Each works once."
            name="recovery-code"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            required
            ref={(input) => queueMicrotask(() => input.focus())}
            value={byRecovery.values().recoveryCode}
            wrong={byRecovery.wrong('recoveryCode')}
            onChange={(value) => byRecovery.set('recoveryCode', value)}
          />
        </Form>
      </Show>
      <div class="stack tight">
        <button type="button" class={button('ghost')} onClick={switchWay}>
          {isRecovery() ? 'Use the authenticator app' : 'Use a recovery code'}
        </button>
        <button type="button" class={button('ghost')} onClick={() => props.onBack()}>
          Back
        </button>
        <p class="muted small">
          Lost both? Ask an owner or manager of your workgroup to reset your two-factor sign-in.
        </p>
      </div>
    </>
  );
}
