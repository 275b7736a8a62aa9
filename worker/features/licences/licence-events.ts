import { LICENCE_NAMES, orderNumber } from '../../lib/licence-facts.ts';
import type { Actor, NewEvent } from '../events/event.ts';
import { newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { OrderRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;

/** Stripe, which reports that a card was charged, or a payment refunded. */
export const PAYMENT_SERVICE: Actor = { kind: 'system', id: null, name: 'Stripe' };

type OrderEvent = 'licence.ordered' | 'licence.order-paid' | 'licence.order-cancelled' | 'licence.order-refunded';

export function orderEvent(
  deps: Needs,
  actor: Actor,
  type: OrderEvent,
  order: Pick<OrderRow, 'id' | 'number' | 'kind' | 'quantity' | 'payment'>,
): NewEvent {
  return newEvent(deps, actor, {
    type,
    subject: { kind: 'licence-order', id: order.id, name: orderNumber(order.number) },
    data: { licence: LICENCE_NAMES[order.kind], count: order.quantity, payment: order.payment },
  });
}

export function switchEvent(
  deps: Needs,
  actor: Actor,
  isOn: boolean,
  workgroup: { id: string; name: string },
): NewEvent {
  return newEvent(deps, actor, {
    type: isOn ? 'licence.turned-on' : 'licence.turned-off',
    subject: { kind: 'workgroup', ...workgroup },
  });
}
