import { z } from 'zod';
import { ITEM_KINDS } from '../../lib/item-kinds.ts';
import { SIDES } from '../../lib/credential-request-facts.ts';

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
