import { z } from 'zod';
import { isRecipientRule } from '../../lib/recipients.ts';
import { HEALTHS } from '../endpoints/table.ts';
import { pageOf } from '../kernel/page.ts';
import { toIsoSecond } from '../../lib/clock.ts';
import { countWildcards, MAX_WILDCARDS } from '../../lib/folder-pattern.ts';
import { COPY_PATHS } from '../../lib/copy-paths.ts';
import { NewProject, ProjectName } from '../../lib/new-project.ts';
import { ITEM_KINDS } from '../../lib/item-kinds.ts';

const FolderPath = z
  .string()
  .trim()
  .min(1, 'No folder is named here. Give its path, such as Inbox/Old.')
  .max(500, 'This path is longer than the 500 characters that the API takes.');
const Address = z
  .string()
  .trim()
  .min(3, 'Two addresses, or two domains such as @old.example.')
  .max(320, 'An address has 320 characters at most.');
const whole = (minimum: number, maximum: number, words: string) => z.int(words).min(minimum, words).max(maximum, words);
const RecipientMapping = z
  .array(
    z
      .strictObject({ from: Address, to: Address })
      .refine(isRecipientRule, 'Two addresses, or two domains such as @old.example.'),
  )
  .max(10_000, 'A project takes 10,000 rules at most. Where many are alike, one rule for their domain does it.');

const CopyPaths = z
  .array(z.enum(COPY_PATHS))
  .min(1, 'No path is left. Leave at least one on.')
  .max(COPY_PATHS.length)
  .refine((paths) => new Set(paths).size === paths.length, 'Each path may stand here once.');

const Instant = z.iso.datetime({ offset: true }).transform((text) => toIsoSecond(Date.parse(text)));

const FolderPattern = FolderPath.refine(
  (pattern) => countWildcards(pattern) <= MAX_WILDCARDS,
  `A pattern takes ${MAX_WILDCARDS} wildcards at most. ** stands for any folders, and * for any part of a name.`,
);

export const ExcludedFolders = z
  .array(FolderPattern)
  .max(500, 'A project takes 500 patterns at most. ** stands for any folders, so one may do for many.');
export const FolderMapping = z
  .array(z.strictObject({ from: FolderPath, to: FolderPath }))
  .max(500, 'A project takes 500 folders that go elsewhere at most.');

const ProjectOptionsShape = z
  .strictObject({
    maximumConcurrentMigrations: whole(1, 1000, 'From 1 to 1000 mailboxes can move at the same time.')
      .optional()
      .describe('Mailboxes that move at the same time.'),
    copyPaths: CopyPaths.optional().describe('Ways to copy an item, best first.'),
    includeSubjects: z.boolean().optional().describe('Keep the subjects of items that failed. Off by default.'),
    maximumErrors: whole(1, 1_000_000, 'A whole number from 1 to 1,000,000; none at all for no limit.')
      .optional()
      .describe('More failed items than this pause a mailbox.'),
    excludedFolders: ExcludedFolders.optional().describe(
      'Folder paths that stay behind with all that is below them, such as Inbox/Old. * is any part of a name, ** any folders.',
    ),
    folderMapping: FolderMapping.optional().describe('Where folders go instead, with all that is below them.'),
    itemKinds: z
      .array(z.enum(ITEM_KINDS))
      .min(1, 'Nothing would be copied. Leave at least one kind on.')
      .optional()
      .describe('Kinds of items that are copied; all by default.'),
    recipientMapping: RecipientMapping.optional().describe(
      'Addresses of senders, recipients, attendees, contacts and list members that become others: two addresses, or two domains such as @old.example. It takes effect where an item crosses by MIME or element by element.',
    ),
    rewriteAddresses: z
      .boolean()
      .optional()
      .describe(
        'Copy by MIME and element by element, so that the recipient mapping takes effect on every item. Items that cross by export and upload keep their addresses: their content is the server’s own.',
      ),
    from: Instant.optional().describe('Only items dated at or after this instant.'),
    until: Instant.optional().describe('Only items dated before this instant.'),
    deletions: z
      .enum(['keep', 'remove'])
      .optional()
      .describe('What happens to the copy of an item that was deleted at the source. Kept by default.'),
    maximumDeletions: whole(0, 1_000_000, 'A whole number from 0 to 1,000,000; none at all for half of the mailbox.')
      .optional()
      .describe('More deletions than this at once pause the mailbox instead. Half of the mailbox by default.'),
    archive: z
      .boolean()
      .optional()
      .describe('The archive mailbox crosses into that of the destination. Off by default.'),
    recoverableItems: z
      .boolean()
      .optional()
      .describe('What people deleted and could still recover crosses, too. Off by default.'),
    settings: z
      .strictObject({
        permissions: z.boolean().optional().describe('Who else may do what in folders. On by default.'),
        rules: z.boolean().optional().describe('Inbox rules. On by default.'),
        delegates: z.boolean().optional().describe('On by default.'),
        categories: z.boolean().optional().describe('The list of colour categories. On by default.'),
        outOfOffice: z
          .boolean()
          .optional()
          .describe('Off by default: an automatic reply would begin to answer from the new mailbox.'),
      })
      .optional()
      .describe('What full passes carry besides items. All of it is added beside what the destination has.'),
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from < until, {
    path: ['until'],
    message: 'No date is before this and at or after the beginning. Choose a later end or an earlier beginning.',
  })
  .refine(({ copyPaths, rewriteAddresses }) => !(rewriteAddresses && copyPaths?.every((path) => path === 'transfer')), {
    path: ['copyPaths'],
    message:
      'Export and upload cannot rewrite addresses, and no other path is on. Turn on another path, or do not rewrite.',
  })
  .meta({ ref: 'ProjectOptions' });

export const ProjectRequest = NewProject.extend({
  options: ProjectOptionsShape.default({}),
}).meta({ ref: 'ProjectRequest' });

export const ProjectChange = z
  .strictObject({
    name: ProjectName.optional(),
    sourceEndpointId: z.string().min(1).optional(),
    destinationEndpointId: z.string().min(1).optional(),
    options: ProjectOptionsShape.optional().describe('Replaces the options as a whole.'),
  })
  .meta({ ref: 'ProjectChange' });

export const ChangeHeaders = z.object({
  'if-match': z
    .string()
    .max(100)
    .optional()
    .describe('The `updatedAt` that was read, in double quotes. Who changed the project since is not overwritten.'),
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
        waiting: Count.describe('Mailboxes that have a slot, and wait for room.'),
        atOnce: Count.describe('Mailboxes that may move at once in one place, in all projects together.'),
      })
      .nullable()
      .describe(
        'Where the computer or the platform runs fewer mailboxes at once than `maximumConcurrentMigrations` allows. Told when one project is asked for.',
      ),
    totals: z.object({ itemsDone: Count, itemsTotal: Count, bytesDone: Count, bytesTotal: Count, errors: Count }),
    createdAt: z.string(),
    updatedAt: z.string().describe('When name, endpoints or options changed last: what `If-Match` takes.'),
  })
  .meta({ ref: 'Project' });

export const ProjectPage = pageOf('Project', Project);

export const RecipientPreviewRequest = z
  .strictObject({
    addresses: z.array(z.string().trim().min(1).max(320)).min(1).max(1000),
    recipientMapping: RecipientMapping.optional().describe("Instead of the project's own."),
    copyPaths: CopyPaths.optional().describe("Instead of the project's own."),
    rewriteAddresses: z.boolean().optional().describe("Instead of the project's own."),
  })
  .meta({ ref: 'RecipientPreviewRequest' });

export const RecipientPreview = z
  .object({
    addresses: z.array(
      z.object({ from: z.string(), to: z.string().describe('The same where no rule fits.'), isChanged: z.boolean() }),
    ),
    appliesTo: z
      .enum(['every-item', 'some-items', 'nothing'])
      .describe('Whether the paths that the project may take can rewrite addresses.'),
    note: z.string().describe('The same in plain words.'),
    places: z
      .object({ rewritten: z.array(z.string()), kept: z.array(z.string()) })
      .describe('Where an item that is rewritten gets other addresses, and where it keeps its own; in plain words.'),
  })
  .meta({ ref: 'RecipientPreview' });
