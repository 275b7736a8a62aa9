import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Match, Show, Switch, createSignal } from 'solid-js';
import type { Delivery, Webhook } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { button } from '../../ui/button.ts';
import chips from '../../ui/chips.module.css';
import { Dialog } from '../../ui/dialog.tsx';
import { EachById } from '../../ui/each-by-id.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Pager } from '../../ui/pager.tsx';
import { Ago, Empty, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { DeliveryDetails } from './delivery-details.tsx';
import type { StateFilter } from './queries.ts';
import { createDeliveriesQuery } from './queries.ts';
import { RedeliverRange } from './redeliver-range.tsx';
import { DeliveryState, STATE_WORDS } from './webhook-words.tsx';
import styles from './webhooks.module.css';

const FILTERS: readonly (readonly [StateFilter, string])[] = [['all', 'All'], ...STATE_WORDS];

/** What was sent, newest first. A press on one shows its request and the answers. */
export function Deliveries(props: { webhook: Webhook }): JSX.Element {
  const client = useQueryClient();
  const [state, setState] = createSignal<StateFilter>('all');
  const [pages, setPages] = createSignal(1);
  const [openId, setOpenId] = createSignal<string>();
  const [isRange, setRange] = createSignal(false);
  const list = createDeliveriesQuery(() => props.webhook.id, state, pages);
  const readAgain = () => client.invalidateQueries({ queryKey: keys.deliveries(props.webhook.id) });
  const filter = (value: StateFilter) => {
    setState(value);
    setPages(1);
  };
  return (
    <section class="stack snug" aria-labelledby="deliveries">
      <div class="row wrap spread">
        <h2 id="deliveries">Deliveries</h2>
        <button
          type="button"
          class={button()}
          disabled={props.webhook.state === 'paused'}
          onClick={() => setRange(true)}
        >
          <Icon name="refresh" /> Redeliver a time range
        </button>
      </div>
      <div class={chips.strip} role="group" aria-label="State">
        <For each={FILTERS}>
          {([value, words]) => (
            <button type="button" class={chips.chip} aria-pressed={state() === value} onClick={() => filter(value)}>
              {words}
            </button>
          )}
        </For>
      </div>
      <Show when={list.error}>
        <ProblemNotice
          problem={problemIn(list.error)}
          tone={list.data ? 'wait' : 'bad'}
          onRetry={() => void list.refetch()}
        />
      </Show>
      <Switch>
        <Match when={list.data?.items.length === 0}>
          <div class="card">
            <Empty icon="send" title={state() === 'all' ? 'No deliveries yet' : 'No deliveries in this state'}>
              <p>Deliveries are kept for 30 days. Send a test to see whether your receiver answers.</p>
            </Empty>
          </div>
        </Match>
        <Match when={list.data}>
          {(data) => (
            <>
              <div class={`card ${styles.list}`}>
                <EachById each={data().items}>
                  {(delivery) => <DeliveryRow delivery={delivery()} onOpen={() => setOpenId(delivery().id)} />}
                </EachById>
              </div>
              <Show when={data().hasMore || pages() > 1}>
                <Pager
                  shown={data().items.length}
                  hasMore={data().hasMore}
                  isBusy={list.isPlaceholder}
                  onMore={() => setPages((count) => count + 1)}
                />
              </Show>
            </>
          )}
        </Match>
        <Match when={list.isPending && !list.error}>
          <Skeleton lines={4} />
        </Match>
      </Switch>
      <Show when={openId()}>
        {(id) => (
          <Dialog title="Delivery" onClose={() => setOpenId()}>
            <DeliveryDetails webhook={props.webhook} deliveryId={id()} onRedelivered={() => void readAgain()} />
          </Dialog>
        )}
      </Show>
      <Show when={isRange()}>
        <Dialog title="Redeliver a time range" onClose={() => setRange(false)}>
          <RedeliverRange
            webhookId={props.webhook.id}
            onDone={() => {
              setRange(false);
              void readAgain();
            }}
          />
        </Dialog>
      </Show>
    </section>
  );
}

function DeliveryRow(props: { delivery: Delivery; onOpen: () => void }): JSX.Element {
  const answer = () => {
    const last = props.delivery.attempts.at(-1);
    if (props.delivery.reason) return props.delivery.reason;
    if (!last) return '';
    const tries = props.delivery.attempts.length;
    return `${last.error ?? `Answered ${String(last.status)}`}${tries > 1 ? ` · ${tries} attempts` : ''}`;
  };
  return (
    <button type="button" class={styles.delivery} onClick={() => props.onOpen()}>
      <DeliveryState delivery={props.delivery} />
      <span class="stack tight">
        <span class="truncate">
          <strong>{props.delivery.type}</strong> <span class="muted">{props.delivery.about}</span>
        </span>
        <span class="small muted truncate">
          {answer()}
          <Show when={props.delivery.nextAttemptAt}>
            {(at) => (
              <>
                {' '}
                · next attempt <Ago at={at()} />
              </>
            )}
          </Show>
        </span>
      </span>
      <span class="small muted">
        <Ago at={props.delivery.createdAt} />
      </span>
    </button>
  );
}
