import { formatLongDate } from '../../lib/dates.ts';
import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import { LICENCE_NAMES } from '../../../worker/lib/licence-facts.ts';
import type { LicenceOrder } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { createTitle } from '../../lib/title.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { button } from '../../ui/button.ts';
import facts from '../../ui/facts.module.css';
import { keepFocus } from '../../ui/keep-focus.ts';
import page from '../../ui/page.module.css';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { createMeQuery } from '../session/queries.ts';
import { PAYMENT_NAMES, formatMoney, orderLook } from './licence-words.ts';
import styles from './licences.module.css';
import { OrderActions } from './order-actions.tsx';
import { createOrderQuery } from './queries.ts';

/** One order, as it is printed. */
export default function OrderPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const order = createOrderQuery(() => params.id);
  const me = createMeQuery();
  createTitle(() => [order.data?.number ?? 'Order', 'Licences', 'Settings']);
  const mayPay = () => me.data !== undefined && can(me.data.role, 'licence.purchase');
  return (
    <div class={page.narrow} ref={(box) => keepFocus(box, 'near')}>
      <header class={`${page.head} ${styles.screen}`}>
        <BackLink href="/settings/licences">Licences</BackLink>
        <Show when={order.data}>
          <button type="button" class={button()} onClick={() => print()}>
            Print
          </button>
        </Show>
      </header>
      <Show when={order.error}>
        <ProblemNotice problem={problemIn(order.error)} onRetry={() => void order.refetch()} />
      </Show>
      <Show when={order.data} fallback={order.error ? undefined : <Skeleton lines={4} />}>
        {(data) => (
          <>
            <Sheet order={data()} workgroup={me.data?.workgroup.name ?? ''} />
            <Show when={mayPay() && data().state === 'open'}>
              <div class={styles.screen}>
                <OrderActions order={data()} />
              </div>
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}

function Sheet(props: { order: LicenceOrder; workgroup: string }): JSX.Element {
  const look = () => orderLook(props.order);
  const address = () => props.order.billingAddress;
  const money = (amount: number) => formatMoney(amount, props.order.currency);
  return (
    <article class={`card pad ${styles.sheet}`}>
      <div class="row wrap spread">
        <h1>Licence order {props.order.number}</h1>
        <Badge tone={look().tone} icon={look().icon}>
          {look().words}
        </Badge>
      </div>
      <div class={styles.halves}>
        <address class={styles.address}>
          <strong>{address().company}</strong>
          <br />
          {address().street}
          <br />
          {address().postalCode} {address().city}
          <br />
          {address().country}
          <Show when={address().taxId}>
            {(taxId) => (
              <>
                <br />
                VAT number: {taxId()}
              </>
            )}
          </Show>
          <br />
          {address().email}
        </address>
        <dl class={facts.facts}>
          <dt>Workgroup</dt>
          <dd>{props.workgroup}</dd>
          <dt>Ordered by</dt>
          <dd>{props.order.createdBy}</dd>
          <dt>Ordered on</dt>
          <dd>{formatLongDate(props.order.createdAt)}</dd>
          <dt>Payment</dt>
          <dd>{PAYMENT_NAMES[props.order.payment]}</dd>
          <Show when={props.order.paidAt}>
            {(at) => (
              <>
                <dt>Paid on</dt>
                <dd>{formatLongDate(at())}</dd>
              </>
            )}
          </Show>
        </dl>
      </div>
      <table class={styles.items}>
        <thead>
          <tr>
            <th scope="col">Licence</th>
            <th scope="col" class={styles.number}>
              Number
            </th>
            <th scope="col" class={styles.number}>
              Net price
            </th>
            <th scope="col" class={styles.number}>
              Net amount
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{LICENCE_NAMES[props.order.kind]}</td>
            <td class={styles.number}>{formatCount(props.order.quantity)}</td>
            <td class={styles.number}>{money(props.order.unitAmount)}</td>
            <td class={styles.number}>{money(props.order.netAmount)}</td>
          </tr>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              Net total
            </th>
            <td class={styles.number}>{money(props.order.netAmount)}</td>
          </tr>
        </tfoot>
      </table>
      <p class="small muted">All amounts are without taxes, in {props.order.currency}.</p>
      <Show when={props.order.refunded > 0}>
        <p class="small">{formatCount(props.order.refunded)} of these licences were refunded.</p>
      </Show>
    </article>
  );
}
