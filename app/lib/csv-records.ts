import Papa from 'papaparse';

/** One record of a file. `line`: its number, as people count the rows of a sheet. */
export type CsvRecord = { line: number; cells: string[]; isBroken: boolean };

/** What Excel and PowerShell write before the heading; nothing else is skipped. */
const SEPARATOR = /^sep=(.)$/i;
const POWERSHELL_TYPE = /^#TYPE [\w.+`[\],]+$/;

/** The records of a CSV file, blank ones left out. Its delimiter is the one that it names, else found by its lines. */
export function csvRecords(text: string): CsvRecord[] {
  let rest = text.replace(/^\uFEFF/, '');
  let skipped = 0;
  let delimiter = '';
  for (;;) {
    const end = rest.indexOf('\n');
    const first = (end < 0 ? rest : rest.slice(0, end)).slice(0, 1000).replaceAll('\r', '');
    const separator = SEPARATOR.exec(first);
    if (separator) delimiter = separator[1]!;
    if (end < 0 || !(separator || first.trim() === '' || POWERSHELL_TYPE.test(first.trim()))) break;
    rest = rest.slice(end + 1);
    skipped += 1;
  }
  const { data, errors } = Papa.parse<string[]>(rest, { delimiter, delimitersToGuess: [',', ';', '\t', '|'] });
  // That a delimiter could not be found is no fault: there may be one column.
  const broken = new Set(errors.filter(({ type }) => type === 'Quotes').map(({ row }) => row));
  return data.flatMap((cells, index) =>
    cells.every((cell) => cell.trim() === '')
      ? []
      : [{ line: index + 1 + skipped, cells, isBroken: broken.has(index) }],
  );
}
