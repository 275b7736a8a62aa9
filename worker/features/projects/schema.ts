import { z } from 'zod';
import { isRecipientRule } from '../../lib/recipients.ts';
import { pageOf } from '../kernel/page.ts';
import { ITEM_KINDS } from './table.ts';

const Name = z.string().trim().min(1, 'A project needs a name.').max(100);

const FolderPath = z.string().trim().min(1).max(500);
export const RecipientMapping = z
  .array(
    z
      .strictObject({ from: z.string().trim().min(3).max(320), to: z.string().trim().min(3).max(320) })
      .refine(isRecipientRule, 'Two addresses, or two domains such as @old.example.'),
  )
  .max(10_000);

/** To the second, so that instants compare as texts. */
const Instant = z.iso.datetime({ offset: true }).transform((text) => `${new Date(text).toISOString().slice(0, 19)}Z`);

export const ProjectOptionsShape = z
  .strictObject({
    maximumConcurrentMigrations: z.int().min(1).max(1000).optional().describe('Mailboxes that move at the same time.'),
    copyPaths: z
      .array(z.enum(['transfer', 'mime', 'typed']))
      .min(1)
      .max(3)
      .refine((paths) => new Set(paths).size === paths.length, 'Each path may stand here once.')
      .optional()
      .describe('Ways to copy an item, best first.'),
    includeSubjects: z.boolean().optional().describe('Keep the subjects of items that failed. Off by default.'),
    maximumErrors: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe('More failed items than this end a mailbox as failed.'),
    excludedFolders: z
      .array(FolderPath)
      .max(500)
      .optional()
      .describe(
        'Folder paths that stay behind with all that is below them, such as Inbox/Old. * is any part of a name, ** any folders.',
      ),
    folderMapping: z
      .array(z.strictObject({ from: FolderPath, to: FolderPath }))
      .max(500)
      .optional()
      .describe('Where folders go instead, with all that is below them.'),
    itemKinds: z
      .array(z.enum(ITEM_KINDS))
      .min(1)
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
    maximumDeletions: z
      .int()
      .min(0)
      .max(1_000_000)
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
  .meta({ ref: 'ProjectOptions' });

export const ProjectRequest = z
  .strictObject({
    name: Name,
    sourceEndpointId: z.string().min(1),
    destinationEndpointId: z.string().min(1),
    options: ProjectOptionsShape.default({}),
  })
  .meta({ ref: 'ProjectRequest' });

export const ProjectChange = z
  .strictObject({
    name: Name.optional(),
    sourceEndpointId: z.string().min(1).optional(),
    destinationEndpointId: z.string().min(1).optional(),
    options: ProjectOptionsShape.optional().describe('Replaces the options as a whole.'),
  })
  .meta({ ref: 'ProjectChange' });

const EndpointSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    domains: z.array(z.string()),
    hasPassword: z.boolean(),
    useImpersonation: z.boolean(),
    version: z.string().nullable(),
    health: z.enum(['ok', 'failing', 'unknown']),
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
    totals: z.object({ itemsDone: Count, itemsTotal: Count, bytesDone: Count, bytesTotal: Count, errors: Count }),
    createdAt: z.string(),
  })
  .meta({ ref: 'Project' });

export const ProjectPage = pageOf('Project', Project);

export const RecipientPreviewRequest = z
  .strictObject({
    addresses: z.array(z.string().trim().min(1).max(320)).min(1).max(1000),
    recipientMapping: RecipientMapping.optional().describe("Instead of the project's own."),
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
