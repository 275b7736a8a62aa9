import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { z } from 'zod';
import type { ActorKind } from '../../lib/event-types.ts';
import { ENTRY_TYPES, LICENCE_KINDS, ORDER_STATES, PAYMENT_WAYS } from '../../lib/licence-facts.ts';
import type { BillingAddress } from '../../lib/new-licence-order.ts';
import { customerUsers } from '../customers/table.ts';
import { organization } from '../workgroups/table.ts';

const workgroup = () =>
  text('workgroup_id')
    .notNull()
    .references(() => organization.id);

/** Orders of licences. Amounts are net, in the smallest unit of the currency. */
export const licenceOrders = sqliteTable(
  'licence_orders',
  {
    id: text('id').primaryKey(),
    workgroupId: workgroup(),
    /** Counts the orders of the workgroup from 1. */
    number: integer('number').notNull(),
    kind: text('kind', { enum: LICENCE_KINDS }).notNull(),
    quantity: integer('quantity').notNull(),
    unitAmount: integer('unit_amount').notNull(),
    currency: text('currency').notNull(),
    billingAddress: text('billing_address', { mode: 'json' }).$type<z.output<typeof BillingAddress>>().notNull(),
    payment: text('payment', { enum: PAYMENT_WAYS }).notNull(),
    state: text('state', { enum: ORDER_STATES }).notNull(),
    createdBy: text('created_by').notNull(),
    createdByName: text('created_by_name').notNull(),
    createdAt: integer('created_at').notNull(),
    paidAt: integer('paid_at'),
    /** Stripe's ids of the checkout and of the payment. */
    checkoutId: text('checkout_id'),
    paymentId: text('payment_id'),
    /** Licences of this order that were refunded, as far as is known, and as far as the ledger has followed. */
    refunded: integer('refunded').notNull().default(0),
    refundedInLedger: integer('refunded_in_ledger').notNull().default(0),
  },
  (table) => [
    uniqueIndex('licence_orders_number').on(table.workgroupId, table.number),
    index('licence_orders_workgroup').on(table.workgroupId, table.id),
    index('licence_orders_payment')
      .on(table.paymentId)
      .where(sql`payment_id IS NOT NULL`),
  ],
);

/**
 * Every change of the balances, one row each. Triggers refuse to change or delete rows. The id of an entry is made from
 * that of its cause, so that no cause counts twice. No foreign keys: an entry outlives what it is about.
 */
export const licenceEntries = sqliteTable(
  'licence_entries',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    workgroupId: text('workgroup_id').notNull(),
    at: integer('at').notNull(),
    kind: text('kind', { enum: LICENCE_KINDS }).notNull(),
    type: text('type', { enum: ENTRY_TYPES }).notNull(),
    /** What it adds to the balance of its kind. */
    amount: integer('amount').notNull(),
    orderId: text('order_id'),
    assignmentId: text('assignment_id'),
    mailboxId: text('mailbox_id'),
    runId: text('run_id'),
    /** An order, a mailbox or a customer user, by its name of then. */
    subject: text('subject').notNull(),
    actorKind: text('actor_kind').$type<ActorKind>().notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name').notNull(),
  },
  (table) => [
    index('licence_entries_balance').on(table.workgroupId, table.kind, table.amount),
    index('licence_entries_workgroup').on(table.workgroupId, table.seq),
  ],
);

/** Licences that customer users have. A row that is revoked goes; the ledger keeps what happened. */
export const licenceAssignments = sqliteTable(
  'licence_assignments',
  {
    id: text('id').primaryKey(),
    workgroupId: workgroup(),
    customerId: text('customer_id').notNull(),
    // A user with a licence can't be deleted.
    customerUserId: text('customer_user_id')
      .notNull()
      .references(() => customerUsers.id),
    kind: text('kind', { enum: LICENCE_KINDS }).notNull(),
    appliedBy: text('applied_by').notNull(),
    appliedByName: text('applied_by_name').notNull(),
    appliedAt: integer('applied_at').notNull(),
  },
  (table) => [
    uniqueIndex('licence_assignments_user').on(table.customerUserId, table.kind),
    index('licence_assignments_customer').on(table.workgroupId, table.customerId, table.id),
  ],
);

const MAILBOX_LICENCE_STATES = ['reserved', 'consumed'] as const;

/**
 * Which mailboxes have a licence, by their addresses: a mailbox that is deleted and added again is the same one. A
 * reserved licence is consumed by the first pass that completes, or returned.
 */
export const mailboxLicences = sqliteTable(
  'mailbox_licences',
  {
    workgroupId: workgroup(),
    sourceKey: text('source_key').notNull(),
    destinationKey: text('destination_key').notNull(),
    kind: text('kind', { enum: LICENCE_KINDS }).notNull(),
    state: text('state', { enum: MAILBOX_LICENCE_STATES }).notNull(),
    /** The customer user's licence; null: a licence of the workgroup's balance. */
    assignmentId: text('assignment_id'),
    /** How much a Mailbox licence lets across; null: any amount. */
    limitBytes: integer('limit_bytes'),
    /** Since when that is reached. */
    overAt: integer('over_at'),
    /** Whether a pass has copied anything with it: then it is not returned. */
    hasCopied: integer('has_copied', { mode: 'boolean' }).notNull(),
    /** The run that reserved it. */
    runId: text('run_id').notNull(),
    reservedAt: integer('reserved_at').notNull(),
    consumedAt: integer('consumed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workgroupId, table.sourceKey, table.destinationKey] }),
    index('mailbox_licences_assignment')
      .on(table.assignmentId)
      .where(sql`assignment_id IS NOT NULL`),
  ],
);

export type OrderRow = typeof licenceOrders.$inferSelect;
export type EntryRow = typeof licenceEntries.$inferSelect;
export type AssignmentRow = typeof licenceAssignments.$inferSelect;
