import { z } from 'zod';
import { ITEM_KINDS } from '../../lib/item-kinds.ts';
import { OMISSION_KINDS } from '../../lib/omission-kinds.ts';
import { PASS_TYPES } from '../../lib/pass-types.ts';
import { RUN_STATUSES } from '../../lib/run-statuses.ts';
import { pageOf } from '../kernel/page.ts';

const Count = z.int().min(0);
const Size = z.object({ count: Count, bytes: Count });

const ItemError = z
  .object({
    id: z.string(),
    folder: z.string(),
    itemClass: z.string(),
    kind: z.enum(ITEM_KINDS),
    date: z.string().nullable(),
    sizeBytes: Count,
    code: z.string().describe('The server’s own error code.'),
    error: z.string(),
    cause: z.string(),
    remedy: z.string(),
    subject: z.string().nullable().describe('Only in projects that turn on subjects.'),
    passId: z.string(),
    createdAt: z.string(),
  })
  .meta({ ref: 'ItemError' });

export const ItemErrorPage = pageOf('ItemError', ItemError);

const FolderFailure = {
  side: z.enum(['source', 'destination']).nullable().describe('The server that failed on the folder.'),
  code: z.string().describe('The server’s own error code.'),
  error: z.string(),
  cause: z.string(),
  remedy: z.string(),
  below: z.string().nullable().describe('The parent folder that was set aside, and this one with it.'),
};

const FolderError = z
  .object({
    id: z.string(),
    folder: z.string(),
    distinguishedId: z.string().nullable(),
    itemCount: Count.describe('Number of items in it, as reported by the source.'),
    ...FolderFailure,
    passId: z.string(),
    createdAt: z.string(),
  })
  .meta({ ref: 'FolderError' });

export const FolderErrorPage = pageOf('FolderError', FolderError);

const Omission = z
  .object({
    id: z.string(),
    kind: z.enum(OMISSION_KINDS),
    name: z
      .string()
      .describe('What the omission concerns: a folder, a rule or an address. Empty for the whole setting.'),
    itemClass: z.string().nullable(),
    date: z.string().nullable(),
    code: z.string().describe('Mailferry’s own code, or the server’s.'),
    detail: z.string(),
    cause: z.string(),
    remedy: z.string(),
    passId: z.string(),
    createdAt: z.string(),
  })
  .meta({ ref: 'Loss' });

export const OmissionPage = pageOf('Loss', Omission);

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
        missing: Size.describe('Copies that are no longer in the folder they were copied to.'),
        extraCount: z.int().describe('Items in the destination folder that no pass copied there.'),
        differences: z
          .array(z.object({ itemClass: z.string(), sizeBytes: z.int(), itemAt: z.string().nullable() }))
          .describe('The first twenty missing copies.'),
        failure: z.object(FolderFailure).nullable().describe('Why the folder was set aside, if it was.'),
      }),
    ),
    kinds: z.partialRecord(z.enum(ITEM_KINDS), z.object({ success: Size, error: Size })),
    passes: z.array(
      z.object({
        passId: z.string(),
        type: z.enum(PASS_TYPES),
        status: z.enum(RUN_STATUSES),
        startedAt: z.string().nullable(),
        endedAt: z.string().nullable(),
      }),
    ),
    elapsedMs: z.number().describe('Total running time of the passes that copy.'),
    itemsPerHour: z.number(),
    bytesPerHour: z.number(),
  })
  .meta({ ref: 'Statistics' });

export const ErrorGroups = z
  .object({
    items: z.array(
      z.object({
        code: z.string().describe('The server’s own word.'),
        cause: z.string(),
        remedy: z.string(),
        errorCount: z.int().min(0),
        mailboxCount: z.int().min(0),
      }),
    ),
  })
  .meta({ ref: 'ErrorGroups' });
