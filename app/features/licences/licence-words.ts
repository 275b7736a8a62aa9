import type { EntryType, LicenceKind, OrderState, PaymentWay } from '../../../worker/lib/licence-facts.ts';
import type { LicenceEntry, LicenceOrder } from '../../api.ts';
import { formatDecimals } from '../../lib/format.ts';
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

/** Currencies with two decimals, and what stands before their amounts. */
export const SIGNS: Readonly<Record<string, string>> = {
  CHF: 'CHF\u00A0',
  CZK: 'CZK\u00A0',
  DKK: 'DKK\u00A0',
  EUR: '€',
  GBP: '£',
  NOK: 'NOK\u00A0',
  PLN: 'PLN\u00A0',
  SEK: 'SEK\u00A0',
  USD: '$',
};

/** An amount in the smallest unit of its currency, as English writes it. `Intl` takes a slow phone a while to load. */
export function formatMoney(amount: number, currency: string): string {
  const sign = SIGNS[currency];
  if (sign !== undefined) return `${amount < 0 ? '-' : ''}${sign}${formatDecimals(Math.abs(amount) / 100, 2)}`;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
