/** What a licence is for: one mailbox, or all mailboxes of one customer user. */
export const LICENCE_KINDS = ['mailbox', 'user-bundle'] as const;
export type LicenceKind = (typeof LICENCE_KINDS)[number];

export const LICENCE_NAMES = {
  mailbox: 'Mailbox licence',
  'user-bundle': 'User Bundle licence',
} as const satisfies Record<LicenceKind, string>;

/** How an order is paid. */
export const PAYMENT_WAYS = ['invoice', 'card'] as const;
export type PaymentWay = (typeof PAYMENT_WAYS)[number];

export const ORDER_STATES = ['open', 'paid', 'cancelled', 'refunded'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

/**
 * Why an entry of the ledger was written. `amount` is what it changes in the balance: a purchase adds, a reservation, an
 * application and a refund take away, a return and a revocation give back. Consuming changes nothing: what is consumed
 * has been taken away before.
 */
export const ENTRY_TYPES = ['purchased', 'refunded', 'applied', 'revoked', 'reserved', 'returned', 'consumed'] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

/** How far the licence of a customer user has been used. */
export const ASSIGNMENT_STATES = ['applied', 'in-use', 'used'] as const;
export type AssignmentState = (typeof ASSIGNMENT_STATES)[number];

/** Codes of the reasons for which a mailbox waits for a licence. */
export const NO_LICENCE_LEFT = 'no-licence-left';
export const LICENCE_LIMIT_REACHED = 'licence-limit-reached';

/** Passes that need a licence; all others are free. */
export const LICENSED_PASSES: readonly string[] = ['pre-stage', 'full'];

export function isLicensedPass(type: string): boolean {
  return LICENSED_PASSES.includes(type);
}

/** An order as people call it. */
export function orderNumber(number: number): string {
  return `L-${String(number).padStart(4, '0')}`;
}
