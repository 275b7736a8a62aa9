import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { api, read } from '../../api.ts';
import { createIsPhone } from '../../lib/is-phone.ts';
import { button } from '../../ui/button.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import styles from './account.module.css';

/** First the password, then the QR code, then the first code of the app. */
export function SetUpTwoFactor(props: {
  onDone: (recoveryCodes: readonly string[]) => void;
  onCancel: () => void;
}): JSX.Element {
  const isPhone = createIsPhone();
  const [setup, setSetup] = createSignal<{ secret: string; uri: string }>();
  const cancel = () => (
    <button type="button" class={button('ghost')} onClick={() => props.onCancel()}>
      Cancel
    </button>
  );
  const begin = createApiForm({
    values: { password: '' },
    schema: async () => (await import('../../../worker/lib/account-requests.ts')).PasswordConfirmation,
    submit: async (json) => void setSetup(await read(api.account['two-factor'].start.$post({ json }))),
  });
  const confirm = createApiForm({
    values: { code: '' },
    schema: async () => (await import('../../../worker/lib/account-requests.ts')).GivenOtpCode,
    submit: async (json) => props.onDone((await read(api.account['two-factor'].confirm.$post({ json }))).recoveryCodes),
  });
  return (
    <Show
      when={setup()}
      fallback={
        <Form form={begin} submitLabel="Continue" busyLabel="Checking …" note={cancel()}>
          <TextInput
            label="Password"
            hint="So that nobody else sets this up on your account."
            type="password"
            name="password"
            autocomplete="current-password"
            required
            value={begin.values().password}
            wrong={begin.wrong('password')}
            onChange={(value) => begin.set('password', value)}
          />
        </Form>
      }
    >
      {(given) => (
        <Form form={confirm} submitLabel="Turn on" busyLabel="Checking …" note={cancel()}>
          <ol class={styles.steps}>
            <li>Open an authenticator app on your phone, such as Aegis, 2FAS, Google or Microsoft Authenticator.</li>
            <li>
              <Show when={isPhone()} fallback="Scan this QR code, or enter the key by hand.">
                If the app is on this phone, open the key in it. Otherwise scan this QR code, or enter the key by hand.
                <div>
                  <a class={button()} href={given().uri}>
                    Open in the app
                  </a>
                </div>
              </Show>
              <QrCode text={given().uri} label="QR code for the authenticator app" />
              <code class="to-copy">
                {given()
                  .secret.match(/.{1,4}/g)
                  ?.join(' ')}
              </code>
              <div>
                <CopyButton text={given().secret} what="key" />
              </div>
            </li>
            <li>Enter the code that the app shows.</li>
          </ol>
          <div class={styles.code}>
            <TextInput
              label="Code"
              hint="Six digits from your authenticator app."
              name="code"
              autocomplete="one-time-code"
              inputmode="numeric"
              required
              value={confirm.values().code}
              wrong={confirm.wrong('code')}
              onChange={(value) => confirm.set('code', value)}
            />
          </div>
        </Form>
      )}
    </Show>
  );
}
