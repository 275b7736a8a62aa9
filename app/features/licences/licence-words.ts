import type { EntryType, LicenceKind, OrderState, PaymentWay } from '../../../worker/lib/licence-facts.ts';
import type { LicenceEntry, LicenceOrder } from '../../api.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/parts.tsx';

export const LICENCE_HINTS: Readonly<Record<LicenceKind, string>> = {
  mailbox: 'For one mailbox of the user, up to its data limit.',
  'user-bundle': 'For every mailbox and pass of the user, without a data limit.',
};

export const PAYMENT_NAMES: Readonly<Record<PaymentWay, string>> = {
  invoice: 'Invoice',
  card: 'Card',
};

const ORDER_LOOKS: Readonly<Record<OrderState, { tone: Tone; icon: IconName; words: string }>> = {
  open: { tone: 'wait', icon: 'clock', words: 'Open' },
  paid: { tone: 'ok', icon: 'check-circle', words: 'Paid' },
  cancelled: { tone: 'idle', icon: 'stop', words: 'Cancelled' },
  refunded: { tone: 'idle', icon: 'undo', words: 'Refunded' },
};

export function orderLook({ state, refunded }: Pick<LicenceOrder, 'state' | 'refunded'>) {
  const look = ORDER_LOOKS[state];
  return state === 'paid' && refunded > 0 ? { ...look, words: 'Partly refunded' } : look;
}

const ENTRIES: Readonly<Record<EntryType, string>> = {
  purchased: 'Purchased',
  refunded: 'Refunded',
  applied: 'Applied to a user',
  revoked: 'Revoked from a user',
  reserved: 'Reserved by a pass',
  returned: 'Returned',
  consumed: 'Consumed',
};

export const entryWords = ({ type }: Pick<LicenceEntry, 'type'>): string => ENTRIES[type];

/** `+3`, `−1`, `0`: with a sign, as it is a change. */
export function formatChange(amount: number): string {
  if (amount === 0) return '0';
  return amount > 0 ? `+${String(amount)}` : `−${String(-amount)}`;
}

/** An amount in the smallest unit of its currency, as people write it. */
export function formatMoney(amount: number, currency: string): string {
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
