import { z } from 'zod';
import { Email } from '../../lib/email.ts';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { MAIL_DRIVERS, MAIL_SECURITIES, NewMailSettings } from '../../lib/mail/mail-settings.ts';
import { MESSAGE_KIND_NAMES } from '../../lib/mail/message-kinds.ts';
import { MESSAGE_STATES } from '../../lib/mail/message-states.ts';
import { pageOf, PageQuery } from '../kernel/page.ts';
import { TemplateText } from '../templates/schema.ts';

export const MessageQuery = PageQuery.extend({
  state: z.enum(MESSAGE_STATES).optional(),
  kind: z.enum(MESSAGE_KIND_NAMES).optional(),
  to: z.string().trim().max(254).optional().describe('The whole address of the recipient, in any case.'),
});

export const Message = z
  .object({
    id: z.string(),
    kind: z.enum(MESSAGE_KIND_NAMES),
    to: z.string(),
    language: z.enum(LANGUAGES),
    subject: z.string().nullable().describe('Null until the first attempt.'),
    state: z
      .enum(MESSAGE_STATES)
      .describe('`bounced`: the recipient was refused for good. `failed`: not sent for another reason.'),
    attempts: z.number(),
    lastResponse: z.string().nullable().describe('What came of the last attempt, with the server’s own answer.'),
    nextAttemptAt: z.string().nullable(),
    customerId: z.string().nullable(),
    projectId: z.string().nullable(),
    mailboxId: z.string().nullable(),
    createdAt: z.string(),
    sentAt: z.string().nullable(),
  })
  .meta({ ref: 'Message' });

export const MessagePage = pageOf('Message', Message);

export const MailSettingsRequest = NewMailSettings.meta({ ref: 'MailSettingsRequest' });

export const MailSettings = z
  .object({
    driver: z.enum(MAIL_DRIVERS).nullable().describe('Null: the usual one of this installation.'),
    drivers: z
      .array(z.enum(MAIL_DRIVERS))
      .describe('What this installation can send with; the first is the usual one.'),
    senderName: z.string().nullable(),
    senderAddress: z.string().nullable(),
    replyTo: z.string().nullable(),
    smtp: z
      .object({
        host: z.string(),
        port: z.number(),
        security: z.enum(MAIL_SECURITIES),
        username: z.string().nullable(),
        hasPassword: z.boolean(),
      })
      .nullable(),
    dkimSelector: z.string().nullable(),
    hourlyLimit: z.number().nullable(),
    fault: z
      .object({ text: z.string(), at: z.string(), pausedUntil: z.string().nullable() })
      .nullable()
      .describe('Why mail does not work at the moment. Null while it works.'),
    publicUrl: z.string().describe('Where links in messages lead.'),
    isPublicUrlLocal: z.boolean().describe('Whether those links open on this computer only.'),
  })
  .meta({ ref: 'MailSettings' });

export const TestSend = z.object({ to: Email, language: z.enum(LANGUAGES).default('en') }).meta({ ref: 'MailTest' });

export const TemplateTest = z
  .object({ to: Email, template: TemplateText.nullable().default(null).describe('Null: the saved one.') })
  .meta({ ref: 'TemplateTest' });

export const TestResult = z
  .object({ isAccepted: z.boolean(), response: z.string(), message: Message })
  .meta({ ref: 'MailTestResult' });

export const DomainReport = z
  .object({
    domain: z.string().nullable().describe('Of the sender address. Null without one.'),
    checks: z.array(
      z.object({
        record: z.enum(['SPF', 'DKIM', 'DMARC']),
        state: z.enum(['ok', 'missing', 'weak', 'unknown']),
        name: z.string().describe('The name in DNS that was looked up.'),
        found: z.string().nullable(),
        advice: z.string().nullable().describe('What to do. Null where nothing is missing.'),
      }),
    ),
  })
  .meta({ ref: 'MailDomainReport' });
