import type { JSX } from 'solid-js';
import { Match, Show, Switch, createSignal } from 'solid-js';
import { api, read } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { Ago, Notice } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ConfirmTwoFactor } from './confirm-two-factor.tsx';
import type { Account } from './queries.ts';
import { createAccountRefresh } from './queries.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SetUpTwoFactor } from './set-up-two-factor.tsx';

/** With fewer recovery codes left, it is time for new ones. */
const FEW_CODES = 3;

type Step = 'overview' | 'set-up' | 'renew' | 'turn-off';

/** Whether sign-in asks for a code, and what to do about it. */
export function TwoFactor(props: { account: Account }): JSX.Element {
  const refresh = createAccountRefresh();
  const [step, setStep] = createSignal<Step>('overview');
  // Shown once, however the account is read again meanwhile.
  const [codes, setCodes] = createSignal<readonly string[]>();
  const state = () => props.account.twoFactor;
  const show = async (fresh: readonly string[]) => {
    setCodes(fresh);
    setStep('overview');
    await refresh();
  };
  const back = () => setStep('overview');
  return (
    <Show when={!codes()} fallback={<RecoveryCodes codes={codes()!} onDone={() => setCodes()} />}>
      <Switch>
        <Match when={step() === 'set-up'}>
          <SetUpTwoFactor onDone={(fresh) => void show(fresh)} onCancel={back} />
        </Match>
        <Match when={step() === 'renew'}>
          <ConfirmTwoFactor
            action="Create new codes"
            about="The recovery codes that you have stop working."
            send={async (json) =>
              show((await read(api.account['two-factor']['recovery-codes'].$post({ json }))).recoveryCodes)
            }
            onCancel={back}
          />
        </Match>
        <Match when={step() === 'turn-off'}>
          <ConfirmTwoFactor
            action="Turn off two-factor sign-in"
            about="Your password alone is then enough to sign in."
            send={async (json) => {
              await read(api.account['two-factor'].disable.$post({ json }) as never);
              back();
              await refresh();
              showToast('Two-factor sign-in is off.');
            }}
            onCancel={back}
          />
        </Match>
        <Match when={state().isOn}>
          <p>
            On since <Ago at={state().since} />. Sign-in asks for a code from your authenticator app.{' '}
            {state().recoveryCodesLeft === 1 ? '1 recovery code is' : `${state().recoveryCodesLeft} recovery codes are`}{' '}
            left.
          </p>
          <Show when={state().recoveryCodesLeft < FEW_CODES}>
            <Notice tone="wait" role="status">
              <strong>Few recovery codes are left</strong>
              <span>Create new ones, so that you can sign in without your device.</span>
            </Notice>
          </Show>
          <div class="row wrap">
            <button type="button" class={button()} onClick={() => setStep('renew')}>
              Create new recovery codes
            </button>
            <button type="button" class={button('danger')} onClick={() => setStep('turn-off')}>
              Turn off
            </button>
          </div>
        </Match>
        <Match when>
          <p class="muted">
            Off. With it, sign-in asks for a code from an authenticator app on your phone after the password.
          </p>
          <div>
            <button type="button" class={button('primary')} onClick={() => setStep('set-up')}>
              Set up
            </button>
          </div>
        </Match>
      </Switch>
    </Show>
  );
}
