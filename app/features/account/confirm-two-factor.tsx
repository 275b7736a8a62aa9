import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { button } from '../../ui/button.ts';
import { Form, createApiForm } from '../../ui/form.tsx';
import { TextInput } from '../../ui/text-input.tsx';

type Confirmation = { password: string } & ({ code: string } | { recoveryCode: string });

/** Asks for the password and a code before something changes about two-factor sign-in. */
export function ConfirmTwoFactor(props: {
  action: string;
  about: string;
  send: (confirmation: Confirmation) => Promise<void>;
  onCancel: () => void;
}): JSX.Element {
  const [isRecovery, setRecovery] = createSignal(false);
  const form = createApiForm({
    values: { password: '', code: '' },
    schema: async () => (await import('../../../worker/lib/account-requests.ts')).PasswordAndCode,
    fieldOf: (path) => (path === 'recoveryCode' ? 'code' : path),
    submit: ({ password, code }) =>
      props.send({ password, ...(isRecovery() ? { recoveryCode: code } : { code: code.replaceAll(/\s/g, '') }) }),
  });
  return (
    <Form
      form={form}
      submitLabel={props.action}
      busyLabel="Checking …"
      note={
        <button type="button" class={button('ghost')} onClick={() => props.onCancel()}>
          Cancel
        </button>
      }
    >
      <p class="muted">{props.about}</p>
      <TextInput
        label="Password"
        type="password"
        name="password"
        autocomplete="current-password"
        required
        value={form.values().password}
        wrong={form.wrong('password')}
        onChange={(value) => form.set('password', value)}
      />
      <Show
        when={isRecovery()}
        fallback={
          <TextInput
            label="Code"
            hint="Six digits from your authenticator app."
            name="code"
            autocomplete="one-time-code"
            inputmode="numeric"
            required
            value={form.values().code}
            wrong={form.wrong('code')}
            onChange={(value) => form.set('code', value)}
          />
        }
      >
        <TextInput
          label="Recovery code"
          name="recovery-code"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          required
          value={form.values().code}
          wrong={form.wrong('code')}
          onChange={(value) => form.set('code', value)}
        />
      </Show>
      <div>
        <button
          type="button"
          class={button('ghost')}
          onClick={() => {
            form.set('code', '');
            setRecovery((before) => !before);
          }}
        >
          {isRecovery() ? 'Use the authenticator app' : 'Use a recovery code'}
        </button>
      </div>
    </Form>
  );
}
