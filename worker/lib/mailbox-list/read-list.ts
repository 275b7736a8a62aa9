import { isEmailAddress } from '../email-address.ts';
import type { CsvRecord } from '../csv/records.ts';
import { DELIMITERS, csvRecords, csvStart } from '../csv/records.ts';
import { cleanAddress } from './clean-address.ts';
import type { ListField, ListRow } from './fields.ts';
import { FIELD_NAMES, FIELD_TITLES, LIST_FIELDS, MAX_LIST_ROWS } from './fields.ts';
import { columnOfHeading } from './heading.ts';

/** What a person decided about a list, where it was not understood by itself. */
export type ReadChoices = {
  /** The field of each column, in order; null: the column is not used. */
  mapping?: readonly (ListField | null)[] | undefined;
  /** Whether the first row has the names of the columns. */
  hasHeading?: boolean | undefined;
  delimiter?: string | undefined;
};

export type ListColumn = {
  /** Its heading; empty where the list has none. */
  title: string;
  field: ListField | null;
  /** Rows in which it is not empty. */
  filled: number;
  /** Why it is not used, or what is to be known of its use; null where there is nothing to say. */
  note: string | null;
};

export type ReadList = { columns: ListColumn[]; rows: ListRow[]; delimiter: string; hasHeading: boolean };

/** Between two addresses that people write in a line. */
const ARROWS = ['→', '->', '=>'] as const;
const BETWEEN = /[,;\t→]|->|=>| /;
/** Columns that are looked at; no list of people has more. */
const MOST_COLUMNS = 500;
/** Records that show what a column holds. */
const LOOKED_AT = 50;

/** The text of a list as columns and rows. Nothing is judged yet, and no text is changed. */
export function readList(text: string, choices: ReadChoices = {}): ReadList {
  const delimiter = choices.delimiter ?? csvStart(text).delimiter ?? delimiterOf(text) ?? ',';
  const records = csvRecords(text, delimiter);
  const hasHeading = choices.hasHeading ?? isHeading(records);
  const heading = hasHeading ? (records[0]?.cells ?? []) : [];
  const body = (hasHeading ? records.slice(1) : records).map((record) => (hasHeading ? record : partedPlainly(record)));
  const longest = body.reduce((most, { cells }) => Math.max(most, cells.length), heading.length);
  const width = Math.min(longest, MOST_COLUMNS);
  // A longer list is refused anyway.
  const counted = body.slice(0, MAX_LIST_ROWS);
  const names = Array.from({ length: width }, (_, index) => columnOfHeading(heading[index] ?? ''));
  const known = names.some((name) => name === 'sourceEmail' || name === 'destinationEmail');
  const fields = choices.mapping ?? fieldsOf(names, known ? [] : byContent(body, width));
  const filled = names.map((_, index) => counted.filter(({ cells }) => (cells[index] ?? '') !== '').length);
  const columns = names.map((name, index): ListColumn => {
    const field = fields[index] ?? null;
    const title = (heading[index] ?? '').trim().slice(0, 100);
    return {
      title,
      field,
      filled: filled[index]!,
      note: field ? null : noteOf(name, { body: counted, index, fields }),
    };
  });
  const apostrophes = names.indexOf('apostrophes');
  const rows = body.map((record) => rowOf(record, fields, apostrophes));
  return { columns, rows, delimiter, hasHeading };
}

/** By the heading that is understood best, else by the addresses in the first lines. */
function delimiterOf(text: string): string | undefined {
  const { at } = csvStart(text);
  const lines = text
    .slice(at, at + 20_000)
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '')
    .slice(0, LOOKED_AT);
  const best = (candidates: readonly string[], score: (delimiter: string) => number) => {
    const scored = candidates.map((delimiter) => [delimiter, score(delimiter)] as const);
    const [first] = scored.filter(([, points]) => points > 0).toSorted(([, a], [, b]) => b - a);
    return first?.[0];
  };
  const cellsOf = (line: string, delimiter: string) => line.split(delimiter).map((cell) => cell.replaceAll('"', ''));
  const heading = lines[0] ?? '';
  const named = best(DELIMITERS, (delimiter) => {
    const cells = cellsOf(heading, delimiter);
    return cells.length < 2 ? 0 : cells.filter((cell) => columnOfHeading(cell)).length;
  });
  if (named !== undefined && !heading.includes('@')) return named;
  const isAddress = (cell: string) => isEmailAddress(cleanAddress(cell));
  return best([...DELIMITERS, ...ARROWS], (delimiter) =>
    lines.reduce((sum, line) => {
      const cells = cellsOf(line, delimiter);
      return sum + (cells.length < 2 ? 0 : cells.filter(isAddress).length);
    }, 0),
  );
}

/** The first record names columns if no address is in it, and it has a name that is known, or others have addresses. */
function isHeading(records: readonly CsvRecord[]): boolean {
  const [first, ...rest] = records;
  if (!first || first.cells.some((cell) => cell.includes('@'))) return false;
  if (first.cells.some((cell) => columnOfHeading(cell) !== undefined)) return true;
  return rest.slice(0, LOOKED_AT).some(({ cells }) => cells.some((cell) => cell.includes('@')));
}

/** Lines that people typed, each parted in its own way: only where nothing but addresses comes of it. */
function partedPlainly(record: CsvRecord): CsvRecord {
  const filled = record.cells.filter((cell) => cell.trim() !== '');
  const [only = ''] = filled;
  if (filled.length !== 1 || record.isBroken || isEmailAddress(cleanAddress(only))) return record;
  const parts = only.split(BETWEEN).filter((part) => part.trim() !== '');
  const isPair = parts.length === 2 && parts.every((part) => isEmailAddress(cleanAddress(part)));
  return isPair ? { ...record, cells: parts } : record;
}

/** Each field once: a second column of the same is not used. */
function fieldsOf(
  names: readonly (string | undefined)[],
  guessed: readonly (ListField | null)[],
): (ListField | null)[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const field = LIST_FIELDS.find((each) => each === name) ?? guessed[index] ?? null;
    if (field === null || taken.has(field)) return null;
    taken.add(field);
    return field;
  });
}

/** Columns of addresses, where no heading names them: the first is the source, the second the destination. */
function byContent(body: readonly CsvRecord[], width: number): (ListField | null)[] {
  const sample = body.slice(0, LOOKED_AT);
  const ofAddresses = Array.from({ length: width }, (_, index) => index).filter((index) => {
    const filled = sample.map(({ cells }) => cells[index] ?? '').filter((cell) => cell.trim() !== '');
    return filled.length > 0 && filled.filter((cell) => cell.includes('@')).length * 2 >= filled.length;
  });
  // Of a list of names that are no addresses, the first column shows what is wrong.
  const [source = 0, destination] = ofAddresses;
  return Array.from({ length: width }, (_, index) => {
    if (index === source) return 'sourceEmail';
    return index === destination ? 'destinationEmail' : null;
  });
}

function noteOf(
  name: string | undefined,
  { body, index, fields }: { body: readonly CsvRecord[]; index: number; fields: readonly (ListField | null)[] },
): string | null {
  if (name === 'apostrophes') return null;
  const cells = body.map(({ cells }) => (cells[index] ?? '').trim());
  if (name === 'flags') {
    const set = cells.filter((cell) => cell !== '' && cell !== '0').length;
    const what = 'Flags of MigrationWiz do nothing in Mailferry.';
    return set === 0 ? what : `${what} ${set === 1 ? '1 row has one' : `${String(set)} rows have some`} set.`;
  }
  if (LIST_FIELDS.some((field) => field === name && fields.includes(field)))
    return `Not used: another column has the ${FIELD_NAMES[name as ListField]}.`;
  return cells.some((cell) => cell !== '') ? 'Not used.' : 'Not used: it is empty.';
}

/** Passwords stay as they are, to the last space. */
function rowOf(
  { line, cells, isBroken }: CsvRecord,
  fields: readonly (ListField | null)[],
  apostrophes: number,
): ListRow {
  const row: ListRow = { line, ...(isBroken && { isBroken }) };
  const added = apostrophes < 0 ? [] : (cells[apostrophes] ?? '').split(',').map((title) => title.trim());
  fields.forEach((field, index) => {
    const cell = cells[index];
    if (field === null || cell === undefined || cell === '') return;
    row[field] = cell.startsWith("'") && added.includes(FIELD_TITLES[field]) ? cell.slice(1) : cell;
  });
  return row;
}
