import { z } from 'zod';
import { REQUEST_STATES } from '../../lib/credential-request-facts.ts';
import { pageOf, PageQuery } from '../kernel/page.ts';
import { CredentialRequestFacts } from '../mailboxes/schema.ts';

const MAXIMUM_MAILBOXES = 10_000;

const MailboxIds = z
  .array(z.string().min(1).max(100))
  .min(1, 'Name at least one mailbox.')
  .max(MAXIMUM_MAILBOXES)
  .transform((ids) => [...new Set(ids)]);

export const RequestQuery = PageQuery.extend({
  state: z.enum(REQUEST_STATES).optional(),
  mailboxId: z.string().max(100).optional(),
});

export const CredentialRequest = CredentialRequestFacts.extend({ mailboxId: z.string() }).meta({
  ref: 'CredentialRequest',
});

export const CredentialRequestPage = pageOf('CredentialRequest', CredentialRequest);

export const MailboxSelection = z.strictObject({ mailboxIds: MailboxIds }).meta({ ref: 'MailboxSelection' });

const Count = z.int().min(0);
const skipped = Count.describe('Mailboxes for which there was nothing to do.');

export const Resent = z.object({ sent: Count, skipped }).meta({ ref: 'ResentRequests' });
export const Revoked = z.object({ revoked: Count, skipped }).meta({ ref: 'RevokedRequests' });
export const AskedAgain = z.object({ asked: Count, skipped }).meta({ ref: 'AskedAgain' });

export const CopiedLink = z
  .object({
    url: z.string().describe('Leads to the form without a sign-in: hand it to the end user only.'),
    expiresAt: z.string(),
  })
  .meta({ ref: 'CopiedLink' });

export const PurgeRequest = z
  .strictObject({ mailboxIds: MailboxIds.optional().describe('Default: all mailboxes of the project.') })
  .meta({ ref: 'PurgeRequest' });
