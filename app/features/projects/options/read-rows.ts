import { cellsOf } from '../../../lib/csv.ts';
import type { Row } from './options-draft.ts';

/** The first that a line has parts it: the name of a folder may have a comma, a tab or an arrow does not. */
const DELIMITERS = ['\t', '→', '->', '=>', ';', ','] as const;
const HEADING = /^(source|old|from|destination|target|new|to)(\s*e-?mail)?(\s*(address|folder|path|domain))?$/i;

/** Pasted lines as rows of cells, without a heading (`SourceAddress, DestinationAddress`). */
export function readRows(text: string, columns: number): Row[] {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => (columns === 1 ? [unquoted(line)] : pairOf(line)));
  const isHeading = columns > 1 && rows[0]?.every((cell) => HEADING.test(cell));
  return isHeading ? rows.slice(1) : rows;
}

function pairOf(line: string): Row {
  const delimiter = DELIMITERS.find((each) => line.includes(each));
  if (delimiter === undefined) return [unquoted(line), ''];
  const cells = delimiter.length === 1 ? cellsOf(line, delimiter) : line.split(delimiter).map(unquoted);
  return [cells[0] ?? '', cells[1] ?? ''];
}

function unquoted(text: string): string {
  return text.trim().replace(/^"(.*)"$/, '$1');
}
