import { z } from 'zod';
import { pageOf } from '../kernel/page.ts';
import { PASS_STATUSES } from './table.ts';
import { PASS_TYPES } from '../../lib/pass-types.ts';

const MAXIMUM_MAILBOXES = 10_000;

const MailboxIds = z
  .array(z.string().min(1).max(100))
  .min(1, 'Name at least one mailbox, or leave out mailboxIds to select all of them.')
  .max(MAXIMUM_MAILBOXES)
  .transform((ids) => [...new Set(ids)]);

export const PassRequest = z
  .strictObject({
    type: z.enum(PASS_TYPES),
    olderThan: z
      .union([z.strictObject({ days: z.int().min(1).max(36_500) }), z.strictObject({ date: z.iso.date() })])
      .optional()
      .describe(
        'Pre-stage only: copy items older than this many days, or dated before this day (UTC). The default is 90 days.',
      ),
    errorCodes: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(100)
      .optional()
      .describe(
        'Retry errors only: of these mailboxes, only those with an error of one of these codes. All of their failed items are tried again.',
      ),
    mailboxIds: MailboxIds.optional().describe('Default: all mailboxes of the project.'),
  })
  .meta({ ref: 'PassRequest' });

export const PassHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Repeating a request with the same key returns the same pass and starts nothing.'),
});

export const StopRequest = z
  .strictObject({ mailboxIds: MailboxIds.optional().describe('Default: the whole pass.') })
  .meta({ ref: 'StopRequest' });

export const Pass = z
  .object({
    id: z.string(),
    projectId: z.string(),
    type: z.enum(PASS_TYPES),
    status: z.enum(PASS_STATUSES),
    mailboxCount: z.int().min(0),
    olderThanAt: z.string().nullable().describe('Pre-stage: items dated before this instant.'),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
  })
  .meta({ ref: 'Pass' });

export const PassPage = pageOf('Pass', Pass);

const Count = z.int().min(0);

export const PassPreview = z
  .object({
    mailboxCount: Count.describe('Mailboxes that were asked about.'),
    starts: Count.describe('They start at once.'),
    waitsForOwner: Count.describe('They wait for their owners, who get a message.'),
    waitsForLicence: Count.describe('They wait for a licence.'),
    inPass: Count.describe('They are in a pass already.'),
    credentialsMissing: Count.describe('Agents have to enter their credentials again.'),
    nothingFailed: Count.describe('Retry errors only: they have no such error.'),
    olderThanAt: z.string().nullable().describe('Pre-stage: items dated before this instant.'),
    mailboxIds: z.array(z.string()).describe('Those that the pass can be started on: all that start or wait.'),
  })
  .meta({ ref: 'PassPreview' });
