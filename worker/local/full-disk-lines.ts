import { tellsFullDisk } from './disk.ts';

/** What belongs to the line before it: wrangler puts a stack and empty lines after an error. */
const CONTINUED = /^\s*$|^\s+(stack:|at )/;

/**
 * Passes on the lines of a server's errors, but for those that tell of a full disk: they come with every request and
 * every try, each with its stack. `found` is called in their place.
 */
export function leaveOutFullDisk(write: (line: string) => void, found: () => void): (line: string) => void {
  let isLeftOut = false;
  return (line) => {
    isLeftOut = tellsFullDisk(line) || (isLeftOut && CONTINUED.test(line));
    if (!isLeftOut) write(line);
    else if (tellsFullDisk(line)) found();
  };
}
