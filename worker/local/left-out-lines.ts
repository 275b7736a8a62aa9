import { reportsFullDisk } from './disk.ts';

type Write = (line: string) => void;

/** A line that continues the one before: wrangler writes a stack and empty lines after an error. */
const CONTINUED = /^\s*$|^\s+(stack:|at )/;

/** How the runtime tells that it did not come to an agreement with a server, and that it did not trust one. */
const HANDSHAKE = /\bfailed: TLS handshake failed: /;

/**
 * Writes the lines of a server's errors, except those about a full disk, which come with every request and every try,
 * each with a stack. `found` is called instead.
 */
export const leaveOutFullDisk = (write: Write, found: () => void): Write => leaveOut(write, reportsFullDisk, found);

/**
 * Writes the lines of a server's errors, except those about TLS handshakes that failed. They are no fault of the runtime:
 * servers with old TLS or certificates of their own are tried directly first, and the endpoint tells what came of it.
 */
export const leaveOutHandshakes = (write: Write): Write =>
  leaveOut(
    write,
    (line) => HANDSHAKE.test(line),
    () => {},
  );

/** Writes lines, except those that `tells` finds, with what continues them. */
function leaveOut(write: Write, matches: (line: string) => boolean, found: () => void): Write {
  let isLeftOut = false;
  return (line) => {
    const isFound = matches(line);
    isLeftOut = isFound || (isLeftOut && CONTINUED.test(line));
    if (isFound) found();
    else if (!isLeftOut) write(line);
  };
}
