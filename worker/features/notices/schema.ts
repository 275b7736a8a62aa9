import { z } from 'zod';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { NewNotice, NOTICE_LANGUAGES } from '../../lib/new-notice.ts';
import {
  AUTOMATIC_NOTICES,
  NOTICE_KINDS,
  NOTICE_LOG_STATES,
  NOTICE_STATES,
  SKIP_REASONS,
} from '../../lib/notice-facts.ts';
import { PageQuery, pageOf } from '../kernel/page.ts';

export const NoticeRequest = NewNotice.meta({ ref: 'NoticeRequest' });

export const NoticePreviewRequest = NewNotice.extend({
  mailboxId: z.string().min(1).max(100).optional().describe('Whose message is shown. Default: the first.'),
}).meta({ ref: 'NoticePreviewRequest' });

export const NoticeHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Repeating a request with the same key returns the same notice and sends nothing.'),
});

export const NoticeLogQuery = PageQuery.extend({ state: z.enum(NOTICE_LOG_STATES).optional() });

const Count = z.int().min(0);

const Moment = z
  .object({
    local: z.string(),
    timeZone: z.string(),
    at: z.string().describe('The moment that it means.'),
    case: z
      .enum(['exact', 'skipped', 'repeated'])
      .describe('`skipped`: clocks go forward over this time. `repeated`: clocks go back, and the first time counts.'),
    shownAs: z.string().describe('What clocks show at that moment: later than `local` where that is skipped.'),
  })
  .nullable();

export const Notice = z
  .object({
    id: z.string(),
    projectId: z.string(),
    kind: z.enum(NOTICE_KINDS),
    language: z.enum(NOTICE_LANGUAGES),
    automatic: z.enum(AUTOMATIC_NOTICES).nullable().describe('Null: sent by hand.'),
    state: z
      .enum(NOTICE_STATES)
      .describe(
        '`scheduled`: waits for its time, or, automatic, for what causes it. `sent`: none of its messages waits any more. An automatic one that is off is `cancelled`.',
      ),
    startsAt: Moment.describe('When the migration starts, as the notice says it.'),
    sendAt: Moment.describe('When it is sent. Null: at once.'),
    counts: z
      .object({
        total: Count,
        pending: Count.describe('Their message is not made yet.'),
        queued: Count,
        sent: Count,
        failed: Count,
        bounced: Count,
        skipped: Count,
        cancelled: Count,
      })
      .describe('Recipients by state.'),
    createdBy: z.string().nullable().describe('The name of the agent or API key. Null for an automatic one.'),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ ref: 'Notice' });

export const NoticePage = pageOf('Notice', Notice);

const NoticeRecipient = z
  .object({
    mailboxId: z.string(),
    mailbox: z.string().describe('Its source address when the notice was created.'),
    to: z.string().nullable().describe('Null before the message is made.'),
    language: z.enum(LANGUAGES).nullable(),
    state: z.enum(NOTICE_LOG_STATES),
    reason: z.enum(SKIP_REASONS).nullable().describe('Why they get no message.'),
    response: z.string().nullable().describe('What came of the last attempt, with the server’s own answer.'),
    messageId: z.string().nullable(),
    sentAt: z.string().nullable(),
  })
  .meta({ ref: 'NoticeRecipient' });

export const NoticeLog = pageOf('NoticeRecipient', NoticeRecipient);

export const NoticePreview = z
  .object({
    counts: z.object({
      chosen: Count,
      toSend: Count,
      alreadyNotified: Count.describe('They have had the same notice, and get no other.'),
      notCompleted: Count.describe('Their mailboxes have no completed full pass.'),
    }),
    startsAt: Moment,
    sendAt: Moment,
    recipient: z
      .object({
        mailboxId: z.string(),
        mailbox: z.string(),
        to: z.string(),
        name: z.string().nullable(),
        language: z.enum(LANGUAGES),
        timeZone: z.string(),
        subject: z.string(),
        html: z.string(),
        text: z.string(),
      })
      .nullable()
      .describe('Null: nobody is chosen.'),
    previousMailboxId: z.string().nullable(),
    nextMailboxId: z.string().nullable(),
  })
  .meta({ ref: 'NoticePreview' });
