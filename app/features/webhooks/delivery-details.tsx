import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import type { Delivery, Problem, Webhook } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { keys } from '../../lib/query-keys.ts';
import { button } from '../../ui/button.ts';
import { Icon } from '../../ui/icon.tsx';
import facts from '../../ui/facts.module.css';
import { Ago, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { createDeliveryQuery } from './queries.ts';
import { DeliveryState } from './webhook-words.tsx';
import styles from './webhooks.module.css';

/** A delivery with its request and the answer to each attempt. */
export function DeliveryDetails(props: {
  webhook: Webhook;
  deliveryId: string;
  onRedelivered: () => void;
}): JSX.Element {
  const client = useQueryClient();
  const delivery = createDeliveryQuery(
    () => props.webhook.id,
    () => props.deliveryId,
  );
  const [problem, setProblem] = createSignal<Problem>();
  const redeliver = async () => {
    setProblem();
    try {
      const param = { id: props.webhook.id, deliveryId: props.deliveryId };
      await read(api.webhooks[':id'].deliveries[':deliveryId'].redeliver.$post({ param }));
      props.onRedelivered();
    } catch (error) {
      setProblem(problemIn(error));
    }
    await client.invalidateQueries({ queryKey: keys.delivery(props.webhook.id, props.deliveryId) });
  };
  return (
    <div class="stack">
      <Show when={delivery.error}>
        <ProblemNotice problem={problemIn(delivery.error)} onRetry={() => void delivery.refetch()} />
      </Show>
      <Show when={delivery.data} fallback={<Skeleton lines={3} />}>
        {(data) => (
          <>
            <div class="row wrap spread">
              <DeliveryState delivery={data()} />
              <button type="button" class={button()} onClick={() => void redeliver()}>
                <Icon name="refresh" /> Redeliver
              </button>
            </div>
            <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
            <dl class={facts.facts}>
              <dt>Event</dt>
              <dd>{data().type}</dd>
              <dt>webhook-id</dt>
              <dd>
                <code>{data().messageId}</code>
              </dd>
              <Show when={data().nextAttemptAt}>
                {(at) => (
                  <>
                    <dt>Next attempt</dt>
                    <dd>
                      <Ago at={at()} />
                    </dd>
                  </>
                )}
              </Show>
            </dl>
            <h3>Request</h3>
            <pre class={styles.wrapped} tabIndex={0} aria-label="Request">
              <code>{requestText(data().request)}</code>
            </pre>
            <h3>{data().attempts.length === 1 ? 'Answer' : 'Answers'}</h3>
            <Show when={data().attempts.length === 0}>
              <p class="muted">{data().reason ?? 'No answer yet.'}</p>
            </Show>
            <For each={[...data().attempts].reverse()}>{(attempt) => <AttemptDetails attempt={attempt} />}</For>
          </>
        )}
      </Show>
    </div>
  );
}

function AttemptDetails(props: { attempt: Delivery['attempts'][number] }): JSX.Element {
  return (
    <div class={styles.attempt}>
      <div class="row wrap spread">
        <strong>{props.attempt.error ?? `The receiver answered ${String(props.attempt.status)}.`}</strong>
        <span class="small muted">
          <Show when={props.attempt.ms}>{(ms) => <>{formatCount(ms())} ms · </>}</Show>
          <Ago at={props.attempt.at} />
        </span>
      </div>
      <Show when={props.attempt.answer}>
        {(answer) => (
          <pre class={styles.wrapped} tabIndex={0} aria-label="Answer of the receiver">
            <code>{answer()}</code>
          </pre>
        )}
      </Show>
    </div>
  );
}

function requestText({
  method,
  url,
  headers,
  body,
}: {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url}`, ...lines, 'webhook-signature: (not kept)', '', pretty(body)].join('\n');
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
