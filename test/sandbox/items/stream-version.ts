import type { Profile } from '../profiles/profiles.ts';
import type { Spool } from '../xml/spool.ts';

// Behind the stream's six signs; four numbers of two bytes.
const BUILD_AT = 6;

/**
 * Whether a stream was written by a newer product than this one; later builds of the same are no other product. What a
 * real server does with one is unproven.
 */
export function isFromNewer(spool: Spool, { build }: Profile): boolean {
  const bytes = spool.read(BUILD_AT, 4);
  const [major, minor] = [bytes.readUInt16LE(0), bytes.readUInt16LE(2)];
  return major > build[0] || (major === build[0] && minor > build[1]);
}
