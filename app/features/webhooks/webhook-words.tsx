import type { JSX } from 'solid-js';
import type { Delivery, Webhook } from '../../api.ts';
import { WEBHOOK_EVENTS } from '../../../worker/lib/event-types.ts';
import { Badge } from '../../ui/badge.tsx';

/** By what people know a webhook. */
export function nameOf({ description, url }: Webhook): string {
  return description ?? new URL(url).host;
}

export function eventsOf({ events }: Pick<Webhook, 'events'>): string {
  if (events.includes('*')) return 'all';
  return events.map((type) => WEBHOOK_EVENTS.find((one) => one.type === type)?.title ?? type).join(', ');
}

const PAUSED = {
  person: 'Paused',
  gone: 'Paused: the receiver answered 410',
  failing: 'Paused after five days of failure',
} as const;

export function WebhookState(props: { webhook: Webhook }): JSX.Element {
  const look = () => {
    const { state, pauseReason, failingSince, deliveredAt } = props.webhook;
    if (state === 'paused')
      return {
        tone: pauseReason === 'person' ? 'idle' : 'bad',
        icon: 'pause',
        words: PAUSED[pauseReason ?? 'person'],
      } as const;
    if (failingSince !== null) return { tone: 'bad', icon: 'failed', words: 'Failing' } as const;
    if (deliveredAt === null) return { tone: 'idle', icon: 'circle', words: 'Nothing delivered yet' } as const;
    return { tone: 'ok', icon: 'check-circle', words: 'Delivering' } as const;
  };
  return (
    <Badge tone={look().tone} icon={look().icon}>
      {look().words}
    </Badge>
  );
}

const DELIVERY_LOOKS = {
  pending: { tone: 'wait', icon: 'clock', words: 'Pending' },
  delivered: { tone: 'ok', icon: 'check-circle', words: 'Delivered' },
  failed: { tone: 'bad', icon: 'failed', words: 'Failed' },
  dropped: { tone: 'idle', icon: 'pause', words: 'Dropped' },
} as const;

export const STATE_WORDS = Object.entries(DELIVERY_LOOKS).map(
  ([state, { words }]) => [state as Delivery['state'], words] as const,
);

export function DeliveryState(props: { delivery: Pick<Delivery, 'state' | 'nextAttemptAt'> }): JSX.Element {
  const isSending = () => props.delivery.state === 'pending' && props.delivery.nextAttemptAt === null;
  const look = () => DELIVERY_LOOKS[props.delivery.state];
  return (
    <Badge tone={isSending() ? 'run' : look().tone} icon={isSending() ? 'running' : look().icon} isMoving={isSending()}>
      {isSending() ? 'Sending' : look().words}
    </Badge>
  );
}
