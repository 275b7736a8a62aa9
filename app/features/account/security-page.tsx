import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import { problemIn } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import { keepFocus } from '../../ui/keep-focus.ts';
import { Later } from '../../ui/later.tsx';
import page from '../../ui/page.module.css';
import { Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { createMeQuery } from '../session/queries.ts';
import { PasswordForm } from './password-form.tsx';
import { createAccountQuery } from './queries.ts';
import { RequireTwoFactor } from './require-two-factor.tsx';
import { Sessions } from './sessions.tsx';
import { TwoFactor } from './two-factor.tsx';

/** How the agent signs in, and where they are signed in. */
export default function SecurityPage(): JSX.Element {
  const account = createAccountQuery();
  const me = createMeQuery();
  createTitle(() => ['Security', 'Settings']);
  return (
    <div class={page.narrow}>
      <h1>Security</h1>
      <Show when={account.error}>
        <ProblemNotice problem={problemIn(account.error)} onRetry={() => void account.refetch()} />
      </Show>
      <Show when={me.data?.twoFactor?.isRequired && !me.data.twoFactor.isOn}>
        <Notice tone="wait" role="status">
          <strong>Set up two-factor sign-in</strong>
          <span>{me.data?.workgroup.name} requires it of all agents. After that you can go on.</span>
        </Notice>
      </Show>
      <section class="card pad stack" ref={(box) => keepFocus(box, 'first')}>
        <h2>Two-factor sign-in</h2>
        <Show when={account.data} fallback={account.error ? undefined : <Skeleton lines={2} />}>
          {(data) => <TwoFactor account={data()} />}
        </Show>
        <Show when={me.data?.role && can(me.data.role, 'workgroup.require-two-factor')}>
          <RequireTwoFactor
            isOn={me.data?.twoFactor?.isOn ?? false}
            isRequired={me.data?.twoFactor?.isRequired ?? false}
          />
        </Show>
      </section>
      <Later>
        <section class="card pad stack">
          <div>
            <h2>Password</h2>
            <p class="muted">A new password signs out all your other devices.</p>
          </div>
          <PasswordForm email={account.data?.email ?? ''} />
        </section>
      </Later>
      <Later>
        <Sessions />
      </Later>
    </div>
  );
}
