import { z } from 'zod';
import { Email } from '../../lib/email.ts';
import { plainText } from '../../lib/plain-text.ts';
import { PageQuery, pageOf } from '../kernel/page.ts';
import { ExcludedFolders, FolderMapping } from '../projects/schema.ts';
import { PASS_TYPES } from '../../lib/pass-types.ts';
import { MAX_MAILBOXES_PER_REQUEST } from '../../lib/limits.ts';
import { MAILBOX_STATES } from '../../lib/mailbox-statuses.ts';
import { PHASES } from '../../lib/phases.ts';

const Login = plainText('The login is empty.', 320);
const Password = z.string().min(1, 'The password is empty.').max(1000);

export const NewMailbox = z
  .strictObject({
    sourceEmail: Email,
    destinationEmail: Email,
    sourceLogin: Login.optional().describe('Only needed if it differs from the source address.'),
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
      .max(MAX_MAILBOXES_PER_REQUEST, `At most ${String(MAX_MAILBOXES_PER_REQUEST)} mailboxes can be added at once.`),
  })
  .meta({ ref: 'MailboxesRequest' });

export const MailboxChange = z
  .strictObject({
    sourceLogin: Login.nullable().optional().describe('Null: the source address.'),
    sourcePassword: Password.nullable().optional().describe('Null removes it.'),
    destinationLogin: Login.nullable().optional(),
    destinationPassword: Password.nullable().optional(),
  })
  .meta({ ref: 'MailboxChange' });

export const MailboxQuery = PageQuery.extend({
  state: z.enum(MAILBOX_STATES).optional(),
  q: z.string().trim().max(254).optional().describe('Part of the source or destination address.'),
});

const Count = z.int().min(0);

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
    sourcePasswordIssue: z
      .string()
      .nullable()
      .describe('Why the password cannot be used at the source: it was entered for another server.'),
    destinationPasswordIssue: z.string().nullable(),
    status: z.string().describe('In words, such as `Completed with 3 errors`.'),
    state: z.enum(MAILBOX_STATES),
    statusDetail: z.string().nullable(),
    failure: z.object({ code: z.string(), title: z.string(), cause: z.string(), remedy: z.string() }).nullable(),
    phase: z.enum(PHASES).nullable(),
    progress: z.object({
      itemsTotal: Count,
      itemsDone: Count,
      itemsFailed: Count,
      itemsAdopted: Count.describe(
        'Of those done: items that were already at the destination, because they were forwarded or copied before.',
      ),
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

export const FolderPreviewRequest = z
  .strictObject({
    excludedFolders: ExcludedFolders.optional().describe('Instead of the project’s own.'),
    folderMapping: FolderMapping.optional().describe('Instead of the project’s own.'),
  })
  .meta({ ref: 'FolderPreviewRequest' });

const Hits = {
  folders: Count.describe('Folders that the rule affects, including the subfolders of those that it matches.'),
  mailboxes: Count.describe('Mailboxes in which the rule matches a folder.'),
  items: Count,
  examples: z
    .array(z.object({ path: z.string(), mailboxes: Count }))
    .describe('The topmost folders that the rule matches, most common first; five at most.'),
};

export const FolderPreview = z
  .object({
    mailboxes: z
      .object({
        all: Count,
        known: Count.describe('Mailboxes whose folders a pass has seen. A verify pass is enough.'),
        looked: Count.describe('Mailboxes that this answer covers.'),
      })
      .describe('Mailboxes of the project.'),
    excluded: z
      .array(z.object({ folder: z.string(), ...Hits }))
      .describe('One entry per line, in the order of the request.'),
    mapped: z.array(z.object({ from: z.string(), to: z.string(), ...Hits })),
  })
  .meta({ ref: 'FolderPreview' });
