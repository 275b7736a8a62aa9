import { MAX_LIST_BYTES } from '../../../../worker/lib/mailbox-list/fields.ts';

/** Why a list is not shown, and what to do. */
export type ListRefusal = { title: string; cause: string; remedy: string };

const SAVE_AS_CSV = 'Open it, save it as CSV UTF-8, and choose that file. Or copy the cells and paste them here.';
export const REFUSALS: Readonly<
  Record<'workbook' | 'old-workbook' | 'pdf' | 'large' | 'long' | 'binary', ListRefusal>
> = {
  workbook: {
    title: 'This is not a CSV file',
    cause: 'It is an Excel workbook (.xlsx) or another packed file.',
    remedy: SAVE_AS_CSV,
  },
  'old-workbook': {
    title: 'This is not a CSV file',
    cause: 'It is an old Excel workbook (.xls).',
    remedy: SAVE_AS_CSV,
  },
  pdf: {
    title: 'This is not a CSV file',
    cause: 'It is a PDF.',
    remedy: 'Choose the list as a CSV file, or paste its lines.',
  },
  large: {
    title: 'The file is too large',
    cause: 'A list can have up to 10 MB.',
    remedy: 'Split it into several files, or leave out columns that are not needed.',
  },
  long: {
    title: 'The list is too long',
    cause: 'A list can have up to 10,000 rows.',
    remedy: 'Split it into several files.',
  },
  binary: {
    title: 'This is not a text file',
    cause: 'The file has zero bytes.',
    remedy: 'Choose the list as a CSV file, or paste its lines.',
  },
};

/** Why a file of so many bytes is refused before it is read; undefined where it is not. */
export function refusalOfSize(bytes: number): ListRefusal | undefined {
  return bytes > MAX_LIST_BYTES ? REFUSALS.large : undefined;
}
