import { A } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import type { Theme } from '../../lib/theme-choice.ts';
import { setTheme, theme } from '../../lib/theme.ts';
import { createTitle } from '../../lib/title.ts';
import { button } from '../../ui/button.ts';
import chips from '../../ui/chips.module.css';
import facts from '../../ui/facts.module.css';
import { Later } from '../../ui/later.tsx';
import page from '../../ui/page.module.css';
import { createMeQuery } from '../session/queries.ts';
import { ApiKeys } from './api-keys.tsx';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'Same as system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export default function SettingsPage(): JSX.Element {
  const me = createMeQuery();
  createTitle(() => ['Settings']);
  return (
    <div class={page.narrow}>
      <h1>Settings</h1>
      <section class="card pad stack">
        <h2>Workgroup</h2>
        <dl class={facts.facts}>
          <dt>Company</dt>
          <dd>{me.data?.workgroup.name}</dd>
          <dt>You</dt>
          <dd>{me.data?.agent ? `${me.data.agent.name} (${me.data.agent.email})` : ''}</dd>
          <dt>Role</dt>
          <dd>{me.data?.role}</dd>
        </dl>
      </section>
      <section class="card pad stack">
        <h2>Appearance</h2>
        <div class={chips.strip} role="group" aria-label="Appearance">
          <For each={THEMES}>
            {([value, label]) => (
              <button type="button" class={chips.chip} aria-pressed={theme() === value} onClick={() => setTheme(value)}>
                {label}
              </button>
            )}
          </For>
        </div>
      </section>
      <section class="card pad stack">
        <h2>Mail</h2>
        <ul class="stack">
          <li>
            <A class="plain-link" href="/settings/mail">
              Mail
            </A>
            : mail server, sender, test, and the messages that were sent
          </li>
          <li>
            <A class="plain-link" href="/settings/templates">
              Templates
            </A>
            : what messages say, in each language, with your logo
          </li>
        </ul>
      </section>
      <Later>
        <ApiKeys />
      </Later>
      <section class="card pad stack">
        <div>
          <h2>Webhooks</h2>
          <p class="muted">
            Tell other systems when passes and mailboxes end, by signed requests to an address of yours.
          </p>
        </div>
        <div>
          <A class={button()} href="/settings/webhooks">
            Manage webhooks
          </A>
        </div>
      </section>
    </div>
  );
}
