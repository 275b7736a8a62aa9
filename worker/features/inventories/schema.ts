import { z } from 'zod';
import { ITEM_KINDS } from '../../lib/item-kinds.ts';
import { SIDES } from '../../lib/credential-request-facts.ts';
import { PASS_TYPES } from '../../lib/pass-types.ts';
import { pageOf } from '../kernel/page.ts';
import { PASS_STATUSES } from '../passes/table.ts';

const Items = z.object({ count: z.int().min(0), bytes: z.int().min(0) }).meta({ ref: 'InventoryItems' });

const Finding = z
  .object({ code: z.string(), title: z.string(), cause: z.string(), remedy: z.string() })
  .meta({ ref: 'InventoryFinding' });

const counted = {
  items: Items,
  kinds: z.partialRecord(z.enum(ITEM_KINDS), Items).describe('By kind of item; kinds without items are left out.'),
  oldestAt: z.string().nullable(),
  newestAt: z.string().nullable(),
  isSampled: z
    .boolean()
    .describe('Kinds and ages follow from a part of the items: a folder has more than one request can list.'),
};

const InventoryFolder = z
  .object({
    path: z.string(),
    distinguishedId: z.string().nullable(),
    folderClass: z.string(),
    part: z.enum(['mailbox', 'archive', 'recoverable']),
    ...counted,
    finding: Finding.nullable().describe('Why the items of the folder could not be listed.'),
  })
  .meta({ ref: 'InventoryFolder' });

const OversizeItem = z
  .object({
    id: z.string(),
    mailboxId: z.string(),
    folderPath: z.string(),
    kind: z.enum(ITEM_KINDS),
    itemClass: z.string(),
    sizeBytes: z.int(),
    itemAt: z.string().nullable(),
    subject: z.string().nullable().describe('Null unless the project keeps subjects.'),
  })
  .meta({ ref: 'OversizeItem' });

const InventorySide = z
  .object({
    side: z.enum(SIDES),
    passId: z.string(),
    countedAt: z.string(),
    version: z.string().nullable(),
    folderCount: z.int().min(0),
    ...counted,
    ages: z.array(z.object({ untilDays: z.int().nullable(), items: Items })).describe('By age when counted.'),
    archive: z
      .object({ folderCount: z.int(), items: Items })
      .nullable()
      .describe('Null: the mailbox has no archive, or the server does not show it.'),
    recoverableItems: Items.nullable().describe('What was deleted and can still be recovered; null if not shown.'),
    delegateCount: z.int().nullable().describe('Null: the server does not report it.'),
    ruleCount: z.int().nullable(),
    oversize: Items.describe('Larger than the destination accepts.'),
    isOversizeCut: z.boolean().describe('There may be more of them than are listed.'),
    limitBytes: z.int().describe('The largest item that the destination accepts.'),
    isLimitAssumed: z.boolean().describe('The destination could not be asked; the limit of Exchange 2013 is assumed.'),
    finding: Finding.nullable().describe('Why the mailbox could not be opened.'),
    folders: z.array(InventoryFolder),
  })
  .meta({ ref: 'InventorySide' });

export const MailboxInventory = z
  .object({
    mailboxId: z.string(),
    source: InventorySide.nullable().describe('Null until an inventory pass has counted the mailbox.'),
    destination: InventorySide.nullable(),
    oversizeItems: z.array(OversizeItem).describe('The largest first; at most 1,000.'),
  })
  .meta({ ref: 'MailboxInventory' });

export const OversizeItemPage = pageOf('ProjectOversizeItem', OversizeItem.extend({ sourceEmail: z.string() }));

const InventorySums = z
  .object({
    mailboxCount: z.int().describe('Mailboxes that were counted.'),
    openedCount: z.int().describe('Of these, those that could be opened on this side.'),
    folderCount: z.int(),
    ...counted,
    oversize: Items,
    isOversizeCut: z.boolean(),
    archive: z.object({ mailboxCount: z.int(), items: Items }),
    recoverableItems: Items,
    folderFindingCount: z.int().describe('Folders whose items could not be listed.'),
  })
  .meta({ ref: 'InventorySums' });

export const ProjectInventory = z
  .object({
    mailboxCount: z.int().describe('Mailboxes of the project, counted or not.'),
    countedAt: z.string().nullable().describe('When the mailbox was counted that was counted longest ago.'),
    source: InventorySums,
    destination: InventorySums,
    closedDestinations: z
      .array(
        z.object({
          mailboxId: z.string(),
          sourceEmail: z.string(),
          destinationEmail: z.string(),
          finding: Finding,
        }),
      )
      .describe('Mailboxes whose destination does not exist or cannot be opened; at most 1,000.'),
  })
  .meta({ ref: 'ProjectInventory' });

const range = { fromMs: z.int().min(0), toMs: z.int().min(0) };
const Range = z.object(range).meta({ ref: 'TimeRange' });
const EstimatedPass = z.object({ items: Items, ...range }).meta({ ref: 'EstimatedPass' });
const BASES = ['measured', 'assumed'] as const;

export const ProjectEstimate = z
  .object({
    at: z.string(),
    basis: z
      .enum(BASES)
      .describe(
        '`measured`: from passes of this project. `assumed`: nothing has been measured yet, so the range is wide.',
      ),
    mailboxCount: z.int(),
    countedCount: z.int().describe('Mailboxes with an inventory; the estimate covers only these.'),
    runCount: z.int().describe('Runs that the speed was measured with.'),
    slots: z.int().describe('Mailboxes that are copied at once.'),
    throttledMs: z.int().describe('How long the servers have asked to wait from now on.'),
    preStage: EstimatedPass.describe('What is older than 90 days and not copied yet.'),
    delta: EstimatedPass.describe('What a full pass copies after that.'),
    full: EstimatedPass.describe('Everything that is not copied yet, in one full pass.'),
    running: z
      .object({
        passId: z.string(),
        type: z.enum(PASS_TYPES),
        elapsedMs: z.int(),
        left: Range,
        estimated: Range.describe('The estimate with which the pass began.'),
      })
      .nullable(),
    passes: z
      .array(
        z.object({
          passId: z.string(),
          type: z.enum(PASS_TYPES),
          status: z.enum(PASS_STATUSES),
          startedAt: z.string(),
          basis: z.enum(BASES),
          estimated: Range,
          tookMs: z.int(),
          error: z
            .number()
            .nullable()
            .describe(
              'How far the time was outside the range, as a share of its nearer end: 0 within, negative if it was shorter. Null unless the pass was completed.',
            ),
        }),
      )
      .describe('The last passes that were estimated, latest first.'),
  })
  .meta({ ref: 'ProjectEstimate' });
