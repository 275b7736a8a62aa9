/** As many others may write the same row in between. */
const MOST_ATTEMPTS = 100;

/**
 * Writes something that is based on a row, such as an event with its old values. `write` gives undefined if the row is
 * no longer what it was given; then the row is read again. Undefined: it is gone.
 */
export async function writeOn<Row, Written>(
  row: Row,
  readAgain: () => Promise<Row | undefined>,
  write: (row: Row) => Promise<Written | undefined>,
): Promise<Written | undefined> {
  let before: Row | undefined = row;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    if (before === undefined) return undefined;
    const written = await write(before);
    if (written !== undefined) return written;
    before = await readAgain();
  }
  throw new Error('A row changed with every attempt to write it.');
}
