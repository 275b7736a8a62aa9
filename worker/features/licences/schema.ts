import { z } from 'zod';
import { ASSIGNMENT_STATES, ENTRY_TYPES, LICENCE_KINDS, ORDER_STATES, PAYMENT_WAYS } from '../../lib/licence-facts.ts';
import { BillingAddress, NewLicenceOrder } from '../../lib/new-licence-order.ts';
import { pageOf } from '../kernel/page.ts';

const Amount = z.int().min(0).describe('In the smallest unit of the currency, net.');
const Currency = z.string().describe('ISO 4217, such as EUR.');

export const LicenceSwitch = z
  .strictObject({ isOn: z.boolean().describe('Whether pre-stage and full passes need a licence for each mailbox.') })
  .meta({ ref: 'LicenceSwitch' });

export const Licences = z
  .object({
    isOn: z.boolean().describe('Off: passes need no licences.'),
    kinds: z.array(
      z.object({
        kind: z.enum(LICENCE_KINDS),
        available: z.int().min(0).describe('The balance: what can be used now.'),
        reserved: z.int().min(0).describe('By passes that have not completed yet.'),
        applied: z.int().min(0).describe('Applied to customer users.'),
        consumed: z.int().min(0),
        purchased: z.int().min(0),
        refunded: z.int().min(0),
        unitAmount: Amount,
        limitBytes: z.int().nullable().describe('How much data one licence covers; null: any amount.'),
      }),
    ),
    currency: Currency,
    waitingMailboxes: z.int().min(0).describe('Mailboxes that wait for a licence.'),
    payments: z.array(z.enum(PAYMENT_WAYS)).describe('How orders can be paid here.'),
  })
  .meta({ ref: 'Licences' });

export const LicenceOrderRequest = NewLicenceOrder.meta({ ref: 'LicenceOrderRequest' });

export const LicenceOrder = z
  .object({
    id: z.string(),
    number: z.string().describe('As people call it, such as L-0001.'),
    kind: z.enum(LICENCE_KINDS),
    quantity: z.int().min(1),
    unitAmount: Amount,
    netAmount: Amount,
    currency: Currency,
    billingAddress: BillingAddress,
    payment: z.enum(PAYMENT_WAYS),
    state: z.enum(ORDER_STATES),
    refunded: z.int().min(0).describe('Licences of the order that were refunded.'),
    createdBy: z.string().describe('The name of who placed it.'),
    createdAt: z.string(),
    paidAt: z.string().nullable(),
  })
  .meta({ ref: 'LicenceOrder' });

export const PlacedOrder = LicenceOrder.extend({
  checkoutUrl: z.string().nullable().describe('Where a card pays the order. Null for an invoice.'),
}).meta({ ref: 'PlacedLicenceOrder' });

export const Checkout = z
  .object({ checkoutUrl: z.string().describe('The payment page.') })
  .meta({ ref: 'LicenceCheckout' });

export const LicenceOrderPage = pageOf('LicenceOrder', LicenceOrder);

const LicenceEntry = z
  .object({
    id: z.string(),
    at: z.string(),
    kind: z.enum(LICENCE_KINDS),
    type: z.enum(ENTRY_TYPES),
    amount: z.int().describe('What it adds to the balance of its kind.'),
    subject: z.string().describe('The order, mailbox or user that it is about, by its name of then.'),
    orderId: z.string().nullable(),
    mailboxId: z.string().nullable(),
    assignmentId: z.string().nullable(),
    actor: z.object({ kind: z.string(), name: z.string() }),
  })
  .meta({ ref: 'LicenceEntry' });

export const LicenceEntryPage = pageOf('LicenceEntry', LicenceEntry);

export const PaymentReceipt = z.object({ received: z.literal(true) }).meta({ ref: 'PaymentReceipt' });

const MOST_USERS = 1000;

export const LicenceApplication = z
  .strictObject({
    kind: z.enum(LICENCE_KINDS),
    userIds: z
      .array(z.string().min(1).max(100))
      .min(1, 'Name at least one user.')
      .max(MOST_USERS)
      .transform((ids) => [...new Set(ids)]),
  })
  .meta({ ref: 'LicenceApplication' });

const LicenceAssignment = z
  .object({
    id: z.string(),
    userId: z.string(),
    kind: z.enum(LICENCE_KINDS),
    state: z
      .enum(ASSIGNMENT_STATES)
      .describe('`applied`: it can be revoked. `in-use`: a pass runs with it, or has copied items. `used`: consumed.'),
    appliedBy: z.string().describe('The name of who applied it.'),
    appliedAt: z.string(),
  })
  .meta({ ref: 'LicenceAssignment' });

export const LicenceAssignmentPage = pageOf('LicenceAssignment', LicenceAssignment);

const MOST_MAILBOXES = 10_000;
const Ids = (missing: string) =>
  z
    .array(z.string().min(1).max(100))
    .min(1, missing)
    .max(MOST_MAILBOXES)
    .transform((ids) => [...new Set(ids)]);

export const MailboxLicenceApplication = z
  .strictObject({ kind: z.enum(LICENCE_KINDS), mailboxIds: Ids('Name at least one mailbox.') })
  .meta({ ref: 'MailboxLicenceApplication' });

export const MailboxLicenceReturn = z
  .strictObject({
    mailboxIds: Ids('Name at least one mailbox.').optional().describe('All unused licences of their owners.'),
    assignmentIds: Ids('Name at least one licence.').optional().describe('These licences, as far as they are unused.'),
  })
  .refine(({ mailboxIds, assignmentIds }) => (mailboxIds === undefined) !== (assignmentIds === undefined), {
    message: 'Send either `mailboxIds` or `assignmentIds`.',
    path: ['mailboxIds'],
  })
  .meta({ ref: 'MailboxLicenceReturn' });

export const AppliedLicences = z
  .object({ items: z.array(LicenceAssignment).describe('The licences that were applied now.') })
  .meta({ ref: 'AppliedLicences' });

export const RevokedLicences = z
  .object({ items: z.array(z.object({ userId: z.string(), kind: z.enum(LICENCE_KINDS) })) })
  .meta({ ref: 'RevokedLicences' });
