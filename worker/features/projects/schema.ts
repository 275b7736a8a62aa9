import { z } from 'zod';
import { isRecipientRule } from '../../lib/recipients.ts';
import { HEALTHS } from '../endpoints/table.ts';
import { pageOf, PageQuery } from '../kernel/page.ts';
import { toIsoSecond } from '../../lib/clock.ts';
import { countWildcards, MAX_WILDCARDS } from '../../lib/folder-pattern.ts';
import { COPY_METHODS } from '../../lib/copy-methods.ts';
import { CustomerChoice, NewProject, ProjectName } from '../../lib/new-project.ts';
import { AutomaticNotices } from '../../lib/new-notice.ts';
import { resolveWallTime } from '../../lib/zoned-time.ts';
import { ITEM_KINDS } from '../../lib/item-kinds.ts';
import { PurgeReceipt } from './receipt.ts';

const FolderPath = z
  .string()
  .trim()
  .min(1, 'The folder is missing. Enter its path, such as Inbox/Old.')
  .max(500, 'This path has more than 500 characters.');
const Address = z
  .string()
  .trim()
  .min(3, 'Enter two addresses, or two domains such as @old.example.')
  .max(320, 'An address can have at most 320 characters.');
const whole = (minimum: number, maximum: number, words: string) => z.int(words).min(minimum, words).max(maximum, words);
const RecipientMapping = z
  .array(
    z
      .strictObject({ from: Address, to: Address })
      .refine(isRecipientRule, 'Enter two addresses, or two domains such as @old.example.'),
  )
  .max(10_000, 'A project can have at most 10,000 rules. Replace similar rules with one rule for their domain.');

const CopyMethods = z
  .array(z.enum(COPY_METHODS))
  .min(1, 'No method is left. Leave at least one on.')
  .max(COPY_METHODS.length)
  .refine((methods) => new Set(methods).size === methods.length, 'Each method can be listed only once.');

const Instant = z.iso.datetime({ offset: true }).transform((text) => toIsoSecond(Date.parse(text)));

const FolderPattern = FolderPath.refine(
  (pattern) => countWildcards(pattern) <= MAX_WILDCARDS,
  `A pattern can have at most ${MAX_WILDCARDS} wildcards. ** stands for any folders, and * for any part of a name.`,
);

export const ExcludedFolders = z
  .array(FolderPattern)
  .max(500, 'A project can have at most 500 patterns. ** stands for any folders, so one pattern can replace many.');
export const FolderMapping = z
  .array(z.strictObject({ from: FolderPath, to: FolderPath }))
  .max(500, 'A project can have at most 500 folder mappings.');

const ProjectOptionsShape = z
  .strictObject({
    maximumConcurrentMigrations: whole(1, 1000, 'Enter a number from 1 to 1000.')
      .optional()
      .describe('How many mailboxes run at the same time.'),
    copyPaths: CopyMethods.optional().describe('Methods to copy an item, best first.'),
    includeSubjects: z.boolean().optional().describe('Store the subjects of failed items. Off by default.'),
    maximumErrors: whole(1, 1_000_000, 'Enter a whole number from 1 to 1,000,000, or leave it empty for no limit.')
      .optional()
      .describe('A mailbox with more failed items than this pauses.'),
    excludedFolders: ExcludedFolders.optional().describe(
      'Excluded folders: paths of folders that are not copied, including their subfolders, such as Inbox/Old. * stands for any part of a name, ** for any folders.',
    ),
    folderMapping: FolderMapping.optional().describe(
      'Folder mapping: where folders go instead, including their subfolders.',
    ),
    itemKinds: z
      .array(z.enum(ITEM_KINDS))
      .min(1, 'Nothing would be copied. Leave at least one item type on.')
      .optional()
      .describe('Item types to copy. All by default.'),
    recipientMapping: RecipientMapping.optional().describe(
      'Recipient mapping: replaces addresses of senders, recipients, attendees, contacts and list members. Each rule has two addresses, or two domains such as @old.example. It applies to items that are copied by MIME or element by element.',
    ),
    rewriteAddresses: z
      .boolean()
      .optional()
      .describe(
        'Copy by MIME and element by element only, so that the recipient mapping applies to every item. Items that are copied by export and upload keep their addresses, because their content is in the server’s own format.',
      ),
    from: Instant.optional().describe('Start date: copy only items dated at or after this instant.'),
    until: Instant.optional().describe('End date: copy only items dated before this instant.'),
    deletions: z
      .enum(['keep', 'remove'])
      .optional()
      .describe('What happens to the copy when an item is deleted at the source. Kept by default.'),
    maximumDeletions: whole(
      0,
      1_000_000,
      'Enter a whole number from 0 to 1,000,000, or leave it empty for half of the mailbox.',
    )
      .optional()
      .describe(
        'If one pass finds more deletions than this, it pauses the mailbox instead. Half of the mailbox by default.',
      ),
    archive: z
      .boolean()
      .optional()
      .describe('Copy the archive mailbox into the archive at the destination. Off by default.'),
    recoverableItems: z
      .boolean()
      .optional()
      .describe('Also copy items that were deleted but can still be recovered. Off by default.'),
    settings: z
      .strictObject({
        permissions: z.boolean().optional().describe('Folder permissions. On by default.'),
        rules: z.boolean().optional().describe('Inbox rules. On by default.'),
        delegates: z.boolean().optional().describe('On by default.'),
        categories: z.boolean().optional().describe('The colour category list. On by default.'),
        outOfOffice: z
          .boolean()
          .optional()
          .describe('Off by default, because the new mailbox would start to send automatic replies.'),
      })
      .optional()
      .describe('Settings that full passes copy besides items. They are added to what the destination already has.'),
    notices: AutomaticNotices.optional().describe('Automatic notices to the owners of mailboxes. All off by default.'),
  })
  .refine(({ notices }) => !notices?.start || resolveWallTime(notices.start) !== undefined, {
    path: ['notices', 'start', 'local'],
    message: 'There is no such date or time.',
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from < until, {
    path: ['until'],
    message: 'The end date is before the start date. Choose a later end date or an earlier start date.',
  })
  .refine(({ copyPaths, rewriteAddresses }) => !(rewriteAddresses && copyPaths?.every((path) => path === 'transfer')), {
    path: ['copyPaths'],
    message:
      'Export and upload cannot rewrite addresses, and no other method is on. Turn on another method, or turn off rewriting.',
  })
  .meta({ ref: 'ProjectOptions' });

export const ProjectRequest = NewProject.extend({
  options: ProjectOptionsShape.default({}),
}).meta({ ref: 'ProjectRequest' });

export const ProjectHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Repeating a request with the same key returns the same project and adds nothing.'),
});

export const ProjectChange = z
  .strictObject({
    name: ProjectName.optional(),
    customerId: CustomerChoice.optional().describe(
      'Gives the project, its mailboxes and their users to another customer.',
    ),
    sourceEndpointId: z.string().min(1).optional(),
    destinationEndpointId: z.string().min(1).optional(),
    options: ProjectOptionsShape.optional().describe('Replaces all options.'),
  })
  .meta({ ref: 'ProjectChange' });

export const ProjectQuery = PageQuery.extend({
  archived: z
    .enum(['false', 'true', 'all'])
    .default('false')
    .describe('`false`: those in use; `true`: archived ones; `all`: both.'),
  customerId: z.string().trim().min(1).max(100).optional().describe('Only projects of this customer.'),
});

export const ChangeHeaders = z.object({
  'if-match': z
    .string()
    .max(100)
    .optional()
    .describe('The `updatedAt` that you read, in double quotes. Protects changes that others have made since.'),
});

const EndpointSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    domains: z.array(z.string()),
    hasPassword: z.boolean(),
    useImpersonation: z.boolean(),
    version: z.string().nullable(),
    health: z.enum(HEALTHS),
    healthDetail: z.string().nullable(),
    checkedAt: z.string().nullable(),
  })
  .meta({ ref: 'EndpointSummary' });

const Count = z.int().min(0);

export const Project = z
  .object({
    id: z.string(),
    name: z.string(),
    customerId: z.string(),
    customer: z.object({ id: z.string(), companyName: z.string() }),
    sourceEndpointId: z.string(),
    destinationEndpointId: z.string(),
    source: EndpointSummary,
    destination: EndpointSummary,
    options: ProjectOptionsShape,
    counters: z
      .object({ notStarted: Count, waiting: Count, running: Count, attention: Count, done: Count, total: Count })
      .describe('Mailboxes by state.'),
    slotLimit: z
      .object({
        waiting: Count.describe('Mailboxes that have a slot and wait for capacity.'),
        atOnce: Count.describe('Mailboxes that may run at once in one place, across all projects.'),
      })
      .nullable()
      .describe(
        'Set if the computer or the platform runs fewer mailboxes at once than `maximumConcurrentMigrations` allows. Returned only for a single project.',
      ),
    totals: z.object({ itemsDone: Count, itemsTotal: Count, bytesDone: Count, bytesTotal: Count, errors: Count }),
    archivedAt: z.string().nullable().describe('Archived projects start nothing and send nothing.'),
    createdAt: z.string(),
    updatedAt: z
      .string()
      .describe(
        'When the name, customer, endpoints or options last changed, or it was archived or restored. Use it in `If-Match`.',
      ),
  })
  .meta({ ref: 'Project' });

export const ArchivedProject = z
  .object({
    project: Project,
    requestsEnded: Count.describe('Credential requests that were open: their links have ended.'),
    credentials: PurgeReceipt,
  })
  .meta({ ref: 'ArchivedProject' });

export const ProjectCopy = z
  .strictObject({ name: ProjectName.optional().describe('Default: the name of the project, with “(copy)”.') })
  .meta({ ref: 'ProjectCopy' });

export const ProjectPage = pageOf('Project', Project);

export const RecipientPreviewRequest = z
  .strictObject({
    addresses: z.array(z.string().trim().min(1).max(320)).min(1).max(1000),
    recipientMapping: RecipientMapping.optional().describe('Instead of the project’s own.'),
    copyPaths: CopyMethods.optional().describe('Instead of the project’s own.'),
    rewriteAddresses: z.boolean().optional().describe('Instead of the project’s own.'),
  })
  .meta({ ref: 'RecipientPreviewRequest' });

export const RecipientPreview = z
  .object({
    addresses: z.array(
      z.object({
        from: z.string(),
        to: z.string().describe('The same address if no rule matches.'),
        isChanged: z.boolean(),
      }),
    ),
    appliesTo: z
      .enum(['every-item', 'some-items', 'nothing'])
      .describe('Whether the methods that the project uses can rewrite addresses.'),
    note: z.string().describe('The same, in words.'),
    places: z
      .object({ rewritten: z.array(z.string()), kept: z.array(z.string()) })
      .describe('Which parts of a rewritten item get new addresses and which keep theirs, in words.'),
  })
  .meta({ ref: 'RecipientPreview' });
