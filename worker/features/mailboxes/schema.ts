import { z } from 'zod';
import { PageQuery, pageOf } from '../kernel/page.ts';
import { PASS_TYPES } from '../../lib/pass-types.ts';
import { MAILBOX_STATES } from '../../lib/mailbox-states.ts';
import { PHASES } from '../../lib/phases.ts';
import { LOSS_KINDS } from '../../lib/loss-kinds.ts';

export const MAXIMUM_ROWS = 1000;

const Email = z.string().trim().pipe(z.email('This is not an e-mail address.').max(254));
const Login = z.string().trim().min(1, 'The login is empty.').max(320);
const Password = z.string().min(1, 'The password is empty.').max(1000);

export const NewMailbox = z
  .strictObject({
    sourceEmail: Email,
    destinationEmail: Email,
    sourceLogin: Login.optional().describe('Where it differs from the source address.'),
    sourcePassword: Password.optional(),
    destinationLogin: Login.optional(),
    destinationPassword: Password.optional(),
  })
  .meta({ ref: 'NewMailbox' });

export const MailboxesRequest = z
  .strictObject({
    mailboxes: z
      .array(NewMailbox)
      .min(1, 'There is no mailbox in the request.')
      .max(MAXIMUM_ROWS, `At most ${String(MAXIMUM_ROWS)} mailboxes can be added at once.`),
  })
  .meta({ ref: 'MailboxesRequest' });

export const MailboxQuery = PageQuery.extend({
  state: z.enum(MAILBOX_STATES).optional(),
  q: z.string().trim().max(254).optional().describe('A part of the source or the destination address.'),
});

const Count = z.int().min(0);
const Size = z.object({ count: Count, bytes: Count });

export const Mailbox = z
  .object({
    id: z.string(),
    projectId: z.string(),
    sourceEmail: z.string(),
    destinationEmail: z.string(),
    sourceLogin: z.string().nullable(),
    destinationLogin: z.string().nullable(),
    hasSourcePassword: z.boolean(),
    hasDestinationPassword: z.boolean(),
    status: z.string().describe('In words, such as `Completed with 3 errors`.'),
    state: z.enum(MAILBOX_STATES),
    statusDetail: z.string().nullable(),
    failure: z.object({ code: z.string(), title: z.string(), cause: z.string(), remedy: z.string() }).nullable(),
    phase: z.enum(PHASES).nullable(),
    progress: z.object({
      itemsTotal: Count,
      itemsDone: Count,
      itemsFailed: Count,
      bytesTotal: Count,
      bytesDone: Count,
      itemsPerSecond: z.number(),
      bytesPerSecond: z.number(),
      etaMs: z.number().nullable(),
      fraction: z.number().min(0).max(1),
    }),
    errorCount: Count,
    passId: z.string().nullable(),
    passType: z.enum(PASS_TYPES).nullable(),
    lastActivityAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ ref: 'Mailbox' });

export const MailboxPage = pageOf('Mailbox', Mailbox);
export const AddedMailboxes = z.object({ items: z.array(Mailbox) }).meta({ ref: 'AddedMailboxes' });

export const ItemError = z
  .object({
    id: z.string(),
    folder: z.string(),
    itemClass: z.string(),
    kind: z.string(),
    date: z.string().nullable(),
    sizeBytes: Count,
    code: z.string().describe("The server's own word."),
    error: z.string(),
    cause: z.string(),
    remedy: z.string(),
    subject: z.string().nullable().describe('Only in projects that opted in.'),
    passId: z.string(),
    createdAt: z.string(),
  })
  .meta({ ref: 'ItemError' });

export const ItemErrorPage = pageOf('ItemError', ItemError);

export const Loss = z
  .object({
    id: z.string(),
    kind: z.enum(LOSS_KINDS),
    name: z.string().describe('What it is about: a folder, a rule, an address. Empty for the setting as a whole.'),
    itemClass: z.string().nullable(),
    date: z.string().nullable(),
    code: z.string().describe("Mailferry's own, or the server's word."),
    detail: z.string(),
    cause: z.string(),
    remedy: z.string(),
    passId: z.string(),
    createdAt: z.string(),
  })
  .meta({ ref: 'Loss' });

export const LossPage = pageOf('Loss', Loss);

export const Statistics = z
  .object({
    folders: z.array(
      z.object({
        path: z.string(),
        distinguishedId: z.string().nullable(),
        source: Size,
        destination: Size,
        copied: Size,
        failed: Size,
        missing: Size.describe('Copies that are no longer where they were put.'),
        extraCount: z.int().describe('Items of the destination folder that no pass put there.'),
        differences: z
          .array(z.object({ itemClass: z.string(), sizeBytes: z.int(), itemAt: z.string().nullable() }))
          .describe('The first twenty of the missing copies.'),
      }),
    ),
    kinds: z.record(z.string(), z.object({ success: Size, error: Size })),
    passes: z.array(
      z.object({
        passId: z.string(),
        type: z.enum(PASS_TYPES),
        status: z.string(),
        startedAt: z.string().nullable(),
        endedAt: z.string().nullable(),
      }),
    ),
    elapsedMs: z.number().describe('Time in which passes that copy ran.'),
    itemsPerHour: z.number(),
    bytesPerHour: z.number(),
  })
  .meta({ ref: 'Statistics' });
