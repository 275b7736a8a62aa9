import { z } from 'zod';
import { pageOf } from '../kernel/page.ts';
import { PASS_STATUSES } from './table.ts';
import { PASS_TYPES } from '../../lib/pass-types.ts';

const MAXIMUM_MAILBOXES = 10_000;

const MailboxIds = z
  .array(z.string().min(1).max(100))
  .min(1, 'Name at least one mailbox, or leave mailboxIds out for all of them.')
  .max(MAXIMUM_MAILBOXES)
  .transform((ids) => [...new Set(ids)]);

export const PassRequest = z
  .strictObject({
    type: z.enum(PASS_TYPES),
    olderThan: z
      .union([z.strictObject({ days: z.int().min(1).max(36_500) }), z.strictObject({ date: z.iso.date() })])
      .optional()
      .describe('Pre-stage only: items older than so many days, or dated before a day (UTC). 90 days by default.'),
    mailboxIds: MailboxIds.optional().describe('All mailboxes of the project where left out.'),
  })
  .meta({ ref: 'PassRequest' });

export const PassHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The same key with the same request answers the same pass again and starts nothing.'),
});

export const StopRequest = z
  .strictObject({ mailboxIds: MailboxIds.optional().describe('The whole pass where left out.') })
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
