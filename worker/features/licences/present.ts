import { toIso } from '../../lib/clock.ts';
import { LICENCE_KINDS, orderNumber } from '../../lib/licence-facts.ts';
import type { EntryType, LicenceKind } from '../../lib/licence-facts.ts';
import type { LicenceSettings } from '../kernel/deps.ts';
import type { Sum } from './balance.ts';
import type { EntryRow, OrderRow } from './table.ts';

type State = {
  isOn: boolean;
  sums: readonly Sum[];
  reserved: ReadonlyMap<LicenceKind, number>;
  waitingMailboxes: number;
  takesCards: boolean;
};

/** Balances, prices and the switch, as the API shows them. */
export function presentLicences(
  { isOn, sums, reserved, waitingMailboxes, takesCards }: State,
  prices: LicenceSettings,
) {
  const of = (kind: LicenceKind, ...types: EntryType[]) =>
    sums.filter((sum) => sum.kind === kind && (types.length === 0 || types.includes(sum.type)));
  const amount = (kind: LicenceKind, ...types: EntryType[]) =>
    of(kind, ...types).reduce((total, sum) => total + sum.amount, 0);
  const count = (kind: LicenceKind, type: EntryType) => of(kind, type).reduce((total, sum) => total + sum.count, 0);
  return {
    isOn,
    kinds: LICENCE_KINDS.map((kind) => ({
      kind,
      available: amount(kind),
      reserved: reserved.get(kind) ?? 0,
      applied: Math.abs(amount(kind, 'applied', 'revoked')),
      consumed: count(kind, 'consumed'),
      purchased: amount(kind, 'purchased'),
      refunded: Math.abs(amount(kind, 'refunded')),
      unitAmount: prices.unitAmounts[kind],
      limitBytes: kind === 'mailbox' ? prices.mailboxLimitBytes : null,
    })),
    currency: prices.currency,
    waitingMailboxes,
    payments: takesCards ? (['invoice', 'card'] as const) : (['invoice'] as const),
  };
}

export function presentOrder(row: OrderRow) {
  return {
    id: row.id,
    number: orderNumber(row.number),
    kind: row.kind,
    quantity: row.quantity,
    unitAmount: row.unitAmount,
    netAmount: row.unitAmount * row.quantity,
    currency: row.currency,
    billingAddress: row.billingAddress,
    payment: row.payment,
    state: row.state,
    refunded: row.refunded,
    createdBy: row.createdByName,
    createdAt: toIso(row.createdAt),
    paidAt: toIso(row.paidAt),
  };
}

export function presentEntry(row: EntryRow) {
  return {
    id: row.id,
    at: toIso(row.at),
    kind: row.kind,
    type: row.type,
    amount: row.amount,
    subject: row.subject,
    orderId: row.orderId,
    mailboxId: row.mailboxId,
    assignmentId: row.assignmentId,
    actor: { kind: row.actorKind, name: row.actorName },
  };
}
