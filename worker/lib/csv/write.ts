/** What makes a spreadsheet compute a text, or take it apart (https://owasp.org/www-community/attacks/CSV_Injection). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Whether a spreadsheet could take the text for a formula. */
export function isFormula(text: string): boolean {
  return FORMULA.test(text);
}

/**
 * Lines as a file that spreadsheets read in any language (RFC 4180, with a byte order mark). A text that one would
 * take for a formula has an apostrophe before it: subjects are written by strangers.
 */
export function csvOf(lines: readonly (readonly (string | number)[])[]): string {
  const cellOf = (value: string | number): string => {
    const text = typeof value === 'string' && isFormula(value) ? `'${value}` : String(value);
    return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\uFEFF${lines.map((line) => `${line.map(cellOf).join(',')}\r\n`).join('')}`;
}
