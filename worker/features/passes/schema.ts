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
