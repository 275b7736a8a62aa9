import { tellsFullDisk } from './disk.ts';

/** A line that continues the one before: wrangler writes a stack and empty lines after an error. */
const CONTINUED = /^\s*$|^\s+(stack:|at )/;

/**
 * Writes the lines of a server's errors, except those about a full disk, which come with every request and every try,
 * each with a stack. `found` is called instead.
 */
export function leaveOutFullDisk(write: (line: string) => void, found: () => void): (line: string) => void {
  let isLeftOut = false;
  return (line) => {
    isLeftOut = tellsFullDisk(line) || (isLeftOut && CONTINUED.test(line));
    if (!isLeftOut) write(line);
    else if (tellsFullDisk(line)) found();
  };
}
