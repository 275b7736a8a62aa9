import { faultOf } from '../../../engine/model/fault.ts';
import type { Connection } from '../../client/connection.ts';
import { concat, finderOf, isAt, utf8, type Piece } from '../../xml/bytes.ts';

const OPEN = utf8('<t:ExtendedProperty>');
const CLOSE = utf8('</t:ExtendedProperty>');
const BINARY = utf8('PropertyType="Binary');

/** What is said of an item whose properties of binary types were left out. */
export const WITHOUT_BINARIES =
  'The destination does not accept binary properties. Voting buttons, or meeting details that only Outlook reads, were left out.';

/**
 * Sends a request, without properties of binary types (`isLess`) where the server cannot read them: it refuses the whole
 * request then, and is not asked with them again. Throws FaultError.
 */
export async function sendLessening<T>(
  { capabilities }: Connection,
  send: (isLess: boolean) => Promise<T>,
  hasBinaries: () => boolean | Promise<boolean>,
): Promise<T> {
  if (capabilities.binaries === 'refused') return send(true);
  try {
    return await send(false);
  } catch (error) {
    if (faultOf(error).kind !== 'unsupported' || !(await hasBinaries())) throw error;
    const response = await send(true);
    capabilities.binaries = 'refused';
    return response;
  }
}

/**
 * A request's items without extended properties of binary types; undefined where they have none. One pass over the bytes;
 * encoded content holds no markup to look at.
 */
export function withoutBinaries(pieces: readonly Piece[]): Uint8Array | undefined {
  const bytes = concat(pieces);
  const nextTag = finderOf(bytes, '<');
  const kept: Uint8Array[] = [];
  let from = 0;
  let start = -1;
  let isBinary = false;
  for (let at = nextTag(0), next = 0; at >= 0; at = next) {
    next = nextTag(at + 1);
    if (isAt(bytes, OPEN, at)) [start, isBinary] = [at, false];
    else if (start >= 0 && isAt(bytes, CLOSE, at)) {
      if (isBinary) {
        kept.push(bytes.subarray(from, start));
        from = at + CLOSE.length;
      }
      start = -1;
    } else if (start >= 0) isBinary ||= holds(bytes, at, next < 0 ? bytes.length : next);
  }
  return from === 0 ? undefined : concat([...kept, bytes.subarray(from)]);
}

/** Whether the tag that begins here, and ends before another begins, names a binary type. */
function holds(bytes: Uint8Array, tag: number, next: number): boolean {
  for (let at = tag; at < next && bytes[at] !== GREATER; at += 1)
    if (bytes[at] === BINARY[0] && isAt(bytes, BINARY, at)) return true;
  return false;
}

const GREATER = 0x3e;
