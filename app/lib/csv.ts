/**
 * The cells of one line. A cell in double quotes may contain the delimiter, and a doubled quote is one quote (RFC 4180);
 * unquoted cells are trimmed.
 */
export function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let wasQuoted = false;
  const end = () => {
    cells.push(wasQuoted ? cell : cell.trim());
    cell = '';
    wasQuoted = false;
  };
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (line[at + 1] === '"') cell += line[++at]!;
      else isQuoted = false;
    } else if (character === '"' && cell.trim() === '' && !wasQuoted) {
      cell = '';
      isQuoted = true;
      wasQuoted = true;
    } else if (character === delimiter) end();
    else if (!wasQuoted || character.trim() !== '') cell += character;
  }
  end();
  return cells;
}
