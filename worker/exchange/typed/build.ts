import { FaultError, type FaultKind } from '../../engine/fault.ts';
import type { Parcel, WriteResult } from '../../engine/mailbox.ts';
import { addAttachment } from '../add-attachment.ts';
import type { NewAttachment } from '../attachments.ts';
import type { Piece } from '../bytes.ts';
import type { Connection } from '../connection.ts';
import { applyExceptions, type SeriesExceptions } from '../exceptions.ts';
import type { OccurrenceState } from '../occurrence-files.ts';
import { isAtLeast, type RequestVersion } from '../versions.ts';
import type { Losses } from '../typed.ts';
import { type MeetingState, stateProperties, type StateReach } from './meetings.ts';

/** What a typed parcel's `attendant` holds: all of the item that its own element does not. */
export type TypedAttendant = {
  losses: Losses;
  exceptions?: SeriesExceptions;
  attachments: NewAttachment[];
  /** Offset in the parcel's content at which an `Attachments` element belongs. */
  attachmentsAt: number;
  /** Where a meeting stands, and the offset at which its properties belong. */
  meeting?: MeetingState & { at: number };
};

/** So much of attachments goes with the request that creates their item; what is beyond follows one by one. */
const INLINE_BYTES = 4_000_000;

export function attendantOf(parcel: Parcel): TypedAttendant | undefined {
  return parcel.path === 'typed' ? (parcel.attendant as TypedAttendant | undefined) : undefined;
}

/** Where the parcel's meeting stands, or what it says of one; undefined for all else. */
export function stateOf({ path, attendant }: Parcel): (MeetingState & { at: number }) | undefined {
  return path === 'transfer' ? undefined : (attendant as Partial<TypedAttendant> | undefined)?.meeting;
}

/**
 * The new item's element with the attachments that go along, and those that are to follow, in their order. A meeting
 * comes with its state unless told otherwise.
 */
export function planItem(
  parcel: Parcel,
  version: RequestVersion,
  reach: StateReach = 'all',
): { element: Piece[]; later: readonly NewAttachment[] } {
  const { content } = parcel;
  if (!(content instanceof Uint8Array)) throw new TypeError('A typed item is no stream.');
  const attendant = attendantOf(parcel);
  const attachments = attendant?.attachments ?? [];
  // Before Exchange 2010 SP2 an item is created without any.
  const inline = isAtLeast(version, 'Exchange2010_SP2') ? countInline(attachments) : 0;
  const later = attachments.slice(inline);
  if (attendant === undefined) return { element: [content], later };
  const pieces = attachments.slice(0, inline).flatMap((each) => ('pieces' in each ? each.pieces : []));
  const attached = inline === 0 ? [] : ['<t:Attachments>', ...pieces, '</t:Attachments>'];
  const { attachmentsAt, meeting } = attendant;
  const stateAt = meeting?.at ?? content.length;
  const head = [content.subarray(0, attachmentsAt), ...attached, content.subarray(attachmentsAt, stateAt)];
  const state = meeting ? stateProperties(meeting, reach) : [];
  return { element: [...head, ...state, content.subarray(stateAt)], later };
}

/** Attachments keep their order: what stands behind the first that must follow follows as well. */
function countInline(attachments: readonly NewAttachment[]): number {
  let bytes = 0;
  for (const [index, attachment] of attachments.entries()) {
    if (!('pieces' in attachment)) return index;
    bytes += attachment.bytes;
    if (bytes > INLINE_BYTES) return index;
  }
  return attachments.length;
}

/** True when the item is not whole once it has been created. */
export function needsMore(parcel: Parcel, version: RequestVersion): boolean {
  const attendant = attendantOf(parcel);
  if (attendant === undefined) return false;
  return attendant.exceptions !== undefined || planItem(parcel, version).later.length > 0;
}

/** A new item on its way to being whole, and how far it has come: a busy server need not begin anew. */
export type Unfinished = {
  id: string;
  /** What it was made of: another version of the item is another item. */
  content: Parcel['content'];
  attachments: number;
  /** The occurrences that are as they shall be but for files, by their original starts. */
  occurrences: Map<number, OccurrenceState>;
  /** What is lost already, in plain words. */
  losses: readonly string[];
  /** It lies where it belongs already, and is marked as what it is (in-place.ts). */
  isInPlace: boolean;
};

/**
 * Adds to a new item what its creation could not carry: large attachments, exceptions of a series with their own. Returns what is
 * lost in plain words, or the fault of this item alone. Throws FaultError for all other trouble.
 */
export async function complete(
  connection: Connection,
  unfinished: Unfinished,
  parcel: Parcel,
  later: readonly NewAttachment[],
  signal: AbortSignal,
): Promise<{ losses: string[] } | Extract<WriteResult, { fault: unknown }>> {
  try {
    for (const attachment of later.slice(unfinished.attachments)) {
      const fault = await addAttachment(connection, unfinished.id, attachment, signal);
      if (fault) throw new FaultError(fault);
      unfinished.attachments += 1;
    }
    const exceptions = attendantOf(parcel)?.exceptions;
    return {
      losses: exceptions
        ? await applyExceptions(connection, unfinished.id, exceptions, unfinished.occurrences, signal)
        : [],
    };
  } catch (error) {
    if (error instanceof FaultError && (error.fault.scope === 'item' || PASSING.has(error.fault.kind)))
      return { sourceId: parcel.sourceId, fault: error.fault };
    throw error;
  }
}

/** Of this item alone as well: what the server refuses for now it has surely not done. */
const PASSING: ReadonlySet<FaultKind> = new Set(['transient', 'overload']);
