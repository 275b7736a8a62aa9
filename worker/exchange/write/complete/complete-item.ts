import { FaultError, type FaultKind } from '../../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import { addAttachment, asFile, KEPT_AS_FILE, LEFT_OUT, PASSED_OVER } from './add-attachment.ts';
import type { NewAttachment } from '../../read/attachments.ts';
import type { Piece } from '../../xml/bytes.ts';
import type { Connection } from '../../client/connection.ts';
import type { Habits } from '../../client/habits.ts';
import { applyExceptions, type SeriesExceptions } from '../../read/exceptions.ts';
import type { OccurrenceState } from './occurrence-files.ts';
import { isAtLeast, type RequestVersion } from '../../operations/versions.ts';
import type { Losses } from '../../items/typed-item.ts';
import { countAttachments } from './count-attachments.ts';
import { type MeetingState, stateProperties, type StateReach } from '../../items/meetings.ts';

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
  { attachments: way }: Habits = {},
): { element: Piece[]; inline: number; later: readonly NewAttachment[] } {
  const { content } = parcel;
  if (!(content instanceof Uint8Array)) throw new TypeError('A typed item is no stream.');
  const attendant = attendantOf(parcel);
  const attachments = attendant?.attachments ?? [];
  // Before Exchange 2010 SP2 an item is created without any.
  const inline = isAtLeast(version, 'Exchange2010_SP2') && way !== 'apart' ? countInline(attachments) : 0;
  const later = attachments.slice(inline);
  if (attendant === undefined) return { element: [content], inline, later };
  const pieces = attachments.slice(0, inline).flatMap((each) => ('pieces' in each ? each.pieces : []));
  const attached = inline === 0 ? [] : ['<t:Attachments>', ...pieces, '</t:Attachments>'];
  const { attachmentsAt, meeting } = attendant;
  const stateAt = meeting?.at ?? content.length;
  const head = [content.subarray(0, attachmentsAt), ...attached, content.subarray(attachmentsAt, stateAt)];
  const state = meeting ? stateProperties(meeting, reach) : [];
  return { element: [...head, ...state, content.subarray(stateAt)], inline, later };
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

/**
 * True when the item is not whole once it has been created, or may not be: whether the server keeps attachments that
 * come with an item, the first item shows.
 */
export function needsMore(parcel: Parcel, version: RequestVersion, habits: Habits): boolean {
  const attendant = attendantOf(parcel);
  if (attendant === undefined) return false;
  const { inline, later } = planItem(parcel, version, 'all', habits);
  const isUnproven = inline > 0 && habits.attachments === undefined;
  return attendant.exceptions !== undefined || later.length > 0 || isUnproven;
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
      if (fault?.code === PASSED_OVER) {
        // Twice the same silence is an answer; the first may be a passing one.
        const inline = (attendantOf(parcel)?.attachments.length ?? 0) - later.length;
        const again = await addUnlessThere(connection, unfinished, inline, attachment, signal);
        if (again) unfinished.losses = [...unfinished.losses, again];
      } else if (fault) throw new FaultError(fault);
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

/** Tries an attachment once more that no answer was given for. Returns what is lost, in plain words. */
async function addUnlessThere(
  connection: Connection,
  { id, attachments, losses }: Unfinished,
  inline: number,
  attachment: NewAttachment,
  signal: AbortSignal,
): Promise<string | undefined> {
  const lost = losses.filter((loss) => loss === LEFT_OUT).length;
  if ((await countAttachments(connection, id, signal)) > inline + attachments - lost) return undefined;
  const fault = await addAttachment(connection, id, attachment, signal);
  if (fault && fault.code !== PASSED_OVER) throw new FaultError(fault);
  if (fault === undefined) return undefined;
  const file = asFile(attachment);
  const refusal = file ? await addAttachment(connection, id, file, signal) : fault;
  return refusal ? LEFT_OUT : KEPT_AS_FILE;
}

/** Of this item alone as well: what the server refuses for now it has surely not done. */
const PASSING: ReadonlySet<FaultKind> = new Set(['transient', 'overload']);
