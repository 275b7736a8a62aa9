import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { problemIn } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import { Later } from '../../ui/later.tsx';
import page from '../../ui/page.module.css';
import { Ago, Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { DomainChecks } from './domain-checks.tsx';
import { MailForm } from './mail-form.tsx';
import styles from './mail.module.css';
import { Messages } from './messages.tsx';
import { createMailSettingsQuery } from './queries.ts';
import { TestSend } from './test-send.tsx';

export default function MailPage(): JSX.Element {
  const settings = createMailSettingsQuery();
  createTitle(() => ['Mail', 'Settings']);
  /** Links to this computer do not work elsewhere. */
  const leadsNowhere = () =>
    settings.data?.isPublicUrlLocal && (settings.data.driver ?? settings.data.drivers[0]) !== 'outbox';
  return (
    <div class={page.narrow}>
      <h1>Mail</h1>
      <Show when={settings.error}>
        <ProblemNotice problem={problemIn(settings.error)} onRetry={() => void settings.refetch()} />
      </Show>
      <Show when={settings.data?.fault}>
        {(fault) => (
          <Notice tone="bad" role="alert">
            <strong>Messages wait</strong>
            <span>{fault().text}</span>
            <span class="muted">
              <Ago at={fault().at} />. Correct the settings and send a test; everything that waits is sent then.
            </span>
          </Notice>
        )}
      </Show>
      <Show when={leadsNowhere()}>
        <Notice tone="wait">
          <strong>Links in messages lead to this computer only</strong>
          <span>
            They begin with {settings.data?.publicUrl}. Start Mailferry with <code>--public-url</code> before you write
            to people elsewhere.
          </span>
        </Notice>
      </Show>
      {/* What comes above decides where the rest stands: shown earlier, it would move. */}
      <Show when={settings.data} fallback={settings.error ? undefined : <Skeleton lines={4} />}>
        {(data) => (
          <section class="card pad stack">
            <h2>Sending</h2>
            <MailForm settings={data()} />
          </section>
        )}
      </Show>
      <div class={styles.rest} hidden={settings.isPending}>
        <Later>
          <TestSend />
        </Later>
        <Later>
          <DomainChecks />
        </Later>
        <Later>
          <Messages />
        </Later>
      </div>
    </div>
  );
}
