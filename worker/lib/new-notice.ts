import { LANGUAGES } from './mail/languages.ts';
import { MAILBOX_STATES } from './mailbox-statuses.ts';
import { LONGEST_DAYS_BEFORE, NOTICE_KINDS } from './notice-facts.ts';
import { TimeZone } from './time-zone.ts';
import { z } from './zod.ts';

const MAXIMUM_MAILBOXES = 10_000;

/** A time on the wall, with its zone. That it exists is checked where the rules of zones are loaded. */
export const WallTimeShape = z
  .strictObject({
    local: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'Enter a date and a time, such as 2026-11-29T22:30.')
      .describe('Date and time as clocks show them there, such as `2026-11-29T22:30`.'),
    timeZone: TimeZone.describe('As IANA names it, such as `Europe/Zurich`.'),
  })
  .meta({ ref: 'WallTime' });

/** `user`: that of each recipient. `customer`: that of the customer for all. */
export const NOTICE_LANGUAGES = ['user', 'customer', ...LANGUAGES] as const;
export type NoticeLanguage = (typeof NOTICE_LANGUAGES)[number];

/** What a notice is made of; for the API and for its form. */
export const NewNotice = z.strictObject({
  kind: z.enum(NOTICE_KINDS).describe('The template.'),
  language: z
    .enum(NOTICE_LANGUAGES)
    .default('user')
    .describe('`user`: the language of each recipient. `customer`: that of the customer. Or one language for all.'),
  mailboxIds: z
    .array(z.string().min(1).max(100))
    .min(1, 'Choose at least one mailbox.')
    .max(MAXIMUM_MAILBOXES, 'A notice can go to at most 10,000 mailboxes.')
    .transform((ids) => [...new Set(ids)])
    .optional()
    .describe('Default: all mailboxes that the filter matches.'),
  filter: z
    .strictObject({
      state: z.enum(MAILBOX_STATES).optional(),
      q: z.string().trim().max(254).optional().describe('Part of the source or destination address.'),
    })
    .optional()
    .describe('As in the list of mailboxes, decided when the notice is made. Default: all of the project.'),
  startsAt: WallTimeShape.optional().describe(
    'When the migration starts, for the template `migration-notice`. Default: the `start` in the automatic notices of the project.',
  ),
  sendAt: WallTimeShape.nullable().optional().describe('When the notice is sent. Default: now.'),
  again: z
    .boolean()
    .default(false)
    .describe('Also to those who have had the same notice: the same template with the same start. Off by default.'),
});

/** The automatic notices of a project: an option. All are off by default. */
export const AutomaticNotices = z
  .strictObject({
    start: WallTimeShape.nullable().optional().describe('When the migration starts. The notice before it needs this.'),
    before: z
      .strictObject({
        daysBefore: z
          .int(`Enter a whole number from 1 to ${LONGEST_DAYS_BEFORE}.`)
          .min(1, `Enter a whole number from 1 to ${LONGEST_DAYS_BEFORE}.`)
          .max(LONGEST_DAYS_BEFORE, `Enter a whole number from 1 to ${LONGEST_DAYS_BEFORE}.`),
      })
      .nullable()
      .optional()
      .describe('So many days before `start`, at the same time of day. Off by default.'),
    atStart: z
      .boolean()
      .optional()
      .describe('When the first pre-stage or full pass on their mailbox starts. Off by default.'),
    atCompletion: z.boolean().optional().describe('When a full pass on their mailbox completes. Off by default.'),
  })
  .meta({ ref: 'AutomaticNotices' });

export type AutomaticNoticeOptions = z.output<typeof AutomaticNotices>;
