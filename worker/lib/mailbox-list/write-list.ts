import { csvOf, isFormula } from '../csv/write.ts';
import type { ListField, ListRow } from './fields.ts';
import { FIELD_TITLES } from './fields.ts';
import { APOSTROPHES } from './heading.ts';

/** The columns of our own files. */
const WRITTEN = [
  'sourceEmail',
  'sourceLogin',
  'sourcePassword',
  'destinationEmail',
  'destinationLogin',
  'destinationPassword',
  'contactEmail',
  'contactName',
  'language',
  'tags',
  'wave',
] as const satisfies ListField[];

/**
 * A list as a CSV file that is read again as it was. Where a text got an apostrophe, so that no spreadsheet computes it, a
 * last column names its column: only there one is taken away again, and a text that begins with an apostrophe keeps it.
 */
export function writeList(rows: readonly Omit<ListRow, 'line'>[]): string {
  const protectedIn = rows.map((row) => WRITTEN.filter((field) => isFormula(row[field] ?? '')));
  const hasProtected = protectedIn.some((fields) => fields.length > 0);
  const titles = (fields: readonly ListField[]) => fields.map((field) => FIELD_TITLES[field]);
  return csvOf([
    [...titles(WRITTEN), ...(hasProtected ? [APOSTROPHES] : [])],
    ...rows.map((row, index) => [
      ...WRITTEN.map((field) => row[field] ?? ''),
      ...(hasProtected ? [titles(protectedIn[index]!).join(', ')] : []),
    ]),
  ]);
}
