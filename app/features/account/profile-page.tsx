import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { problemIn } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import { keepFocus } from '../../ui/keep-focus.ts';
import { Later } from '../../ui/later.tsx';
import page from '../../ui/page.module.css';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { Appearance } from '../settings/appearance.tsx';
import { EmailForm } from './email-form.tsx';
import { ProfileForm } from './profile-form.tsx';
import { createAccountQuery } from './queries.ts';

/** The agent who is signed in: name, language, address, and how the app looks. */
export default function ProfilePage(): JSX.Element {
  const account = createAccountQuery();
  createTitle(() => ['Profile', 'Settings']);
  return (
    <div class={page.narrow}>
      <h1>Profile</h1>
      <Show when={account.error}>
        <ProblemNotice problem={problemIn(account.error)} onRetry={() => void account.refetch()} />
      </Show>
      <section class="card pad stack">
        <h2>You</h2>
        <Show when={account.data} fallback={account.error ? undefined : <Skeleton lines={4} />}>
          {(data) => <ProfileForm account={data()} />}
        </Show>
      </section>
      {/* The form above decides where it stands: shown earlier, it would move. */}
      <Show when={account.data}>
        {(data) => (
          <Later>
            <section class="card pad stack" ref={(box) => keepFocus(box, 'first')}>
              <h2>E-mail</h2>
              <EmailForm account={data()} />
            </section>
            <Appearance />
          </Later>
        )}
      </Show>
    </div>
  );
}
