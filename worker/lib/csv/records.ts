import Papa from 'papaparse';
import { recordSpans } from './record-spans.ts';

/** One record of a file. `line`: its number, as people count the rows of a sheet. */
export type CsvRecord = { line: number; cells: string[]; isBroken: boolean };

export const DELIMITERS = [',', ';', '\t', '|'] as const;

/** What Excel and PowerShell write before the heading; nothing else is skipped. */
const SEPARATOR = /^sep=([^"\r\n])$/i;
const POWERSHELL_TYPE = /^#TYPE [\w.+`[\],]+$/;
/** As much of a line as is looked at. */
const LOOKED_AT = 1000;

/** What stands before the first record. `delimiter`: the one that the file names. */
export type CsvStart = { at: number; lines: number; delimiter: string | undefined };

/** Goes past blank lines, `sep=` and `#TYPE` at the beginning of a CSV text. */
export function csvStart(text: string): CsvStart {
  const start: CsvStart = { at: text.startsWith('\uFEFF') ? 1 : 0, lines: 0, delimiter: undefined };
  while (start.at < text.length) {
    let end = start.at;
    while (end < text.length && text[end] !== '\r' && text[end] !== '\n') end += 1;
    const line = text.slice(start.at, Math.min(end, start.at + LOOKED_AT));
    const separator = SEPARATOR.exec(line)?.[1];
    const isType = POWERSHELL_TYPE.test(withoutEmptyCells(line));
    if (separator === undefined && !isType && line.trim() !== '') break;
    start.delimiter ??= separator;
    start.lines += 1;
    start.at = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1);
  }
  return start;
}

/** A line without the cells that a spreadsheet has put behind it, as its sheet is wider. */
function withoutEmptyCells(line: string): string {
  let end = line.length;
  while (end > 0 && DELIMITERS.some((delimiter) => delimiter === line[end - 1])) end -= 1;
  return line.slice(0, end);
}

/** The delimiter by which the first lines come apart most evenly; a comma where none does. */
function guessDelimiter(text: string, at: number): string {
  const head = text.slice(at, at + 20_000);
  return Papa.parse(head, { preview: 10, delimitersToGuess: [...DELIMITERS] }).meta.delimiter;
}

/**
 * The records of a CSV file, blank ones left out. Its delimiter is the given one, else the one that it names, else found by
 * its lines.
 */
export function csvRecords(text: string, delimiter?: string): CsvRecord[] {
  const start = csvStart(text);
  const parted = delimiter ?? start.delimiter ?? guessDelimiter(text, start.at);
  const spans = recordSpans(text, parted, start.at);
  const whole = spans.filter(({ isBroken }) => !isBroken);
  // In one call, and with line ends of one kind: what is broken has been set aside.
  const joined = whole.map((span) => text.slice(span.start, span.end)).join('\n');
  const { data } = Papa.parse<string[]>(joined, { delimiter: parted, newline: '\n' });
  let next = 0;
  return spans.flatMap((span, index) => {
    const cells = span.isBroken ? text.slice(span.start, span.end).split(parted) : (data[next++] ?? []);
    if (cells.every((cell) => cell.trim() === '')) return [];
    return [{ line: index + 1 + start.lines, cells, isBroken: span.isBroken }];
  });
}
