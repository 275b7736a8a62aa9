import { z } from 'zod';
import { LIST_FIELDS, MAX_LIST_BYTES } from '../../lib/mailbox-list/fields.ts';
import { VERDICTS } from '../../lib/mailbox-list/verdicts.ts';
import { pageOf } from '../kernel/page.ts';

const Field = z.enum(LIST_FIELDS);

/** As a list has it: what is wrong with it, the preview says. */
const Value = z.string().max(10_000).optional();

const ListRow = z
  .strictObject({
    line: z.int().min(1).optional().describe('How the answer names the row. Default: its place in the list.'),
    sourceEmail: Value,
    sourceLogin: Value.describe('`unknown`: a pass asks the owner of the mailbox for login and password.'),
    sourcePassword: Value,
    destinationEmail: Value,
    destinationLogin: Value,
    destinationPassword: Value,
    contactEmail: Value.describe('Where to write to the owner of the mailbox, instead of its source address.'),
    contactName: Value,
    language: Value,
    type: Value.describe('As RecipientTypeDetails of Get-Mailbox has it, such as `SharedMailbox` or `RoomMailbox`.'),
    tags: Value.describe('Separated by semicolons or commas.'),
    wave: Value.describe('The name of a wave, in any case; one that the project does not have is created.'),
  })
  .meta({ ref: 'MailboxListRow' });

const List = {
  text: z
    .string()
    .max(MAX_LIST_BYTES)
    .optional()
    .describe(
      'A CSV file or pasted lines, with or without a heading. Headings count in English, German, French, Spanish, Italian and Dutch, in any case and order; files of MigrationWiz, Excel and Export-Csv are read as they are.',
    ),
  rows: z.array(ListRow).optional().describe('The rows themselves, instead of `text`.'),
  mapping: z
    .array(Field.nullable())
    .max(1000)
    .optional()
    .describe('The field of each column of `text`, in order; null: not used. Default: what the heading says.'),
  hasHeading: z.boolean().optional().describe('Whether the first row names the columns. Default: by its content.'),
  delimiter: z.string().min(1).max(2).optional().describe('Default: by its content.'),
  pattern: z
    .string()
    .trim()
    .max(320)
    .optional()
    .describe(
      'Makes destination addresses, such as `{local}@new.example`. `{local}` and `{domain}` are the parts of the source address. Default: `{local}` at the first domain of the destination endpoint.',
    ),
  patternFor: z
    .enum(['missing', 'all'])
    .optional()
    .describe('Rows that get a destination address by the pattern: those without one (default), or all.'),
  search: z.string().max(320).optional().describe('What to replace in destination addresses, in any case.'),
  replace: z.string().max(320).optional(),
  loginUnknown: z
    .strictObject({ source: z.boolean().optional(), destination: z.boolean().optional() })
    .optional()
    .describe('Sides at which the owners are asked, if their row has neither login nor password.'),
};

const hasOneList = ({ text, rows }: { text?: unknown; rows?: unknown }) =>
  (text === undefined) !== (rows === undefined);
const ONE_LIST = { message: 'Send either `text` or `rows`.', path: ['text'] };

export const MailboxListRequest = z.strictObject(List).refine(hasOneList, ONE_LIST).meta({ ref: 'MailboxListRequest' });

export const MailboxImportRequest = z
  .strictObject({
    ...List,
    skip: z
      .array(z.enum(VERDICTS))
      .optional()
      .describe('Verdicts of rows to leave out. Any other row that cannot be added refuses the whole list.'),
  })
  .refine(hasOneList, ONE_LIST)
  .meta({ ref: 'MailboxImportRequest' });

export const ImportHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Repeating a request with the same key returns the same import and adds nothing.'),
});

const Count = z.int().min(0);
const text = z.string().optional();

const PreviewedRow = z.object({
  line: Count,
  values: z
    .object({
      sourceEmail: text,
      sourceLogin: text,
      destinationEmail: text,
      destinationLogin: text,
      contactEmail: text,
      contactName: text,
      language: text,
      type: text,
      tags: text,
      wave: text,
    })
    .describe('The row as it would be added. Passwords are never returned.'),
  hasSourcePassword: z.boolean(),
  hasDestinationPassword: z.boolean(),
  verdict: z
    .enum(VERDICTS)
    .describe('`invalid-address`, `invalid`, `twice` and `already-there` cannot be added; all others can.'),
  problems: z.array(
    z.object({
      field: Field.nullable(),
      verdict: z.enum(VERDICTS).nullable().describe('The verdict that it leads to; null: for information.'),
      message: z.string(),
    }),
  ),
});

export const MailboxListPreview = z
  .object({
    columns: z.array(
      z.object({
        title: z.string(),
        field: Field.nullable().describe('Null: the column is not used.'),
        filled: Count.describe('Rows in which it is not empty.'),
        note: z.string().nullable().describe('Why it is not used.'),
      }),
    ),
    hasHeading: z.boolean(),
    delimiter: z.string().nullable().describe('Null for `rows`.'),
    rows: z.array(PreviewedRow),
    newWaves: z.array(z.string()).describe('Names of the waves that the list creates.'),
    counts: z.record(z.enum(VERDICTS), Count).describe('Rows by verdict.'),
  })
  .meta({ ref: 'MailboxListPreview' });

export const MailboxImport = z
  .object({
    id: z.string(),
    projectId: z.string(),
    mailboxCount: Count.describe('Mailboxes that it added.'),
    createdByName: z.string(),
    createdAt: z.string(),
    undoneAt: z.string().nullable(),
  })
  .meta({ ref: 'MailboxImport' });

export const MailboxImportPage = pageOf('MailboxImport', MailboxImport);
