import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { LICENCE_NAMES } from '../../../worker/lib/licence-facts.ts';
import type { LicenceOrder } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { EachById } from '../../ui/each-by-id.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { Pager } from '../../ui/pager.tsx';
import { Ago, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { PAYMENT_NAMES, formatMoney, orderLook } from './licence-words.ts';
import styles from './licences.module.css';
import { OrderActions } from './order-actions.tsx';
import { createOrdersQuery } from './queries.ts';

/** The orders of the workgroup, latest first. */
export function Orders(props: { mayPay: boolean }): JSX.Element {
  const [pages, setPages] = createSignal(1);
  const orders = createOrdersQuery(pages);
  return (
    <section class="card pad stack" aria-label="Orders" ref={(box) => keepFocus(box, 'near')}>
      <h2>Orders</h2>
      <Show when={orders.error}>
        <ProblemNotice
          problem={problemIn(orders.error)}
          tone={orders.data ? 'wait' : 'bad'}
          onRetry={() => void orders.refetch()}
        />
      </Show>
      <Show when={orders.data} fallback={orders.error ? undefined : <Skeleton lines={2} />}>
        {(data) => (
          <>
            <Show when={data().items.length === 0}>
              <p class="muted">No orders yet.</p>
            </Show>
            <div>
              <EachById each={data().items}>{(order) => <Row order={order()} mayPay={props.mayPay} />}</EachById>
            </div>
            <Show when={data().hasMore || pages() > 1}>
              <Pager
                shown={data().items.length}
                hasMore={data().hasMore}
                isBusy={orders.isPlaceholder}
                onMore={() => setPages((count) => count + 1)}
              />
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}

function Row(props: { order: LicenceOrder; mayPay: boolean }): JSX.Element {
  const look = () => orderLook(props.order);
  return (
    <article class={styles.line} aria-label={`Order ${props.order.number}`}>
      <div class="stack tight">
        <div class="row wrap">
          <a class="plain-link" href={`/settings/licences/orders/${props.order.id}`}>
            {props.order.number}
          </a>
          <span>
            {formatCount(props.order.quantity)} × {LICENCE_NAMES[props.order.kind]}
          </span>
          <Badge tone={look().tone} icon={look().icon}>
            {look().words}
          </Badge>
        </div>
        <span class="small muted">
          {PAYMENT_NAMES[props.order.payment]}, ordered by {props.order.createdBy} <Ago at={props.order.createdAt} />
        </span>
      </div>
      <span class={styles.number}>{formatMoney(props.order.netAmount, props.order.currency)}</span>
      <Show when={props.mayPay && props.order.state === 'open'}>
        <OrderActions order={props.order} />
      </Show>
    </article>
  );
}
