import { reportsFullDisk } from './disk.ts';

type Write = (line: string) => void;

/** A line that continues the one before: wrangler writes a stack and empty lines after an error. */
const CONTINUED = /^\s*$|^\s+(stack:|at )/;

/** The runtime's messages for a failed TLS handshake and for an untrusted certificate. */
const HANDSHAKE = /\bfailed: TLS handshake failed: /;

/**
 * Writes the lines of a server's errors, except those about a full disk, which come with every request and every try,
 * each with a stack. `found` is called instead.
 */
export const leaveOutFullDisk = (write: Write, found: () => void): Write => leaveOut(write, reportsFullDisk, found);

/**
 * Writes the lines of a server's errors, except those about failed TLS handshakes. These are expected: servers with old
 * TLS or private certificates are tried directly first, and the endpoint shows the result.
 */
export const leaveOutHandshakes = (write: Write): Write =>
  leaveOut(
    write,
    (line) => HANDSHAKE.test(line),
    () => {},
  );

/** Writes lines, except those that `matches` accepts and their continuation lines. */
function leaveOut(write: Write, matches: (line: string) => boolean, found: () => void): Write {
  let isLeftOut = false;
  return (line) => {
    const isFound = matches(line);
    isLeftOut = isFound || (isLeftOut && CONTINUED.test(line));
    if (isFound) found();
    else if (!isLeftOut) write(line);
  };
}
