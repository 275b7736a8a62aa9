import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { problemIn } from '../../api.ts';
import { Badge } from '../../ui/badge.tsx';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import styles from './mail.module.css';
import { createDomainQuery } from './queries.ts';

const STATES = {
  ok: ['ok', 'check', 'Found'],
  missing: ['bad', 'warning', 'Missing'],
  weak: ['wait', 'warning', 'Needs attention'],
  unknown: ['idle', 'help', 'Unknown'],
} as const;

/** What receivers look up of the sender’s domain, and what is missing there. */
export function DomainChecks(): JSX.Element {
  const report = createDomainQuery();
  return (
    <section class="card pad stack">
      <div>
        <h2>Sender domain</h2>
        <p class="muted">
          Receivers look these records up in DNS. Without them, messages end in the junk folder or are refused.
        </p>
      </div>
      <Show when={report.error}>
        <ProblemNotice problem={problemIn(report.error)} onRetry={() => void report.refetch()} />
      </Show>
      <Show when={report.data} fallback={report.error ? undefined : <Skeleton lines={3} />}>
        {(data) => (
          <Show when={data().domain} fallback={<p class="muted">Enter a sender address first.</p>}>
            <div>
              <For each={data().checks}>
                {(check) => (
                  <div class={styles.record}>
                    <strong>{check.record}</strong>
                    <div class="stack">
                      <div>
                        <Badge tone={STATES[check.state][0]} icon={STATES[check.state][1]}>
                          {STATES[check.state][2]}
                        </Badge>{' '}
                        <span class="small muted">{check.name}</span>
                      </div>
                      <Show when={check.found}>{(found) => <code class={styles.answer}>{found()}</code>}</Show>
                      <Show when={check.advice}>{(advice) => <span>{advice()}</span>}</Show>
                    </div>
                  </div>
                )}
              </For>
            </div>
          </Show>
        )}
      </Show>
    </section>
  );
}
